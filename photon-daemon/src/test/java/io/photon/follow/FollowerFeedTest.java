// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How soon a follower is answered that has everything but what is new. */
@Timeout(60)
class FollowerFeedTest {

    private static final long GATHERED_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    @TempDir
    Path home;

    private static CompletableFuture<Result<byte[]>> ask(Node primary, long after) {
        return primary.cluster.fetch(new Asking(after, after, 1, "", 5_000, "follower", "second", ""));
    }

    private static Fetched read(CompletableFuture<Result<byte[]>> answer) {
        byte[] lines = ok(get(answer));
        return ok(Fetched.read(lines, lines.length));
    }

    /** @return after how many ns an event is answered that is stored right after the question */
    private static long nanosUntilAnswered(Node primary, long after) {
        long from = System.nanoTime();
        CompletableFuture<Result<byte[]>> answer = ask(primary, after);
        long orderId = primary.emit("s");
        Fetched fetched = read(answer);
        assertEquals(orderId, fetched.events().get(0).orderId());
        return System.nanoTime() - from;
    }

    @Test
    void afterAnAnswerWithManyEventsTheNextOneWaitsForMoreAndOneAfterAnotherDoesNot() throws Exception {
        try (Node primary = Node.primary(home)) {
            for (int i = 0; i < 20; i++) {
                primary.emit("s");
            }
            Fetched many = read(ask(primary, 0));
            assertEquals(20, many.events().size());
            long waited = nanosUntilAnswered(primary, many.upTo());
            assertTrue(waited >= GATHERED_NANOS, waited + " ns");
            Eventually.holds(
                    "one after another is answered at once",
                    () -> nanosUntilAnswered(primary, primary.log.head()) < GATHERED_NANOS);
        }
    }
}
