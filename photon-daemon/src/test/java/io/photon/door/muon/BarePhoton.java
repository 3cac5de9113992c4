// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.api.PhotonParts;
import io.photon.api.ProjectionApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.journal.Journal;
import io.photon.log.EventLog;
import io.photon.pace.BackgroundPace;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.projection.jq.JqWhereLanguage;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Passwords;
import io.photon.security.SecurityLog;
import io.photon.security.UserChanges;
import io.photon.security.hook.HookLedger;
import io.photon.security.hook.Hooks;
import io.photon.security.hook.ZeroKeys;
import io.photon.security.token.Principals;
import io.photon.security.token.SignedTokens;
import io.photon.security.token.SigningSecret;
import io.photon.security.token.Tickets;
import io.photon.security.token.TokenLedger;
import io.photon.security.token.Tokens;
import io.photon.store.snapshot.MvSnapshotStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What a daemon has in front of a log, all of it real: no users yet, no projections, no node besides it. */
final class BarePhoton implements AutoCloseable {

    private final Passwords passwords = new Passwords();
    private final ProjectionEngine engine;
    private final PhotonApi api;
    private final ProjectionApi projections;

    /** @param token of the administrator @param scratch where restores sort what comes */
    BarePhoton(EventLog log, String token, Path scratch) {
        this(log, log, token, scratch);
    }

    /** @param projected what is folded, and read at the start: another log where this one fails or has a time of its own */
    BarePhoton(EventLog log, EventLog projected, String token, Path scratch) {
        engine = ProjectionEngine.open(
                new ProjectionEngine.Parts(
                        projected,
                        MvSnapshotStore.inMemory(),
                        List.of(),
                        List.of(),
                        (text, file) -> Result.err(Failure.Kind.BAD_INPUT, file + ": no files here", null),
                        text -> Result.err(Failure.Kind.BAD_INPUT, "no conditions here", null)),
                new ProjectionSettings(
                        1,
                        new ReducerLimits(Duration.ofSeconds(5), 1 << 20),
                        null,
                        false,
                        Duration.ofSeconds(10),
                        ProjectionSettings.SNAPSHOT_EVENTS),
                BackgroundPace.unhurried());
        api = new PhotonApi(new PhotonParts(
                log,
                entry(log, token),
                new BackupService(log, Clock.systemUTC()),
                new RestoreService(log, Clock.systemUTC(), scratch, 1 << 20),
                new DaemonFacts("test", "memory", null, 0),
                new Journal(),
                Alone.in(projected, scratch.resolve("alone")),
                new JqWhereLanguage()));
        projections = new ProjectionApi(engine, api);
    }

    private PhotonParts.Entry entry(EventLog log, String token) {
        Accounts accounts = new Accounts(System::currentTimeMillis);
        TokenLedger ledger = new TokenLedger(System::currentTimeMillis);
        HookLedger hooks = new HookLedger();
        SecurityLog security = new SecurityLog(log, List.of(accounts, ledger, hooks));
        return new PhotonParts.Entry(
                new Authenticator("admin", "p4010n", token, accounts, passwords, System::nanoTime),
                tokens(security, accounts, ledger, passwords),
                new UserChanges(security, accounts, passwords, "admin", System::currentTimeMillis),
                new Hooks(security, hooks, new ZeroKeys(), System::currentTimeMillis));
    }

    /** Those of the administrator whose password is the default one. */
    static Tokens tokens(SecurityLog security, Accounts accounts, TokenLedger ledger, Passwords passwords) {
        return new Tokens(
                security,
                ledger,
                new Principals("admin", "p4010n", accounts),
                passwords,
                SigningSecret.of("a secret of this test, long enough"),
                new Tickets.Life(Duration.ofHours(1), Duration.ofHours(1)),
                new SignedTokens.Lives(Duration.ofHours(1), Duration.ofHours(1)),
                System::nanoTime,
                System::currentTimeMillis);
    }

    PhotonApi api() {
        return api;
    }

    ProjectionApi projections() {
        return projections;
    }

    /** Leaves the log open. */
    @Override
    public void close() {
        engine.close();
        passwords.close();
    }
}
