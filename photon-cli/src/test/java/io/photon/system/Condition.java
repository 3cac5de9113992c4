package io.photon.system;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what another process will do, and says what is the case when it does not. */
final class Condition {

    private static final long POLL_MS = 50;

    private Condition() {}

    /** @param limitS after so many seconds the test fails @param otherwise what is the case instead */
    static void await(int limitS, Callable<Boolean> condition, Supplier<String> otherwise) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(limitS).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + limitS + " s: " + otherwise.get());
            }
            new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS);
        }
    }
}
