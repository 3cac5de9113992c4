// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.api.PhotonParts;
import io.photon.api.ProjectionApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.journal.Journal;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.pace.BackgroundPace;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.projection.engine.TinyLanguage;
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
import io.photon.security.token.TokenLedger;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.snapshot.MvSnapshotStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A Photon with projections behind its Muon door, on a network in memory. */
final class ProjectingPhoton implements AutoCloseable {

    static final String TOKEN = "token";

    final MemoryNetwork network;
    final MemoryTransport clients;
    final EventLog log;
    final ProjectionEngine engine;
    final PhotonApi api;
    private final SecurityLog security;
    private final Passwords passwords = new Passwords();
    private final RealTimer timer = new RealTimer();
    private final MuonDoor door;

    ProjectingPhoton() throws Exception {
        network = new MemoryNetwork(timer, Faults.none());
        clients = network.join("clients");
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        engine = ProjectionEngine.open(
                new ProjectionEngine.Parts(
                        log,
                        MvSnapshotStore.inMemory(),
                        List.of(new TinyLanguage()),
                        List.of(),
                        (text, file) -> Result.err(Failure.Kind.BAD_INPUT, file + ": no files here", null),
                        text -> Result.err(Failure.Kind.BAD_INPUT, "no conditions here", null)),
                new ProjectionSettings(
                        2,
                        new ReducerLimits(Duration.ofSeconds(5), 1 << 20),
                        null,
                        false,
                        Duration.ofSeconds(10),
                        ProjectionSettings.SNAPSHOT_EVENTS),
                BackgroundPace.unhurried());
        engine.begin();
        Accounts accounts = new Accounts(System::currentTimeMillis);
        TokenLedger ledger = new TokenLedger(System::currentTimeMillis);
        HookLedger hooks = new HookLedger();
        security = new SecurityLog(log, List.of(accounts, ledger, hooks));
        security.begin();
        Authenticator authenticator =
                new Authenticator("admin", "p4010n", TOKEN, accounts, passwords, System::nanoTime);
        api = new PhotonApi(new PhotonParts(
                log,
                new PhotonParts.Entry(
                        authenticator,
                        BarePhoton.tokens(security, accounts, ledger, passwords),
                        new UserChanges(security, accounts, passwords, "admin", System::currentTimeMillis),
                        new Hooks(security, hooks, new ZeroKeys(), System::currentTimeMillis)),
                new BackupService(log, Clock.systemUTC()),
                new RestoreService(log, Clock.systemUTC(), Path.of("none"), 1 << 20),
                new DaemonFacts("test", "memory", null, 0),
                new Journal(),
                Alone.in(log),
                new JqWhereLanguage()));
        MemoryTransport transport = network.join("photon");
        door = MuonDoor.open(
                api,
                new ProjectionApi(engine, api),
                new MuonSettings(
                        "photon",
                        "memory",
                        true,
                        List.of("emit", "replay", "projections", "manage", "delete"),
                        "http://x"),
                () -> transport,
                MuonDoorTest.PATIENT);
        while (clients.services().isEmpty()) {
            Thread.onSpinWait(); // a handshake before that is answered by nobody, for three seconds
        }
    }

    /** The client of the commands. @param token null for nobody in particular */
    MuonPhotonClient client(String token) {
        return new MuonPhotonClient(
                new io.photon.client.muon.network.MuonClientSettings("memory", "photon", token, 0, 10_000),
                ms -> Result.ok(network.join("client")));
    }

    @Override
    public void close() {
        clients.close();
        engine.close();
        security.close();
        passwords.close();
        log.close();
        door.close();
        timer.close();
    }
}
