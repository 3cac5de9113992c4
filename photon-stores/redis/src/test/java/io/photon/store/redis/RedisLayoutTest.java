// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.testkit.Verified;
import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the keys: nothing is left of what was erased, and what is missing is noticed. */
@Timeout(120)
class RedisLayoutTest {

    @TempDir
    static Path folder;

    private static TestRedis redis;

    private EventStore store;

    @BeforeAll
    static void start() throws IOException {
        redis = TestRedis.start(folder);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        redis.clear();
        store = redis.open("p").store();
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private static String ask(String... words) throws IOException {
        return redis.server().ask(words);
    }

    private void awaitErased() {
        Eventually.holds("all is erased", () -> store.erasure().pendingStreams() == 0);
    }

    private List<Event> all(String stream) throws StoreException {
        return read(stream, Direction.FORWARDS, 4_096);
    }

    private List<Event> read(String stream, Direction direction, int pageEvents) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = direction == Direction.FORWARDS ? 0 : Long.MAX_VALUE;
        long to = direction == Direction.FORWARDS ? Long.MAX_VALUE : 0;
        Page page;
        do {
            page = store.read(new ReadRequest(stream, cursor, to, direction, pageEvents, 1 << 20));
            events.addAll(page.events());
            cursor = page.cursor();
        } while (!page.end());
        return events;
    }

    @Test
    void nothingIsLeftOfADeletedStreamHoweverLong() throws Exception {
        int many = 3 * Eraser.AT_ONCE + 7;
        for (long id = 1; id <= many; id += 100) {
            store.append(LongStream.range(id, Math.min(id + 100, many + 1))
                    .mapToObj(each -> event("gone", each, "secret-" + each))
                    .toList());
        }
        store.append(List.of(event("stays", 10_000, "kept")));
        store.hide("gone", many);
        assertEquals(List.of(event("stays", 10_000, "kept")), all(StreamNames.ALL));
        assertEquals(List.of(), all("gone"));
        assertEquals(1, store.stream(StreamNames.ALL).orElseThrow().totalEvents());
        store.append(List.of(event("gone", 10_001, "secret-1"), event("gone", 10_002, "secret-2")));
        assertEquals(
                10_001, store.findByLocalId("gone", "secret-1").orElseThrow().orderId());
        assertEquals(
                new StoredStream("gone", 2, 10_001, 10_002),
                store.stream("gone").orElseThrow());
        awaitErased();
        assertEquals(
                10_001, store.findByLocalId("gone", "secret-1").orElseThrow().orderId());
        assertEquals(":3", ask("HLEN", "{p}:events"));
        assertEquals(":3", ask("HLEN", "{p}:local-ids"));
        assertEquals(":2", ask("XLEN", "{p}:s:gone"));
        assertEquals(":2", ask("XLEN", "{p}:log"));
        assertEquals(":0", ask("HLEN", "{p}:holes"));
        assertEquals(":0", ask("HLEN", "{p}:hidden"));
        assertEquals(many, store.erasure().erasedEvents());
        store.hide("gone", 10_002);
        store.hide("stays", 10_002);
        assertEquals(
                List.of("{p}:log", "{p}:meta"),
                Stream.of(ask("KEYS", "*").split("\n")).sorted().toList());
        assertEquals(":0", ask("XLEN", "{p}:log"));
        assertEquals(10_002, store.lastOrderId());
    }

    @Test
    void aMissingEventIsDamageAndNotTheEnd() throws Exception {
        store.append(List.of(event("s", 1), event("s", 2), event("t", 3)));
        store.append(List.of(event("s", 4)));
        ask("HDEL", "{p}:events", "2");
        for (String stream : List.of(StreamNames.ALL, "s")) {
            StoreException damaged = assertThrows(StoreException.class, () -> all(stream));
            assertEquals(StoreException.Kind.DAMAGED, damaged.kind());
            assertTrue(damaged.gapFirst() <= 2 && damaged.gapLast() >= 2, damaged.getMessage());
        }
        assertEquals(List.of(event("t", 3)), all("t"));
        Verified verified = Verified.of(store);
        assertTrue(verified.damages().stream().anyMatch(place -> place.covers(2)), verified.toString());
        ask("HSET", "{p}:events", "4", "not an event");
        StoreException damaged =
                assertThrows(StoreException.class, () -> store.read(ReadRequest.forwards(StreamNames.ALL, 3)));
        assertEquals(4, damaged.gapFirst());
    }

    /** One stream each, so that keys and words are as many as they can be. */
    @Test
    void aBatchOfAThousandStreamsIsOneStep() throws StoreException {
        List<Event> batch = LongStream.rangeClosed(1, 1_000)
                .mapToObj(id -> event("stream-" + id, id, "local-" + id))
                .toList();
        store.append(batch);
        assertEquals(batch, all(StreamNames.ALL));
        assertEquals(1_000, store.streams("", "", 10_000).size());
        assertEquals(
                batch.get(999), store.findByLocalId("stream-1000", "local-1000").orElseThrow());
    }

    /** The same operations on a model, and then everything read in both directions with pages of several sizes. */
    @Test
    void afterManyAppendsAndDeletionsEverythingIsReadAsAModelHasIt() throws StoreException {
        long seed = Seed.any();
        Random random = new Random(seed);
        TreeMap<Long, Event> model = new TreeMap<>();
        long id = 0;
        for (int step = 0; step < 120; step++) {
            if (random.nextInt(8) == 0 && id > 0) {
                String stream = "s" + random.nextInt(5);
                long upTo = id - random.nextInt(3);
                store.hide(stream, upTo);
                model.values()
                        .removeIf(each ->
                                each.orderId() <= upTo && each.streamName().equals(stream));
            } else {
                List<Event> batch = new ArrayList<>();
                for (int n = random.nextInt(random.nextInt(10) == 0 ? 600 : 5); n >= 0; n--) {
                    id += 1 + random.nextInt(3);
                    String payload = "\"" + "x".repeat(random.nextInt(40) == 0 ? 70_000 : random.nextInt(100)) + "\"";
                    batch.add(event("s" + random.nextInt(5), id, random.nextBoolean() ? null : "l" + id, payload));
                }
                store.append(batch);
                batch.forEach(each -> model.put(each.orderId(), each));
            }
        }
        for (int round = 0; round < 2; round++) {
            for (String stream : List.of(StreamNames.ALL, "s0", "s3")) {
                List<Event> expected = new ArrayList<>(model.values().stream()
                        .filter(each -> stream.equals(StreamNames.ALL)
                                || each.streamName().equals(stream))
                        .toList());
                for (int pageEvents : new int[] {7, 300, 4_096}) {
                    assertEquals(expected, read(stream, Direction.FORWARDS, pageEvents), "seed " + seed);
                    List<Event> backwards = new ArrayList<>(expected);
                    Collections.reverse(backwards);
                    assertEquals(backwards, read(stream, Direction.BACKWARDS, pageEvents), "seed " + seed);
                }
                assertEquals(
                        expected.size(),
                        store.stream(stream).map(StoredStream::totalEvents).orElse(0L),
                        stream + ", seed " + seed);
            }
            awaitErased();
        }
        assertEquals(model.size(), Verified.of(store).checked());
    }
}
