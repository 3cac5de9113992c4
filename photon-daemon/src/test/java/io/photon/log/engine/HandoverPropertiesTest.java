// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.draft;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Ring and hand-over under every interleaving of appending, reading, waking and deleting that jqwik thinks of. */
class HandoverPropertiesTest {

    private static final List<Event> EVENTS = new ArrayList<>();

    static {
        for (int i = 0; i < 600; i++) {
            EVENTS.add(draft(i % 3 == 0 ? "a" : "b", i).stamped(10 + 3L * i, 0));
        }
    }

    /** A reader of one stream or of all, as the subscription drives it, without threads. */
    private static final class Reader implements LiveReader {
        final LiveFeed feed;
        final List<Event> stored;
        final Handover handover;
        final String stream;
        final int chunk;
        final List<Long> given = new ArrayList<>();
        private boolean parked;
        private long wokenAt;
        int coldReads;
        int scheduled;

        Reader(LiveFeed feed, List<Event> stored, String stream, long start, long until, int chunk) {
            this.feed = feed;
            this.stored = stored;
            this.stream = stream;
            this.chunk = chunk;
            this.handover = new Handover(start, until);
        }

        private boolean matches(Event event) {
            return stream == null || event.streamName().equals(stream);
        }

        void step() {
            handover.passed(wokenAt);
            if (handover.cursor() >= handover.until()) {
                return;
            }
            List<Event> target = new ArrayList<>();
            long covered = feed.take(this, handover, chunk, target);
            if (covered == LiveFeed.PARKED) {
                return;
            }
            if (covered == LiveFeed.TOO_FAR_BEHIND) {
                coldReads++;
                stored.stream()
                        .filter(event -> event.orderId() > handover.cursor() && event.orderId() <= feed.tip())
                        .filter(this::matches)
                        .limit(chunk)
                        .forEach(target::add);
                covered = target.size() < chunk
                        ? feed.tip()
                        : target.get(chunk - 1).orderId();
            }
            for (Event event : target) {
                if (handover.wants(event.orderId()) && matches(event)) {
                    given.add(event.orderId());
                }
            }
            handover.passed(Math.min(covered, handover.until()));
        }

        @Override
        public long streamHash() {
            return stream == null
                    ? ANY_STREAM
                    : EVENTS.get(stream.equals("a") ? 0 : 1).streamHash();
        }

        @Override
        public long id() {
            return System.identityHashCode(this);
        }

        @Override
        public long until() {
            return handover.until();
        }

        @Override
        public boolean parked() {
            return parked;
        }

        @Override
        public void parked(boolean isParked) {
            parked = isParked;
        }

        @Override
        public void missedNothingUpTo(long upTo) {
            wokenAt = upTo;
        }

        @Override
        public void schedule() {
            scheduled++;
        }
    }

    @Property(tries = 2_000)
    void everyReaderIsGivenEachEventOnceAndInOrderWhateverTheInterleaving(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 99) Integer> steps,
            @ForAll @IntRange(min = 1, max = 12) int ringEvents,
            @ForAll @IntRange(min = 1, max = 7) int chunk,
            @ForAll @IntRange(min = 0, max = 700) int boundAfter) {
        List<Event> stored = new ArrayList<>();
        LiveFeed feed = new LiveFeed(ringEvents, 1 << 20, 0);
        long until = boundAfter > 500 ? Long.MAX_VALUE : 10 + 3L * boundAfter / 4;
        List<Reader> readers = List.of(
                new Reader(feed, stored, null, 0, Long.MAX_VALUE, chunk),
                new Reader(feed, stored, "a", 0, Long.MAX_VALUE, chunk),
                new Reader(feed, stored, "b", 25, until, chunk));
        int appended = 0;
        for (int step : steps) {
            if (step < 40 && appended < EVENTS.size()) {
                List<Event> batch = EVENTS.subList(appended, Math.min(EVENTS.size(), appended + 1 + step % 5));
                appended += batch.size();
                stored.addAll(batch);
                if (step == 39) {
                    feed.reset(batch.get(batch.size() - 1).orderId()).forEach(LiveReader::schedule);
                } else {
                    feed.publish(batch).forEach(LiveReader::schedule);
                }
            } else { // also when all have been appended
                readers.get(step % 3).step();
            }
        }
        for (Reader reader : readers) {
            for (int i = 0; i < 2_000 && !reader.parked(); i++) {
                reader.step();
            }
            List<Long> wanted = stored.stream()
                    .filter(reader::matches)
                    .map(Event::orderId)
                    .filter(id -> id > (reader.until() == until && "b".equals(reader.stream) ? 25 : 0))
                    .filter(id -> id <= reader.until())
                    .toList();
            assertEquals(wanted, reader.given);
            boolean done = reader.handover.cursor() >= reader.until();
            assertTrue(done || feed.position(reader, reader.handover.cursor()) >= feed.tip());
        }
    }

    @Test
    void aReaderOfAnotherStreamIsNotWoken() {
        LiveFeed feed = new LiveFeed(10, 1 << 20, 0);
        Reader reader = new Reader(feed, List.of(), "b", 0, Long.MAX_VALUE, 5);
        reader.step();
        feed.publish(List.of(EVENTS.get(0))).forEach(LiveReader::schedule);
        assertEquals(0, reader.scheduled);
        feed.publish(List.of(EVENTS.get(1))).forEach(LiveReader::schedule);
        assertEquals(1, reader.scheduled);
    }

    @Test
    void anIdleReaderOfAQuietStreamGoesOnFromTheRingHoweverFarTheLogHasMoved() {
        LiveFeed feed = new LiveFeed(4, 1 << 20, 0);
        Reader reader = new Reader(feed, EVENTS, "b", 0, Long.MAX_VALUE, 5);
        reader.step();
        for (int i = 0; i < 300; i += 3) {
            feed.publish(List.of(EVENTS.get(i))); // all of stream a
        }
        feed.publish(List.of(EVENTS.get(301)));
        reader.step();
        assertEquals(List.of(EVENTS.get(301).orderId()), reader.given);
        assertEquals(0, reader.coldReads);
    }

    @Test
    void aSlowReaderFallsBackToTheStore() {
        LiveFeed feed = new LiveFeed(2, 1 << 20, 0);
        Reader reader = new Reader(feed, EVENTS.subList(0, 6), null, 0, Long.MAX_VALUE, 10);
        feed.publish(EVENTS.subList(0, 6));
        reader.step();
        assertEquals(1, reader.coldReads);
        assertEquals(6, reader.given.size());
    }

    @Test
    void theRingIsBoundedByBytesToo() {
        LiveFeed feed = new LiveFeed(100, EVENTS.get(0).length() + EVENTS.get(1).length(), 0);
        feed.publish(EVENTS.subList(0, 3));
        Reader reader = new Reader(feed, EVENTS.subList(0, 3), null, 0, Long.MAX_VALUE, 10);
        assertTrue(feed.isBehind(reader, 0));
    }
}
