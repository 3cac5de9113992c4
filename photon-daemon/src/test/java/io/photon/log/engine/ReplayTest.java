// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.StreamNames;
import io.photon.filter.Glob;
import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import io.photon.filter.WhereParser;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<Long> fill(String stream, int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(append(log, draft(stream, i)).orderId());
        }
        return ids;
    }

    private static ReplaySpec request(String stream, ReplayType type, long from, long to, long limit) {
        return ReplaySpec.of(type, stream).from(from).to(to).limit(limit);
    }

    private List<Long> cold(ReplaySpec request) {
        Collector collector = Collector.of(log.replay(request));
        get(collector.done);
        return collector.ids();
    }

    @Test
    void aColdReplayGivesEverythingStoredAndCompletes() {
        List<Long> ids = fill("orders", 100);
        fill("other", 3);
        assertEquals(ids, cold(ReplaySpec.cold("orders")));
        assertEquals(103, cold(ReplaySpec.cold(StreamNames.ALL)).size());
    }

    @Test
    void aColdReplayOfAnUnknownStreamCompletesAtOnce() {
        assertEquals(List.of(), cold(ReplaySpec.cold("nobody")));
    }

    @Test
    void fromAndToAreInclusiveAndLimitEndsTheReplay() {
        List<Long> ids = fill("orders", 10);
        assertEquals(
                ids.subList(2, 6), cold(request("orders", ReplayType.COLD, ids.get(2), ids.get(5), Long.MAX_VALUE)));
        assertEquals(ids.subList(2, 4), cold(request("orders", ReplayType.COLD, ids.get(2), Long.MAX_VALUE, 2)));
        assertEquals(List.of(), cold(request("orders", ReplayType.COLD, 0, Long.MAX_VALUE, 0)));
    }

    @Test
    void backwardsGivesTheNewestFirst() {
        List<Long> ids = new ArrayList<>(fill("orders", 10));
        java.util.Collections.reverse(ids);
        assertEquals(ids, cold(ReplaySpec.cold("orders").backwards(true)));
        assertEquals(
                ids.subList(3, 7),
                cold(ReplaySpec.cold("orders").from(ids.get(6)).to(ids.get(3)).backwards(true)));
    }

    @Test
    void aHotReplayGivesOnlyWhatComesFromNowOn() {
        fill("orders", 5);
        Collector collector = Collector.of(log.replay(request("orders", ReplayType.HOT, 0, Long.MAX_VALUE, 100)));
        List<Long> later = fill("orders", 5);
        get(collector.count(5));
        assertEquals(later, collector.ids());
        assertFalse(collector.done.isDone());
    }

    @Test
    void aHotColdReplayGivesTheStoredEventsThenTheLiveOnes() {
        List<Long> ids = fill("orders", 5);
        Collector collector = Collector.of(log.replay(ReplaySpec.hotCold("orders")));
        get(collector.count(5));
        ids.addAll(fill("orders", 5));
        get(collector.count(10));
        assertEquals(ids, collector.ids());
    }

    @Test
    void aLiveReplayWithAnUpperBoundCompletesWhenTheLogHasPassedIt() {
        List<Long> ids = fill("orders", 2);
        long to = ids.get(1) + 1;
        Collector collector = Collector.of(log.replay(request("orders", ReplayType.HOT_COLD, 0, to, Long.MAX_VALUE)));
        get(collector.count(2));
        assertFalse(collector.done.isDone());
        fill("another", 1);
        get(collector.done);
        assertEquals(ids, collector.ids());
    }

    @Test
    void aGlobReadsTheStreamsItFitsAlsoWhenAStreamHasThatVeryName() {
        List<Long> wanted = fill("order-1", 2);
        fill("other", 2);
        wanted.addAll(fill("order-2/lines", 2));
        assertEquals(wanted, cold(ReplaySpec.cold("order-**")));
        assertEquals(wanted.subList(0, 2), cold(ReplaySpec.cold("order-*")));
        wanted.addAll(fill("order-*", 1));
        assertEquals(List.of(wanted.get(0), wanted.get(1), wanted.get(4)), cold(ReplaySpec.cold("order-*")));
        assertEquals(wanted, cold(ReplaySpec.cold("order-**")));
        assertEquals(wanted.subList(4, 5), cold(ReplaySpec.cold("order-\\*")));
    }

    @Test
    void aLiveReplayOfAGlobHearsEveryStreamItFits() {
        List<Long> wanted = fill("order-*", 1);
        Collector collector = Collector.of(log.replay(ReplaySpec.hotCold("order-*")));
        get(collector.count(1));
        wanted.addAll(fill("order-1", 2));
        fill("other", 1);
        wanted.addAll(fill("order-*", 1));
        get(collector.count(4));
        assertEquals(wanted, collector.ids());
    }

    @Test
    void aStreamAskedForByItsExactNameIsThatOneOnlyWhateverItLooksLike() {
        fill("order-1", 2);
        for (String name : List.of("order-*", "what?", "a\\*", "**", "\\\\server\\share")) {
            List<Long> ids = fill(name.replace("\\", "\\\\"), 2);
            assertEquals(ids, cold(exactly(name)), name);
            assertEquals(ids, cold(ReplaySpec.cold(Glob.quote(name))), name);
        }
        assertEquals(List.of(), cold(exactly("order-?")));
    }

    private static ReplaySpec exactly(String name) {
        return ReplaySpec.of(ReplayType.COLD, StreamSelector.exact(name));
    }

    @Test
    void aTypeIsAGlobOrOneTypeAsItIsWritten() {
        List<Long> ids = new ArrayList<>();
        for (String type : List.of("Placed", "Pla*", "valid?", "validX")) {
            String json = "{\"stream-name\":\"s\",\"event-type\":\"" + type + "\",\"payload\":1}";
            ids.add(append(log, ok(EventParser.parseDraft(json.getBytes(StandardCharsets.UTF_8), 0, json.length())))
                    .orderId());
        }
        assertEquals(ids.subList(0, 2), cold(ofType("Pla*")));
        assertEquals(ids.subList(1, 2), cold(ofType("Pla\\*")));
        assertEquals(ids.subList(2, 4), cold(ofType("valid?")));
        assertEquals(ids.subList(2, 3), cold(ofType("valid\\?")));
    }

    private static ReplaySpec ofType(String type) {
        return ReplaySpec.cold("s").ofType(type);
    }

    @Test
    void deletedEventsAreGoneAtOnceAlsoForLiveReaders() {
        fill("orders", 5);
        List<Long> others = fill("others", 2);
        Collector waiting = new Collector(0);
        log.replay(ReplaySpec.hotCold("orders")).events().subscribe(waiting);
        assertEquals(5, ok(get(log.deleteStream("orders"))));
        waiting.subscription.request(Long.MAX_VALUE);
        List<Long> again = fill("orders", 1);
        get(waiting.count(1));
        assertEquals(again, waiting.ids());
        List<Long> all = cold(ReplaySpec.cold(StreamNames.ALL));
        assertTrue(all.containsAll(others) && all.size() == 4, all.toString());
    }

    @Test
    void filtersByTypeAndPredicateHoldForStoredAndForLiveEvents() {
        Where large = ok(WhereParser.parse(".payload.n >= 5"));
        ReplaySpec request = ReplaySpec.hotCold("orders").ofType("Order*").where(large);
        List<Long> wanted = new ArrayList<>();
        Collector collector = null;
        for (int i = 0; i < 20; i++) {
            if (i == 10) {
                collector = Collector.of(log.replay(request));
                get(collector.count(wanted.size()));
            }
            String type = i % 2 == 0 ? "OrderPlaced" : "Other";
            long id = append(log, draft("orders", type, null, "{\"n\":" + i + "}"))
                    .orderId();
            if (i % 2 == 0 && i >= 5) {
                wanted.add(id);
            }
        }
        get(collector.count(wanted.size()));
        assertEquals(wanted, collector.ids());
    }

    @Test
    void aGlobDoesNotFindInternalStreamsUnlessItAsksForThem() {
        fill("orders", 1);
        ok(get(log.deleteStream("orders")));
        assertEquals(0, cold(ReplaySpec.cold("**")).size());
        assertEquals(1, cold(ReplaySpec.cold("__*")).size());
        assertEquals(1, cold(ReplaySpec.cold(StreamNames.ALL)).size());
    }
}
