// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.pace.Occupancy;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.shared.SharedMemory;
import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second log on the same store, as another process has it: it gets live events and deletions by reading. */
class TailTest {

    private final SharedMemory shared = new SharedMemory();
    private FaultyStore followed;
    private DefaultEventLog leader;
    private DefaultEventLog follower;

    @BeforeEach
    void open() throws StoreException {
        leader = start(new FaultyStore(shared.open()));
        followed = new FaultyStore(shared.open());
        follower = start(followed);
    }

    private DefaultEventLog start(FaultyStore store) throws StoreException {
        return DefaultEventLog.start(
                store, shared.lease(Duration.ofHours(1)), Clock.systemUTC(), Budget.unlimited(), new Occupancy(0));
    }

    @AfterEach
    void close() {
        follower.close();
        leader.close();
    }

    @Test
    void liveEventsAndDeletionsArriveInOrderWithoutGapOrDouble() throws StoreException {
        long seed = Seed.any();
        Random random = new Random(seed);
        Collector all = Collector.of(follower.replay(ReplaySpec.hotCold(StreamNames.ALL)));
        Collector slow = new Collector(0);
        follower.replay(ReplaySpec.hotCold(StreamNames.ALL)).events().subscribe(slow);
        List<Long> deletions = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String stream = "s" + random.nextInt(5);
            if (random.nextInt(40) == 0 && leader.reader().stream(stream).isPresent()) {
                ok(get(leader.deleteStream(stream)));
                deletions.add(leader.head());
            } else {
                append(leader, draft(stream, i));
            }
            if (random.nextInt(20) == 0) {
                slow.subscription.request(1 + random.nextInt(50));
            }
        }
        long last = append(leader, draft("end", 1)).orderId();
        awaitLast(all, last);
        slow.subscription.request(Long.MAX_VALUE);
        awaitLast(slow, last);
        List<Long> visible = visible();
        for (Collector reader : List.of(all, slow)) {
            List<Long> seen = reader.ids();
            assertEquals(List.copyOf(new TreeSet<>(seen)), seen, "in order, each once; seed " + seed);
            assertTrue(seen.containsAll(visible), "a gap; seed " + seed);
            assertTrue(seen.containsAll(deletions), "a deletion is an event like others");
        }
        assertEquals(last, follower.head());
    }

    @Test
    void aReaderIsNotGivenWhatWasDeletedElsewhereAfterItCameIn() throws StoreException {
        Collector all = Collector.of(follower.replay(ReplaySpec.hotCold(StreamNames.ALL)));
        Collector slow = new Collector(0);
        follower.replay(ReplaySpec.hotCold(StreamNames.ALL)).events().subscribe(slow);
        append(leader, draft("kept", 1));
        append(leader, draft("secret", 2));
        get(all.count(2)); // so both are in the follower's memory
        ok(get(leader.deleteStream("secret")));
        get(all.count(3));
        slow.subscription.request(Long.MAX_VALUE);
        get(slow.count(2));
        assertEquals(List.of("kept", StreamNames.CONFIG), streams(slow));
    }

    @Test
    void aStoreThatFailsForAWhileOnlyDelaysTheEvents() throws StoreException {
        Collector all = Collector.of(follower.replay(ReplaySpec.hotCold(StreamNames.ALL)));
        append(leader, draft("x", 1));
        get(all.count(1));
        followed.readFailure = StoreException.Kind.FAILED;
        long second = append(leader, draft("x", 2)).orderId();
        long third = append(leader, draft("x", 3)).orderId();
        followed.readFailure = null;
        get(all.count(3));
        assertEquals(List.of(second, third), all.ids().subList(1, 3));
    }

    private static void awaitLast(Collector reader, long last) {
        Eventually.holds("the last event comes: " + last, () -> reader.ids().contains(last));
    }

    private static List<String> streams(Collector reader) {
        synchronized (reader) {
            return reader.events.stream().map(Event::streamName).toList();
        }
    }

    private List<Long> visible() throws StoreException {
        List<Long> ids = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = leader.reader().read(ReadRequest.forwards(StreamNames.ALL, cursor));
            page.events().forEach(event -> ids.add(event.orderId()));
            cursor = page.cursor();
        } while (!page.end());
        return ids;
    }
}
