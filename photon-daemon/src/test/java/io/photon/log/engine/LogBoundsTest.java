// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.LogLimits;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bounds of the log that nothing else would miss soon. */
class LogBoundsTest {

    @Test
    void demandThatIsMoreThanALongHoldsIsUnbounded() throws StoreException {
        DefaultEventLog log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        Collector reader = new Collector(0);
        log.replay(ReplaySpec.hotCold("x")).events().subscribe(reader);
        reader.subscription.request(Long.MAX_VALUE - 1);
        reader.subscription.request(Long.MAX_VALUE - 1);
        append(log, draft("x", 1));
        append(log, draft("x", 2));
        get(reader.count(2));
        log.close();
    }

    @Test
    void requestsThatAreTogetherLargerThanABatchAreStoredInSeveral() throws StoreException {
        FaultyStore store = new FaultyStore(new MemoryEventStore());
        DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC());
        store.gate.acquireUninterruptibly(Integer.MAX_VALUE / 2);
        String payload = "\"" + "y".repeat(700 << 10) + "\"";
        List<CompletableFuture<List<Result<Appended>>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(log.append(AppendRequest.of(draft("x", payload))));
        }
        store.gate.release(Integer.MAX_VALUE / 2);
        answers.forEach(answer -> ok(get(answer).get(0)));
        assertEquals(5, store.appends, "two of them are larger than one batch may be");
        log.close();
    }

    @Test
    void aDeletionReachesNoFurtherThanItsOwnPosition() {
        byte[] line =
                ("{\"order-id\":1000,\"event-time\":1,\"stream-name\":\"__config__\",\"event-type\":\"delete-stream!\","
                                + "\"payload\":{\"stream-name\":\"x\",\"up-to\":5000}}")
                        .getBytes(StandardCharsets.UTF_8);
        long upTo = DeletionEvents.read(Event.ofLine(line)).orElseThrow().upTo();
        assertTrue(upTo <= 1_000, "what comes after a deletion is a new stream of that name: " + upTo);
    }

    /** A reader that is woken by its bound only has passed everything before: it need not read that from the store. */
    @Test
    void aReaderWokenByItsBoundDoesNotReadTheStoreForWhatItHasPassed() throws StoreException {
        int[] reads = {0};
        DelegatingStore store = new DelegatingStore(new MemoryEventStore()) {
            @Override
            public Page read(ReadRequest request) throws StoreException {
                reads[0]++;
                return behind.read(request);
            }
        };
        Queue<Runnable> turns = new ArrayDeque<>();
        LogLimits limits = new LogLimits(100, 1 << 20, 1, 1 << 20, 16, 1 << 20);
        DefaultEventLog log = DefaultEventLog.stepped(
                store, Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC), limits, turns::add, turns::add);
        run(log.append(AppendRequest.of(draft("y", 0))), turns);
        long bound = log.head() + 3;
        Collector reader = Collector.of(log.replay(ReplaySpec.hotCold("x").to(bound)));
        drain(turns);
        int before = reads[0];
        for (int i = 1; i <= 3; i++) {
            run(log.append(AppendRequest.of(draft("y", i))), turns);
        }
        assertTrue(reader.done.isDone(), "it is at its bound");
        assertEquals(before, reads[0]);
        log.close();
    }

    private static void run(CompletableFuture<List<Result<Appended>>> answer, Queue<Runnable> turns) {
        drain(turns);
        ok(get(answer).get(0));
    }

    private static void drain(Queue<Runnable> turns) {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }
}
