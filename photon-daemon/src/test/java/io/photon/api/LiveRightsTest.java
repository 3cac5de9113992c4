// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.journal.Journal;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Passwords;
import io.photon.security.Permission;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Once a grant is revoked nothing more is seen by it, also while another thread looks. */
class LiveRightsTest {

    private static final int ROUNDS = 10_000;

    private final Accounts accounts = new Accounts(() -> 0);
    private final Logins logins = new Logins(
            new Authenticator("admin", "p4010n", "token", accounts, new Passwords(), System::nanoTime),
            null,
            new Journal(),
            Clock.systemUTC());
    private long orderId;

    private void record(String type, String more) {
        String body = "\"stream-name\":\"" + StreamNames.SECURITY + "\",\"event-type\":\"" + type
                + "\",\"payload\":{\"username\":\"ann\"" + more + "}}";
        accounts.security(new EventDraft(StreamNames.SECURITY, type, null, body.getBytes(StandardCharsets.UTF_8))
                .stamped(++orderId, 1));
    }

    private LiveRights reader() {
        record("create-user", "");
        record("add-grant", ",\"grant-id\":\"g\",\"roles\":[\"reader\"],\"streams\":\"order-*\"");
        Caller ann = new Caller(accounts.identity("ann").orElseThrow(), "http", "");
        return new LiveRights(logins, Clock.systemUTC(), ann, Permission.REPLAY, null);
    }

    @Test
    void whoReadsWhileAnotherThreadLooksSeesNothingAfterTheRevocation() throws Exception {
        ExecutorService watch = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                LiveRights rights = reader();
                rights.version();
                assertTrue(rights.sees("order-1"));
                long before = accounts.version();
                CountDownLatch ready = new CountDownLatch(1);
                Future<?> looked = watch.submit(() -> {
                    ready.countDown();
                    while (accounts.version() == before) {
                        Thread.onSpinWait();
                    }
                    return rights.ended();
                });
                assertTrue(ready.await(60, TimeUnit.SECONDS));
                record("revoke-grant", ",\"grant-id\":\"g\"");
                rights.version();
                assertFalse(rights.sees("order-1"), "in round " + round);
                looked.get(60, TimeUnit.SECONDS);
            }
        } finally {
            watch.shutdownNow();
        }
    }
}
