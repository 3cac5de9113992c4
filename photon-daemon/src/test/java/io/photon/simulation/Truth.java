// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.core.Deletions;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.OrderIds;
import io.photon.event.StreamNames;
import io.photon.log.Appended;
import io.photon.store.DeletionEvents;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.TimeSearch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What was asked and answered, and what must follow from it: the invariants I1 to I7 of the house. */
final class Truth {

    /** How an attempt to store something ended, as its emitter knows it. */
    enum Outcome {
        PENDING,
        STORED,
        /** It may be there or not. */
        UNKNOWN,
        NOT_STORED
    }

    private final Ledger ledger;
    private final Map<String, Set<Outcome>> attempts = new HashMap<>();
    private final Map<Long, String> answered = new HashMap<>();
    private List<Event> visible = List.of();
    private int visibleAtSize;

    /** How many requests with this content are still open. */
    private final Map<String, Integer> pending = new HashMap<>();

    private final Deletions answeredDeletions = new Deletions();

    Truth(Ledger ledger) {
        this.ledger = ledger;
    }

    /** An emitter sends this content, perhaps again. */
    void attempted(String body) {
        attempts.computeIfAbsent(body, b -> new HashSet<>()).add(Outcome.PENDING);
        pending.merge(body, 1, Integer::sum);
    }

    /** An emitter is answered, or gives up waiting. */
    void settled(String body, Outcome outcome) {
        attempts.get(body).add(outcome);
        pending.computeIfPresent(body, (b, open) -> open == 1 ? null : open - 1);
    }

    /** An emitter is told where its event is: it must be durable by then. */
    void stored(String body, Appended appended) {
        settled(body, Outcome.STORED);
        Event event = ledger.at(appended.orderId());
        assertNotNull(event, () -> "answered " + appended + " which is not on the disk");
        assertEquals(body, text(event), "another event at the answered position");
        assertEquals(event.eventTime(), appended.eventTime());
        String before = answered.put(appended.orderId(), body);
        assertTrue(before == null || before.equals(body), "a position answered for two events");
    }

    void deletionAnswered(String stream, long upTo) {
        answeredDeletions.add(new StreamDeletion(stream, upTo));
    }

    /** Whether somebody was told that this event is gone. */
    boolean isGone(Event event) {
        return answeredDeletions.cover(event.streamName(), event.orderId());
    }

    /** What must be visible: everything durable that no durable deletion covers. */
    List<Event> visible() {
        if (visibleAtSize != ledger.events().size()) {
            visible = computeVisible();
            visibleAtSize = ledger.events().size();
        }
        return visible;
    }

    private List<Event> computeVisible() {
        Deletions deletions = new Deletions();
        ledger.events().forEach(event -> DeletionEvents.read(event).ifPresent(deletions::add));
        return ledger.events().stream()
                .filter(event -> !deletions.cover(event.streamName(), event.orderId()))
                .toList();
    }

    /** The last visible event of a stream below a position, 0 for none. */
    long before(String stream, long orderId) {
        return visible().stream()
                .filter(event -> event.orderId() < orderId && event.streamName().equals(stream))
                .mapToLong(Event::orderId)
                .max()
                .orElse(0);
    }

    /** Reads everything in every way and compares. */
    void check(EventReader reader, Predicate<String> isKnownOtherwise) throws StoreException {
        if (ledger.isDoubtful()) {
            return; // the log has not yet been told; it asks before its next append
        }
        List<Event> visible = visible();
        List<Event> all = readAll(reader, StreamNames.ALL);
        assertEquals(visible, all, "__all__ is what is durable and not deleted (I1, I2, I7)");
        Set<String> streams = new TreeSet<>();
        long before = 0;
        Map<String, Integer> bodies = new HashMap<>();
        for (Event event : all) {
            assertTrue(event.orderId() > before, "order-ids only rise (I4)");
            assertTrue(event.orderId() >= OrderIds.FIRST_REAL, "an order-id that would be taken for a time");
            before = event.orderId();
            streams.add(event.streamName());
            String body = text(event);
            assertEquals(1, bodies.merge(body, 1, Integer::sum), () -> "stored twice (I3): " + event);
            Set<Outcome> outcomes = attempts.get(body);
            if (outcomes == null) {
                assertTrue(isKnownOtherwise.test(body), () -> "nobody sent (I2): " + event);
            } else {
                boolean onlyFailures = outcomes.contains(Outcome.NOT_STORED)
                        && !outcomes.contains(Outcome.STORED)
                        && !outcomes.contains(Outcome.UNKNOWN);
                boolean over = onlyFailures && isSettled(body);
                assertTrue(!over, () -> "refused, yet stored (I2): " + event);
            }
        }
        checkStreams(reader, all, streams);
        checkMoments(reader, all);
        for (Map.Entry<Long, String> one : answered.entrySet()) {
            Event event = ledger.at(one.getKey());
            assertNotNull(event, () -> "answered, then lost (I1): " + one.getValue());
            assertEquals(one.getValue(), text(event), "answered, then changed (I1)");
        }
    }

    /** Moments are where the events' own times say, whatever the clock did. */
    private static void checkMoments(EventReader reader, List<Event> all) throws StoreException {
        for (int i = 0; i < all.size(); i += 1 + all.size() / 3) {
            long timeMs = all.get(i).eventTime();
            assertEquals(
                    all.stream()
                            .filter(event -> event.eventTime() >= timeMs)
                            .findFirst()
                            .orElseThrow()
                            .orderId(),
                    TimeSearch.firstSince(reader, timeMs, 0));
            assertEquals(
                    all.stream()
                            .filter(event -> event.eventTime() < timeMs)
                            .mapToLong(Event::orderId)
                            .max()
                            .orElse(0),
                    TimeSearch.lastUntil(reader, timeMs - 1));
        }
    }

    private boolean isSettled(String body) {
        return !pending.containsKey(body);
    }

    boolean isAllSettled() {
        return pending.isEmpty();
    }

    /** The power went out: whoever waits will never know. */
    void allUnknown() {
        pending.keySet().forEach(body -> attempts.get(body).add(Outcome.UNKNOWN));
        pending.clear();
    }

    private static void checkStreams(EventReader reader, List<Event> all, Set<String> streams) throws StoreException {
        List<StoredStream> infos = reader.streams("", "", 10_000);
        assertEquals(
                List.copyOf(streams),
                infos.stream().map(StoredStream::name).toList(),
                "the streams with visible events");
        for (StoredStream info : infos) {
            List<Event> ofStream = all.stream()
                    .filter(event -> event.streamName().equals(info.name()))
                    .toList();
            assertEquals(ofStream, readAll(reader, info.name()), "__all__ restricted to a stream is the stream (I6)");
            assertEquals(ofStream.size(), info.totalEvents());
        }
    }

    static List<Event> readAll(EventReader reader, String stream) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = reader.read(new ReadRequest(stream, cursor, Long.MAX_VALUE, Direction.FORWARDS, 7, 1 << 20));
            events.addAll(page.events());
            cursor = page.cursor();
        } while (!page.end());
        return events;
    }

    static String text(Event event) {
        return new String(event.body(), StandardCharsets.UTF_8);
    }
}
