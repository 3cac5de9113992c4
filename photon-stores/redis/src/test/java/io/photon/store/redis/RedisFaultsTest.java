// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import static io.photon.store.testkit.Events.event;
import static io.photon.store.testkit.Logs.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore;
import io.photon.store.EventStore.Durability;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.testing.Eventually;
import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, gone, slow or full, and what a store says then. */
@Timeout(120)
class RedisFaultsTest {

    @TempDir
    Path folder;

    private TestRedis redis;
    private EventStore store;

    @BeforeEach
    void start() throws Exception {
        redis = TestRedis.durable(folder);
        store = open(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() throws Exception {
        if (redis != null) {
            store.close();
            redis.close();
        }
    }

    private EventStore open(Duration timeout) throws StoreException {
        return TestRedis.open(redis.options("p", timeout)).store();
    }

    /** Asks until there is an answer. */
    private static <T> T eventually(Eventually.Attempt<T, StoreException> attempt) throws StoreException {
        return Eventually.succeeds(StoreException.class, attempt);
    }

    @Test
    void noEventIsLostOrDoubledWhenTheServerIsKilledInMidAppend() throws Exception {
        AtomicLong stored = new AtomicLong();
        List<Long> expected = new ArrayList<>();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (long id = 10; id <= 4_000; id += 10) {
                    if (append(List.of(event("a", id), event("b", id + 1, "local-" + id)))) {
                        expected.addAll(List.of(id, id + 1));
                        stored.incrementAndGet();
                    }
                }
                return null;
            });
            for (int kills = 1; kills <= 4; kills++) {
                long enough = kills * 40L;
                while (stored.get() < enough && !writing.isDone()) {
                    Thread.onSpinWait();
                }
                redis.server().kill();
                redis.server().start();
            }
            writing.get(60, TimeUnit.SECONDS);
        } finally {
            writer.shutdownNow();
        }
        assertTrue(stored.get() >= 160, stored + " batches were stored");
        assertEquals(expected, ids(store));
        assertEquals(Durability.FSYNC, store.durability());
    }

    /** @return whether the batch is stored, also when that was not known at first */
    private boolean append(List<Event> batch) throws StoreException {
        try {
            store.append(batch);
            return true;
        } catch (StoreException e) {
            assertTrue(e.kind() == Kind.OUTCOME_UNKNOWN || e.kind() == Kind.REFUSED, e.kind() + ": " + e.getMessage());
            long head = eventually(store::lastOrderId);
            boolean isThere = head >= batch.get(1).orderId();
            assertFalse(isThere && e.kind() == Kind.REFUSED, "it was said that nothing is stored");
            return isThere;
        }
    }

    @Test
    void whileTheServerIsGoneAppendsAndReplaysAreRefusedWithTheReasonAndThenGoOn() throws Exception {
        store.append(List.of(event("s", 1)));
        redis.server().kill();
        StoreException append =
                assertThrows(StoreException.class, () -> eventuallyRefused(() -> store.append(List.of(event("s", 2)))));
        assertEquals(Kind.REFUSED, append.kind());
        assertTrue(
                append.getMessage().contains("127.0.0.1:" + redis.server().port() + " cannot be reached"),
                append.getMessage());
        StoreException read = assertThrows(StoreException.class, () -> ids(store));
        assertEquals(Kind.REFUSED, read.kind());
        assertEquals(Condition.READ_ONLY, store.state().condition());
        assertTrue(
                store.state().reason().contains("cannot be reached"),
                store.state().reason());
        assertTrue(store.stats().containsKey("redis-trouble"), store.stats().toString());
        redis.server().start();
        eventually(() -> {
            store.append(List.of(event("s", 3)));
            return null;
        });
        assertEquals(Condition.WRITABLE, store.state().condition());
        // Reading has a connection of its own, which is tried five times a second.
        assertEquals(List.of(1L, 3L), eventually(() -> ids(store)));
    }

    private interface Refused {
        void run() throws StoreException;
    }

    /** The first may be one whose connection breaks. */
    private static void eventuallyRefused(Refused attempt) throws StoreException {
        for (int i = 0; i < 100; i++) {
            try {
                attempt.run();
            } catch (StoreException e) {
                if (e.kind() != Kind.OUTCOME_UNKNOWN) {
                    throw e;
                }
            }
        }
    }

    @Test
    void afterAnAppendWithoutAnswerTheHeadThatIsReadNextStaysTheHead() throws Exception {
        store.close();
        store = open(Duration.ofMillis(300));
        store.append(List.of(event("s", 1)));
        redis.server().signal("STOP");
        StoreException unknown = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 2))));
        assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind());
        assertTrue(unknown.getMessage().contains("did not answer within 300 ms"), unknown.getMessage());
        assertEquals(
                Kind.REFUSED,
                assertThrows(StoreException.class, store::lastOrderId).kind());
        redis.server().signal("CONT");
        long head = eventually(store::lastOrderId);
        store.append(List.of(event("s", 9)));
        assertEquals(head == 2 ? List.of(1L, 2L, 9L) : List.of(1L, 9L), ids(store));
    }

    /** A question over which it hangs is given up after 30 s here. */
    @Test
    void thatTheServerHangsIsSaidSoonAndThoseWhoAskDoNotWaitForIt() throws Exception {
        store.append(List.of(event("s", 1), event("t", 2)));
        Eventually.holds(
                "what was appended is counted",
                () -> Long.valueOf(2).equals(store.stats().get("streams")));
        redis.server().signal("STOP");
        Eventually.within(20, () -> timedStats().containsKey("redis-trouble"), () -> "nothing is said");
        Map<String, Object> stats = timedStats();
        assertTrue(
                stats.get("redis-trouble").toString().matches("Redis at .* has not answered for \\d+ s"),
                stats.toString());
        assertEquals(2L, stats.get("streams"), "what was known stays");
        assertEquals(Condition.READ_ONLY, store.state().condition());
        assertEquals(stats.get("redis-trouble"), store.state().reason());
        redis.server().signal("CONT");
        Eventually.holds(
                () -> !timedStats().containsKey("redis-trouble"),
                () -> timedStats().toString());
        assertEquals(Condition.WRITABLE, store.state().condition());
    }

    private Map<String, Object> timedStats() {
        long from = System.nanoTime();
        Map<String, Object> stats = store.stats();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        assertTrue(millis < 1_000, "asking for statistics took " + millis + " ms");
        return stats;
    }

    @Test
    void aServerThatIsBackIsWritableAlsoWhenNothingIsAppended() throws Exception {
        redis.server().kill();
        assertThrows(StoreException.class, () -> eventuallyRefused(() -> store.append(List.of(event("s", 1)))));
        assertEquals(Condition.READ_ONLY, store.state().condition());
        redis.server().start();
        Eventually.holds(
                () -> store.state().condition() == Condition.WRITABLE,
                () -> store.state().toString());
        assertFalse(store.stats().containsKey("redis-trouble"), store.stats().toString());
        store.append(List.of(event("s", 2)));
    }

    /** The server answers, though not this append: so what became of it is known. */
    @Test
    void anAppendWhoseConnectionIsCutIsAnsweredWithWhatTheServerHas() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(redis.server().port());
                OpenStore through =
                        new OpenStore(TestRedis.open(redis.at(proxy.url(), "p")).store())) {
            through.store().append(List.of(event("s", 1)));
            proxy.cut(CuttingProxy.Cut.BEFORE_THE_ANSWER);
            through.store().append(List.of(event("s", 2), event("s", 3)));
            proxy.cut(CuttingProxy.Cut.BEFORE_THE_REQUEST);
            StoreException refused =
                    assertThrows(StoreException.class, () -> through.store().append(List.of(event("s", 4))));
            assertEquals(Kind.REFUSED, refused.kind());
            assertTrue(refused.getMessage().endsWith("nothing was stored"), refused.getMessage());
            through.store().append(List.of(event("s", 5)));
            assertEquals(List.of(1L, 2L, 3L, 5L), ids(through.store()));
        }
    }

    /** As when memory runs out while the answer is read. */
    @Test
    void anAppendWhoseAnswerCouldNotBeReadIsBarredBeforeTheHeadIsBelieved() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(redis.server().port());
                OpenStore through =
                        new OpenStore(TestRedis.open(redis.at(proxy.url(), "p")).store())) {
            through.store().append(List.of(event("s", 1)));
            String turn = turn();
            proxy.cut(CuttingProxy.Cut.INSTEAD_OF_THE_ANSWER);
            assertThrows(IndexOutOfBoundsException.class, () -> through.store().append(List.of(event("s", 2))));
            assertEquals(turn, turn(), "it is not barred yet");
            assertEquals(2, through.store().lastOrderId());
            assertFalse(turn.equals(turn()), "and is now");
            through.store().append(List.of(event("s", 3)));
            assertEquals(List.of(1L, 2L, 3L), ids(through.store()));
        }
    }

    /** A bar is a write, and has the writer send its batch again. */
    @Test
    void theHeadIsReadWithoutABarWhileAppendsAreOnTheirWay() throws Exception {
        store.append(List.of(event("s", 1)));
        String turn = turn();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (long id = 2; id <= 500; id++) {
                    store.append(List.of(event("s", id)));
                }
                return null;
            });
            while (!writing.isDone()) {
                store.lastOrderId();
            }
            writing.get(60, TimeUnit.SECONDS);
        } finally {
            writer.shutdownNow();
        }
        assertEquals(turn, turn());
    }

    private String turn() throws IOException {
        return redis.server().ask("HGET", "{p}:meta", "turn");
    }

    @Test
    void anAppendThatWasBarredIsNotTakenAnyMore() throws Exception {
        store.append(List.of(event("s", 1)));
        try (OpenStore other = new OpenStore(open(Duration.ofSeconds(30)))) {
            // What a connection still holds that was given up: a command with the turn of then.
            other.store().append(List.of(event("s", 2)));
            redis.server().ask("HINCRBY", "{p}:meta", "turn", "1");
            String sha = Script.APPEND.sha();
            String late = redis.server()
                    .ask(("EVALSHA " + sha + " 7 {p}:meta {p}:events {p}:log {p}:names {p}:local-ids {p}:hidden {p}:s:s"
                                    + " 0 0 3 3 3 1 2 1 0 1 3 {} s 1 3-0 3:2 3-0 3:1:2")
                            .split(" "));
            assertEquals("TURN\n1\n3", late);
            assertEquals(2, store.lastOrderId());
            store.append(List.of(event("s", 4)));
        }
        assertEquals(List.of(1L, 2L, 4L), ids(store));
    }

    private record OpenStore(EventStore store) implements AutoCloseable {
        @Override
        public void close() throws StoreException {
            store.close();
        }
    }

    @Test
    void aFullServerRefusesAppendsAndTakesThemAgainOnceEventsAreDeleted() throws Exception {
        String payload = "\"" + "x".repeat(10_000) + "\"";
        List<Event> large = new ArrayList<>();
        for (long id = 1; id <= 700; id++) {
            large.add(event("large", id, "id-" + id, id % 7 == 0 ? payload : "1"));
        }
        store.append(large);
        store.append(List.of(event("small", 1_000)));
        long used = Long.parseLong(redis.server().ask("INFO", "memory").replaceAll("(?s).*used_memory:(\\d+).*", "$1"));
        redis.server().ask("CONFIG", "SET", "maxmemory", String.valueOf(used - 100_000));
        StoreException full = assertThrows(StoreException.class, () -> store.append(List.of(event("small", 1_001))));
        assertEquals(Kind.NO_SPACE, full.kind());
        assertEquals(Condition.FULL, store.state().condition());
        assertEquals(701, ids(store).size());
        store.hide("large", 700);
        assertEquals(List.of(1_000L), ids(store));
        awaitErased();
        store.append(List.of(event("small", 1_002)));
        assertEquals(Condition.WRITABLE, store.state().condition());
        assertEquals(List.of(1_000L, 1_002L), ids(store));
    }

    private void awaitErased() {
        Eventually.holds("all is erased", () -> store.erasure().pendingStreams() == 0);
    }

    @Test
    void theDurabilityOfAnswersIsAskedAgainWithEachConnection() throws Exception {
        assertEquals(Durability.FSYNC, store.durability());
        redis.server().ask("CONFIG", "SET", "appendfsync", "everysec");
        redis.server().ask("CLIENT", "KILL", "TYPE", "normal");
        eventually(() -> {
            store.append(List.of(event("s", store.lastOrderId() + 1)));
            return null;
        });
        assertEquals(Durability.MEMORY, store.durability());
        assertTrue(store.stats().get("durability-reason").toString().contains("appendfsync is everysec"));
    }

    /** Appends wait for none of it: they have another connection. */
    @Test
    void theDurabilityOfAnswersIsAskedAgainWhileTheConnectionStays() throws Exception {
        store.close();
        store = RedisEventStore.open(redis.options("p"), BackgroundPace.unhurried(), Duration.ofMillis(50))
                .store();
        String connections = connections();
        redis.server().ask("CONFIG", "SET", "appendfsync", "everysec");
        Eventually.holds("it is seen", () -> store.durability() == Durability.MEMORY);
        assertTrue(store.stats().get("durability-reason").toString().contains("appendfsync is everysec"));
        store.append(List.of(event("s", 1)));
        redis.server().ask("CONFIG", "SET", "appendfsync", "always");
        Eventually.holds("it is seen", () -> store.durability() == Durability.FSYNC);
        redis.server().ask("CONFIG", "SET", "appendonly", "no");
        Eventually.holds("it is seen", () -> store.durability() == Durability.MEMORY);
        assertEquals(connections, connections(), "none was made anew");
    }

    /** The ids of those that this process has. */
    private String connections() throws IOException {
        return redis.server()
                .ask("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains(" name=photon "))
                .map(line -> line.replaceFirst(" .*", ""))
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void aWriterThatIsSilentForTooLongLosesItsLeaseAndIsFenced() throws Exception {
        RedisOptions quick = new RedisOptions(
                redis.options("q").target(), null, "q", Duration.ofSeconds(30), Duration.ofSeconds(1), false, "");
        OpenedStore old = TestRedis.open(quick);
        OpenedStore next = TestRedis.open(quick);
        try {
            Fence first = old.lease().acquire().orElseThrow();
            old.store().append(List.of(event("s", 1)), first);
            Eventually.holds("the lease is lost", () -> old.lease().lost().isPresent());
            Fence second =
                    eventually(() -> next.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "held")));
            next.store().append(List.of(event("s", 2)), second);
            StoreException late =
                    assertThrows(StoreException.class, () -> old.store().append(List.of(event("s", 3)), first));
            assertEquals(Kind.FENCED, late.kind());
            old.lease().renew();
            assertEquals("another Photon has taken over", old.lease().lost().orElseThrow());
            assertEquals(List.of(1L, 2L), ids(old.store()));
        } finally {
            for (OpenedStore each : List.of(old, next)) {
                each.lease().close();
                each.store().close();
            }
        }
    }

    @Test
    void aServerThatReadsItsFilesIsWaitedForAtTheStart() throws Exception {
        store.append(List.of(event("s", 1)));
        store.close();
        redis.server().close();
        redis.server().launch();
        store = eventually(() -> open(Duration.ofSeconds(30)));
        assertEquals(List.of(1L), ids(store));
    }

    @Test
    void aServerThatIsNotThereIsUnreachableAtTheStart() throws IOException {
        try (RedisProcess gone = RedisProcess.start(folder.resolve("gone"), List.of())) {
            gone.kill();
            StoreException refused = assertThrows(
                    StoreException.class,
                    () -> TestRedis.open(new RedisOptions(
                            RedisTarget.of(gone.url(), null, null),
                            null,
                            "p",
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(8),
                            false,
                            "")));
            assertEquals(Kind.FAILED, refused.kind());
            assertTrue(refused.getMessage().contains("cannot be reached: "), refused.getMessage());
        }
    }
}
