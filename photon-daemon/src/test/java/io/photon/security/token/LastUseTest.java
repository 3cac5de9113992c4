// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.StreamNames;
import io.photon.log.engine.DefaultEventLog;
import io.photon.security.Accounts;
import io.photon.security.Author;
import io.photon.security.Passwords;
import io.photon.security.ProvenIdentity;
import io.photon.security.SecurityLog;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One who logs in once, and is then asked about only by {@link Accounts#current}, as over a connection that is kept. */
class LastUseTest {

    private static final Author ADMIN = new Author("admin", "here");

    /** Ahead of the log's, so that what is recorded is older than what is in memory. */
    private final AtomicLong nowMs =
            new AtomicLong(System.currentTimeMillis() + Duration.ofHours(1).toMillis());

    private final MemoryEventStore store = new MemoryEventStore();
    private final Accounts accounts = new Accounts(nowMs::get);
    private final Passwords passwords = new Passwords();
    private DefaultEventLog log;
    private SecurityLog security;
    private Tokens tokens;

    @BeforeEach
    void open() throws StoreException {
        log = DefaultEventLog.start(store, Clock.systemUTC());
        TokenLedger ledger = new TokenLedger(nowMs::get);
        security = new SecurityLog(log, List.of(accounts, ledger));
        security.begin();
        tokens = new Tokens(
                security,
                ledger,
                new Principals("admin", "a password", accounts),
                passwords,
                SigningSecret.of("a secret of this test, long enough"),
                new Tickets.Life(Duration.ofHours(1), Duration.ofHours(1)),
                new SignedTokens.Lives(Duration.ofDays(365), Duration.ofDays(30)),
                System::nanoTime,
                nowMs::get);
    }

    @AfterEach
    void close() {
        security.close();
        passwords.close();
        log.close();
    }

    private ProvenIdentity asked(ProvenIdentity known, Duration later) {
        nowMs.addAndGet(later.toMillis());
        return ok(accounts.current(known));
    }

    private long uses(String type) throws StoreException {
        return log.reader().read(ReadRequest.forwards(StreamNames.SECURITY, 0)).events().stream()
                .filter(event -> event.eventType().equals(type))
                .count();
    }

    @Test
    void aTokenThatServesOverOneConnectionForDaysIsInUse() throws StoreException {
        SignedTokens.Issued issued = ok(get(tokens.signed().create("admin", "ci", null, Bounds.NONE, ADMIN)));
        ProvenIdentity known = ok(tokens.check(issued.access()));
        Eventually.holds("the first use is recorded", () -> uses(TokenEvents.USE_TOKEN) == 1);
        known = asked(known, Duration.ofMillis(1));
        known = asked(known, Duration.ofMillis(998));
        assertEquals(nowMs.get() - 999, lastUse(issued), "not for each request");
        known = asked(known, Duration.ofMillis(1));
        assertEquals(nowMs.get(), lastUse(issued));
        known = asked(known, Duration.ofDays(2));
        assertEquals(nowMs.get(), lastUse(issued));
        Eventually.holds("the use after two days is recorded", () -> uses(TokenEvents.USE_TOKEN) == 2);
        asked(known, Duration.ofMinutes(59));
        assertEquals(nowMs.get(), lastUse(issued));
        assertEquals(2, uses(TokenEvents.USE_TOKEN), "recorded once an hour");
    }

    private long lastUse(SignedTokens.Issued issued) {
        return ok(tokens.signed().find(null, issued.id())).usedMs();
    }

    @Test
    void anApplicationTooAlsoAfterTheClockWasSetBack() {
        Applications.Created made =
                ok(get(tokens.applications().create("admin", "shop", "sells", "", Bounds.NONE, ADMIN)));
        String id = made.app().clientId();
        ProvenIdentity known =
                ok(get(tokens.applications().check(id, made.clientSecret()))).orElseThrow();
        known = asked(known, Duration.ofDays(3));
        assertEquals(nowMs.get(), ok(tokens.applications().find(null, id)).usedMs());
        asked(known, Duration.ofHours(-2));
        asked(known, Duration.ofSeconds(2));
        assertEquals(nowMs.get(), ok(tokens.applications().find(null, id)).usedMs());
    }
}
