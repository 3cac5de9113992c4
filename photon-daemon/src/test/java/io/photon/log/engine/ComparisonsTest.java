// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.draft;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.Appended;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Large repeated events are compared before the append thread has them. */
class ComparisonsTest {

    private static final String LONG = "\"x\":\"" + "y".repeat(100_000) + "\"";

    private final MemoryEventStore store = new MemoryEventStore();

    private Event stored(EventDraft draft, long orderId) throws Exception {
        Event event = draft.stamped(orderId, 1);
        store.append(List.of(event));
        return event;
    }

    @Test
    void aLargeEventIsComparedOnceAndAhead() throws Exception {
        Event first = stored(draft("s", "T", "a", "{" + LONG + ",\"n\":1.0}"), 1);
        EventDraft same = draft("s", "T", "a", "{\"n\":1," + LONG + "}");
        EventDraft other = draft("s", "T", "a", "{\"n\":2," + LONG + "}");
        Comparisons ahead = Comparisons.of(List.of(same, other), store);
        assertTrue(ahead.isSame(first, same));
        assertFalse(ahead.isSame(first, other));
        Event stranger = draft("s", "T", "a", "\"no longer looked at\"").stamped(1, 1);
        assertTrue(ahead.isSame(stranger, same), "it was compared again");
    }

    @Test
    void whatIsStoredOnlyAfterwardsIsComparedThen() throws Exception {
        EventDraft draft = draft("s", "T", "a", "{" + LONG + "}");
        Comparisons ahead = Comparisons.of(List.of(draft), store);
        assertTrue(ahead.isSame(stored(draft, 1), draft));
        assertFalse(ahead.isSame(draft("s", "T", "a", 1).stamped(1, 1), draft));
    }

    @Test
    void aSmallEventIsLeftToTheAppendThread() throws Exception {
        EventDraft draft = draft("s", "T", "a", 1);
        stored(draft, 1);
        Comparisons ahead = Comparisons.of(List.of(draft), store);
        assertFalse(ahead.isSame(draft("s", "T", "a", 2).stamped(1, 1), draft));
    }

    @Test
    void aLargeRepeatedEventIsAnsweredWithItsFirstPosition() throws Exception {
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            Appended first = LogFixture.append(log, draft("s", "T", "a", "{" + LONG + ",\"n\":1.0}"));
            Appended again = LogFixture.append(log, draft("s", "T", "a", "{\"n\":1," + LONG + "}"));
            assertTrue(again.duplicate());
            assertEquals(first.orderId(), again.orderId());
        }
    }
}
