// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.OrderIds;
import io.photon.event.StreamNames;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.TimeRange;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * docs/reliability scenario 31: replays between times in a log whose clock was in 1970, then five years ahead, then
 * right.
 */
class TimeBoundsTest {

    private static final long RIGHT = 1_764_000_000_000L;
    private static final long AHEAD = RIGHT + 157_680_000_000L;

    private final AtomicLong nowMs = new AtomicLong(77_000);
    private DefaultEventLog log;
    private long early;
    private long ahead;
    private long first;
    private long second;

    @BeforeEach
    void open() throws StoreException {
        log = DefaultEventLog.start(new MemoryEventStore(), new MillisClock(nowMs::get));
        early = emit(77_000);
        ahead = emit(AHEAD);
        first = emit(RIGHT);
        second = emit(RIGHT + 60_000);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private long emit(long timeMs) {
        nowMs.set(timeMs);
        return append(log, draft("s", 1)).orderId();
    }

    private static ReplaySpec between(ReplayType type, long since, long until, boolean backwards) {
        return ReplaySpec.of(type, "s").backwards(backwards).within(new TimeRange(since, until));
    }

    private List<Long> cold(long since, long until) {
        Collector forwards = Collector.of(log.replay(between(ReplayType.COLD, since, until, false)));
        Collector backwards = Collector.of(log.replay(between(ReplayType.COLD, since, until, true)));
        get(forwards.done);
        get(backwards.done);
        List<Long> reversed = new java.util.ArrayList<>(backwards.ids());
        Collections.reverse(reversed);
        assertEquals(forwards.ids(), reversed, "backwards is the same");
        return forwards.ids();
    }

    @Test
    void orderIdsRiseAndAreNeverTakenForTimes() {
        assertTrue(early >= OrderIds.FIRST_REAL && ahead > early && first > ahead && second > first);
    }

    @Test
    void whatBelongsToATimeIsDecidedByTheEventsOwnTimes() {
        assertEquals(List.of(early, ahead, first, second), cold(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(List.of(ahead, first, second), cold(RIGHT, Long.MAX_VALUE));
        assertEquals(List.of(ahead, second), cold(RIGHT + 1, Long.MAX_VALUE));
        assertEquals(List.of(first, second), cold(RIGHT, RIGHT + 60_000));
        assertEquals(List.of(early, first), cold(Long.MIN_VALUE, RIGHT + 59_999));
        assertEquals(List.of(ahead), cold(RIGHT + 60_001, Long.MAX_VALUE));
        assertEquals(List.of(early), cold(Long.MIN_VALUE, RIGHT - 1));
        assertEquals(List.of(), cold(AHEAD + 1, Long.MAX_VALUE));
        assertEquals(List.of(), cold(Long.MIN_VALUE, 76_999));
        assertEquals(List.of(), cold(RIGHT + 1, RIGHT + 59_999));
    }

    @Test
    void aLiveReplayToATimeThatIsOverEndsWithTheLastEventOfThatTime() {
        Collector past = Collector.of(log.replay(between(ReplayType.HOT_COLD, RIGHT, RIGHT + 59_999, false)));
        get(past.done);
        assertEquals(List.of(first), past.ids());
    }

    @Test
    void aLiveReplayToATimeToComeEndsAtTheFirstLaterEventOfAnyStream() {
        Collector live = Collector.of(log.replay(between(ReplayType.HOT_COLD, RIGHT, RIGHT + 120_000, false)));
        get(live.count(2));
        long third = emit(RIGHT + 120_000);
        get(live.count(3));
        assertFalse(live.done.isDone(), "one of that very time may follow");
        nowMs.set(RIGHT + 120_001);
        append(log, draft("other", 1));
        get(live.done);
        assertEquals(List.of(first, second, third), live.ids());
    }

    @Test
    void aLiveReplayFromATimeToComeGivesWhatComesThen() {
        Collector live = Collector.of(log.replay(between(ReplayType.HOT_COLD, AHEAD + 1, Long.MAX_VALUE, false)));
        emit(RIGHT + 120_000);
        long later = emit(AHEAD + 1);
        get(live.count(1));
        assertEquals(List.of(later), live.ids());
        assertFalse(live.done.isDone());
    }

    @Test
    void positionsAndTimesBoundTogether() {
        ReplaySpec request =
                ReplaySpec.cold(StreamNames.ALL).from(first).limit(1).within(new TimeRange(RIGHT + 1, Long.MAX_VALUE));
        Collector collector = Collector.of(log.replay(request));
        get(collector.done);
        assertEquals(List.of(second), collector.ids());
    }
}
