// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.filter.WhereParser;
import io.photon.log.LogException;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Failure;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.testkit.Events;
import io.photon.testing.Seed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Some events of a log on a disk are damaged; replays over it are asked to go on after them, or not. */
class ReplayAroundDamageTest {

    private static final long FIRST = 1_700_000_000_000_000L;
    private static final int EVENTS = 300;
    private static final int STREAMS = 3;

    private final long seed = Seed.any();
    private final Random random = new Random(seed);
    private final List<Event> events = new ArrayList<>();
    private final List<Event> lost = new ArrayList<>();
    private EventStore store;
    private DefaultEventLog log;

    /** No two neighbours are lost, so that each loss is a gap of its own. */
    @BeforeEach
    void open() throws StoreException {
        for (int i = 0; i < EVENTS; i++) {
            events.add(Events.event("s" + i % STREAMS, FIRST + 10L * i));
        }
        for (int i = 5; i < EVENTS - 5; i += 20 + random.nextInt(20)) {
            lost.add(events.get(i));
        }
        store = DamagedLog.of(events, new FileEventStore.Limits(16 * 1024, 64), lost.toArray(new Event[0]));
        log = DefaultEventLog.start(store, Clock.systemUTC());
    }

    @AfterEach
    void close() throws StoreException {
        log.close();
        store.close();
    }

    /** What a replay gave in its order: events, and in their place gaps. */
    private static final class Played {
        final List<Object> items = Collections.synchronizedList(new ArrayList<>());
        final Collector collector;

        Played(Replay replay, long firstDemand) {
            collector = new Collector(firstDemand) {
                @Override
                public synchronized void onNext(Event event) {
                    items.add(event.orderId());
                    super.onNext(event);
                }
            };
            replay.events(items::add).subscribe(collector);
        }

        List<Object> all() {
            get(collector.done);
            return items;
        }
    }

    private List<Object> cold(ReplaySpec request) {
        return new Played(log.replay(request), Long.MAX_VALUE).all();
    }

    private static ReplaySpec request(String stream, long from, long to, long limit, boolean backwards) {
        return ReplaySpec.cold(stream).from(from).to(to).limit(limit).backwards(backwards);
    }

    /** Every wanted event once and in order, every lost one in a gap at its place, and no gap about anything else. */
    private void assertWhole(List<Event> wanted, List<Object> played, boolean backwards) {
        List<Event> order = new ArrayList<>(wanted);
        if (backwards) {
            Collections.reverse(order);
        }
        int at = 0;
        for (Event event : order) {
            Object item = at < played.size() ? played.get(at++) : "nothing";
            if (lost.contains(event)) {
                assertTrue(
                        item instanceof Gap gap && gap.covers(event.orderId()),
                        "seed " + seed + ": " + item + " instead of a gap at " + event.orderId());
            } else {
                assertEquals(event.orderId(), item, "seed " + seed);
            }
        }
        assertEquals(played.size(), at, "seed " + seed + ": more than that came");
    }

    private List<Event> ofStream(String stream) {
        return events.stream().filter(e -> e.streamName().equals(stream)).toList();
    }

    @Test
    void withoutBeingAskedAReplayFailsAtDamageAndSaysHowToGoOn() {
        Collector collector = Collector.of(log.replay(ReplaySpec.cold(StreamNames.ALL)));
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> collector.done.get(30, TimeUnit.SECONDS));
        Failure failure = ((LogException) failed.getCause()).failure();
        assertEquals(Failure.Kind.DAMAGED, failure.kind());
        assertTrue(failure.hint().contains("--skip-damaged"), failure.hint());
        assertTrue(failure.message().contains(".log"), failure.message());
        assertEquals(
                events.subList(0, events.indexOf(lost.get(0))).size(),
                collector.ids().size());
    }

    @Test
    void askedToAReplayOfEverythingGoesOnAfterEachGap() {
        assertWhole(events, cold(ReplaySpec.cold(StreamNames.ALL)), false);
    }

    @Test
    void askedToAReplayBackwardsGoesOnBeforeEachGapAlsoWhenItMeetsTheDamageFirst() {
        assertWhole(events, cold(request(StreamNames.ALL, 0, Long.MAX_VALUE, Long.MAX_VALUE, true)), true);
    }

    @Test
    void aReplayOfOneStreamHasNoGapsButItsOwnWhateverElseIsDamaged() {
        for (int stream = 0; stream < STREAMS; stream++) {
            String name = "s" + stream;
            for (boolean backwards : new boolean[] {false, true}) {
                List<Object> played = cold(request(name, 0, Long.MAX_VALUE, Long.MAX_VALUE, backwards));
                assertWhole(ofStream(name), played, backwards);
            }
        }
    }

    @Test
    void gapsAreCutToTheBoundsOfTheReplay() {
        Event damaged = lost.get(1);
        long id = damaged.orderId();
        assertEquals(List.of(new Gap(id, id)), cold(request(StreamNames.ALL, id, id, Long.MAX_VALUE, false)));
        assertEquals(List.of(new Gap(id, id)), cold(request(StreamNames.ALL, id, id, Long.MAX_VALUE, true)));
        int at = events.indexOf(damaged);
        List<Event> around = events.subList(at - 1, at + 2);
        for (boolean backwards : new boolean[] {false, true}) {
            List<Object> played = cold(request(StreamNames.ALL, id - 10, id + 10, Long.MAX_VALUE, backwards));
            assertWhole(around, played, backwards);
        }
    }

    @Test
    void aLimitCountsEventsAndNoGapBehindItIsTold() {
        int first = events.indexOf(lost.get(0));
        assertWhole(events.subList(0, first), cold(request(StreamNames.ALL, 0, Long.MAX_VALUE, first, false)), false);
        assertWhole(
                events.subList(0, first + 2),
                cold(request(StreamNames.ALL, 0, Long.MAX_VALUE, first + 1, false)),
                false);
    }

    @Test
    void aFilterHidesEventsAndNoGaps() {
        ReplaySpec none = ReplaySpec.cold(StreamNames.ALL).where(ok(WhereParser.parse(".payload.n < 0")));
        List<Object> gaps = cold(none);
        assertEquals(lost.size(), gaps.size(), "seed " + seed);
        for (int i = 0; i < lost.size(); i++) {
            assertTrue(((Gap) gaps.get(i)).covers(lost.get(i).orderId()));
        }
        ReplaySpec glob = ReplaySpec.cold("s*");
        assertWhole(events, cold(glob), false);
    }

    @Test
    void aGapTakesOneOfTheDemandSoThatNothingPilesUp() {
        int first = events.indexOf(lost.get(0));
        Played played = new Played(log.replay(ReplaySpec.cold(StreamNames.ALL)), first);
        get(played.collector.count(first));
        assertEquals(first, played.items.size());
        Collector another = new Collector(0);
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        log.replay(request(StreamNames.ALL, lost.get(0).orderId(), Long.MAX_VALUE, Long.MAX_VALUE, false))
                .events(gap -> {
                    gaps.add(gap);
                    another.subscription.request(1);
                })
                .subscribe(another);
        another.subscription.request(1);
        get(another.count(1));
        assertEquals(1, gaps.size());
        assertEquals(List.of(events.get(first + 1).orderId()), another.ids());
        another.subscription.cancel();
        played.collector.subscription.cancel();
    }

    @Test
    void aLiveReplayGoesAroundDamageAndOnWithWhatArrives() {
        Played played = new Played(log.replay(ReplaySpec.hotCold(StreamNames.ALL)), Long.MAX_VALUE);
        int whole = EVENTS - lost.size();
        get(played.collector.count(whole));
        long arrived = append(log, draft("s0", 1)).orderId();
        get(played.collector.count(whole + 1));
        List<Event> all = new ArrayList<>(events);
        all.add(Events.event("s0", arrived));
        assertWhole(all, played.items, false);
        played.collector.subscription.cancel();
    }

    @Test
    void aReplayFromInsideAGapBeginsWithTheRestOfIt() {
        long id = lost.get(0).orderId();
        List<Object> played = cold(request(StreamNames.ALL, id, Long.MAX_VALUE, Long.MAX_VALUE, false));
        assertEquals(id, ((Gap) played.get(0)).first());
        assertWhole(events.subList(events.indexOf(lost.get(0)), EVENTS), played, false);
    }

    @Test
    void whenTheLastEventIsDamagedItsGapIsTheLastItemAndTheReplayEnds() throws StoreException {
        List<Event> few = events.subList(0, 3);
        EventStore damaged = DamagedLog.of(few, FileEventStore.Limits.DEFAULT, few.get(0), few.get(1));
        DefaultEventLog over = DefaultEventLog.start(damaged, Clock.systemUTC());
        for (boolean backwards : new boolean[] {false, true}) {
            List<Object> played = new Played(
                            over.replay(request(StreamNames.ALL, 0, Long.MAX_VALUE, Long.MAX_VALUE, backwards)),
                            Long.MAX_VALUE)
                    .all();
            assertEquals(1, played.stream().filter(Long.class::isInstance).count());
            for (Event gone : few.subList(0, 2)) {
                assertTrue(played.stream().anyMatch(item -> item instanceof Gap gap && gap.covers(gone.orderId())));
            }
        }
        over.close();
        damaged.close();
    }
}
