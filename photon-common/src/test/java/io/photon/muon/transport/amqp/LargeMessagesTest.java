// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeMessagesTest {

    private static final long MIB = 1 << 20;

    private final LargeMessages large = new LargeMessages();
    private final ExecutorService pool = Executors.newFixedThreadPool(8);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void twoOfMediumSizeAreReadAtATime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<Future<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(pool.submit(() -> large.with(5 * MIB, () -> {
                both.countDown();
                return within30s(both);
            })));
        }
        for (Future<Boolean> reader : readers) {
            assertTrue(reader.get(60, TimeUnit.SECONDS), "one waited for the other");
        }
    }

    @Test
    void whoReadsALargeOneMayAnswerWithALargeOne() throws Exception {
        Future<String> answered = pool.submit(() -> large.with(16 * MIB, () -> large.with(16 * MIB, () -> "answered")));
        assertEquals("answered", answered.get(30, TimeUnit.SECONDS));
        assertEquals(
                "next", pool.submit(() -> large.with(16 * MIB, () -> "next")).get(30, TimeUnit.SECONDS));
    }

    @Test
    void aSmallOneWaitsForNobody() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Future<Boolean> holder = pool.submit(() -> large.with(16 * MIB, () -> {
            inside.countDown();
            return within30s(release);
        }));
        assertTrue(within30s(inside));
        assertEquals(
                "read", pool.submit(() -> large.with(MIB - 1, () -> "read")).get(30, TimeUnit.SECONDS));
        release.countDown();
        assertTrue(holder.get(30, TimeUnit.SECONDS));
    }

    @Test
    void neverMoreThanTwoNorMoreThanTheirRoomAreInside() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicLong bytesInside = new AtomicLong();
        AtomicInteger broken = new AtomicInteger();
        List<Future<?>> readers = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            long bytes = MIB + random.nextInt((int) (20 * MIB));
            readers.add(pool.submit(() -> large.with(bytes, () -> {
                boolean alone = inside.incrementAndGet() == 1;
                long sum = bytesInside.addAndGet(bytes);
                if (inside.get() > 2 || !alone && sum > 16 * MIB) {
                    broken.incrementAndGet();
                }
                Thread.yield();
                bytesInside.addAndGet(-bytes);
                inside.decrementAndGet();
                return null;
            })));
        }
        for (Future<?> reader : readers) {
            reader.get(60, TimeUnit.SECONDS);
        }
        assertEquals(0, broken.get());
    }

    private static boolean within30s(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
