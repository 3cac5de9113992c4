// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.filter.Where;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayUnderLoadTest {

    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<EventDraft> drafts(String stream, int count) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(stream, i));
        }
        return drafts;
    }

    private List<Long> appendAll(List<EventDraft> drafts) {
        List<Long> ids = new ArrayList<>();
        for (Result<Appended> result : get(log.append(new AppendRequest(drafts, false, Expect.ANY)))) {
            ids.add(ok(result).orderId());
        }
        return ids;
    }

    @Test
    void twoHundredSubscribersJoiningDuringABurstSeeEveryEventOnceAndInOrder() {
        List<Long> ids = appendAll(drafts("x", 5_000));
        List<Collector> collectors = new ArrayList<>();
        List<CompletableFuture<List<Result<Appended>>>> answers = new ArrayList<>();
        Random random = new Random(20_261_124);
        for (int i = 0; i < 200; i++) {
            answers.add(log.append(new AppendRequest(drafts("x", 1 + random.nextInt(100)), false, Expect.ANY)));
            collectors.add(Collector.of(
                    log.replay(ReplaySpec.hotCold(i % 3 == 0 ? StreamNames.ALL : i % 3 == 1 ? "x" : "*"))));
        }
        for (CompletableFuture<List<Result<Appended>>> answer : answers) {
            get(answer).forEach(result -> ids.add(ok(result).orderId()));
        }
        for (Collector collector : collectors) {
            get(collector.count(ids.size()));
            assertEquals(ids, collector.ids());
        }
    }

    @Test
    void conditionsThatDoNotComeToAnEndHoldUpNoReplayWithoutOne() {
        List<Long> ids = appendAll(drafts("x", 100));
        CompletableFuture<Boolean> judged = new CompletableFuture<>();
        Where endless = new Where() {
            @Override
            public boolean test(Event event) {
                return judged.join();
            }

            @Override
            public String source() {
                return "endless";
            }
        };
        List<Collector> filtered = new ArrayList<>();
        for (int i = 0; i < 10; i++) { // more than there are threads of any kind
            filtered.add(Collector.of(log.replay(ReplaySpec.cold("x").where(endless))));
        }
        Collector plain = Collector.of(log.replay(ReplaySpec.cold("x")));
        try {
            get(plain.done);
            assertEquals(ids, plain.ids());
        } finally {
            judged.complete(true);
        }
        for (Collector collector : filtered) {
            get(collector.done);
            assertEquals(ids, collector.ids());
        }
    }

    @Test
    void aSlowSubscriberFallsBackToTheStoreAndMissesNothing() {
        Collector slow = new Collector(1);
        log.replay(ReplaySpec.hotCold("x")).events().subscribe(slow);
        List<Long> ids = appendAll(drafts("x", 30_000)); // more than the ring holds
        get(slow.count(1));
        assertEquals(1, log.stats().slowSubscribers());
        int seen = 1;
        for (int demand = 1; seen < ids.size(); demand = Math.min(2 * demand, ids.size() - seen)) {
            slow.subscription.request(demand);
            seen += demand;
            get(slow.count(seen));
        }
        assertEquals(ids, slow.ids());
        slow.subscription.request(10);
        ids.add(append(log, draft("x", 0)).orderId());
        get(slow.count(ids.size()));
        assertEquals(ids, slow.ids());
        assertEquals(0, log.stats().slowSubscribers());
    }

    @Test
    void aThousandIdleSubscribersCostLittleMemory() {
        appendAll(drafts("x", 100));
        List<Collector> collectors = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < 1_000; i++) {
            collectors.add(Collector.of(log.replay(ReplaySpec.hotCold("quiet-" + i))));
        }
        collectors.forEach(collector -> assertEquals(0, collector.events.size()));
        append(log, draft("quiet-999", 1));
        get(collectors.get(999).count(1));
        long perSubscriber = (usedBytes() - before) / 1_000;
        assertTrue(perSubscriber < 8 * 1_024, perSubscriber + " bytes for an idle subscriber");
        assertEquals(1_000, log.stats().subscribers());
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
