// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.engine.DefaultEventLog;
import io.photon.security.token.Bounds;
import io.photon.security.token.Principals;
import io.photon.security.token.SignedTokens;
import io.photon.security.token.SigningSecret;
import io.photon.security.token.Tickets;
import io.photon.security.token.TokenLedger;
import io.photon.security.token.Tokens;
import io.photon.store.ReadRequest;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of users or tokens that is recorded in damage, which is healed from a second copy while Photon runs. */
class HealedSecurityTest {

    private static final Author ADMIN = new Author("admin", "here");

    @TempDir
    Path dir;

    private final Passwords passwords = new Passwords();
    private FileEventStore store;
    private DefaultEventLog log;
    private Accounts accounts;
    private SecurityLog security;
    private UserChanges users;
    private Tokens tokens;
    private DamagedLog.LateCopy copy;

    @BeforeEach
    void begin() throws Exception {
        open(RecordSource.NONE);
    }

    private void open(RecordSource source) throws Exception {
        store = FileEventStore.open(new RealDisk(dir), FileEventStore.Limits.DEFAULT, source);
        log = DefaultEventLog.start(store, Clock.systemUTC());
        accounts = new Accounts(System::currentTimeMillis);
        TokenLedger ledger = new TokenLedger(System::currentTimeMillis);
        security = new SecurityLog(log, List.of(accounts, ledger));
        security.begin();
        users = new UserChanges(security, accounts, passwords, "admin", System::currentTimeMillis);
        tokens = new Tokens(
                security,
                ledger,
                new Principals("admin", "a password", accounts),
                passwords,
                SigningSecret.of("a secret of this test, long enough"),
                new Tickets.Life(Duration.ofHours(1), Duration.ofHours(1)),
                new SignedTokens.Lives(Duration.ofDays(365), Duration.ofDays(30)),
                System::nanoTime,
                System::currentTimeMillis);
    }

    @AfterEach
    void close() throws Exception {
        security.close();
        log.close();
        store.close();
    }

    private void openDamaged(long orderId) throws Exception {
        List<Event> all = store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
        close();
        DamagedLog.damage(dir, orderId);
        copy = new DamagedLog.LateCopy(all);
        open(copy);
    }

    @Test
    void whoWasDisabledThereIsDisabledAndWhatCameAfterItStillHolds() throws Exception {
        ok(get(users.create("ann", "a long password", ADMIN)));
        ok(get(users.create("bob", "a long password", ADMIN)));
        long disabled = ok(get(users.setEnabled("ann", false, ADMIN)));
        ok(get(users.delete("bob", ADMIN)));
        openDamaged(disabled);
        assertTrue(accounts.identity("ann").isPresent(), "what disables her cannot be read");
        ok(get(users.create("cleo", "a long password", ADMIN)));
        copy.come();
        Eventually.holds("ann is disabled", () -> accounts.identity("ann").isEmpty());
        assertEquals(
                List.of("ann", "cleo"),
                accounts.all().stream().map(Account::name).toList());
        ok(get(users.setEnabled("ann", true, ADMIN)));
        assertTrue(accounts.identity("ann").isPresent(), "and goes on");
    }

    @Test
    void aTokenThatWasRevokedThereIsRevoked() throws Exception {
        SignedTokens.Issued issued = ok(get(tokens.signed().create("admin", "ci", null, Bounds.NONE, ADMIN)));
        SignedTokens.Issued other = ok(get(tokens.signed().create("admin", "cd", null, Bounds.NONE, ADMIN)));
        ok(get(tokens.signed().revoke(null, issued.id(), ADMIN)));
        long revoked = log.head();
        openDamaged(revoked);
        assertTrue(tokens.check(issued.access()).isOk(), "what revokes it cannot be read");
        copy.come();
        Eventually.holds("it is revoked", () -> !tokens.check(issued.access()).isOk());
        assertTrue(tokens.check(other.access()).isOk());
        assertFalse(tokens.check(issued.access()).isOk());
    }
}
