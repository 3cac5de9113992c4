// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.flow.RunSubscriber;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.DefaultEventLog;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.Events;
import io.photon.testing.Eventually;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;

/** The replays after a start end, whatever there is to replay. */
class RehearsalTest {

    private static final int EVENTS = 20_000;
    private static final String PAYLOAD = "\"" + "x".repeat(900) + "\"";

    private DefaultEventLog log;
    private final AtomicInteger replays = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    @BeforeEach
    void open() throws Exception {
        MemoryEventStore store = new MemoryEventStore();
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            events.add(Events.event("s", i, null, PAYLOAD));
        }
        store.append(events);
        log = DefaultEventLog.start(store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** A replay of the log that is counted. */
    private Publisher<Event> replay() {
        replays.incrementAndGet();
        Publisher<Event> events = log.follow(ReplaySpec.cold("s")).events();
        return reader -> events.subscribe(new Counted((Rehearsal) reader));
    }

    /** Hears what the reader hears. */
    private final class Counted implements RunSubscriber<Event> {
        private final Rehearsal reader;

        Counted(Rehearsal reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Subscription s) {
            open.incrementAndGet();
            AtomicBoolean cancelled = new AtomicBoolean();
            reader.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    s.request(n);
                }

                @Override
                public void cancel() {
                    if (!cancelled.getAndSet(true)) {
                        open.decrementAndGet();
                    }
                    s.cancel();
                }
            });
        }

        @Override
        public void onNext(Event event) {
            bytes.addAndGet(event.length());
            reader.onNext(event);
        }

        @Override
        public int onRun(List<? extends Event> events, int from, int to) {
            int taken = reader.onRun(events, from, to);
            events.subList(from, from + taken).forEach(event -> bytes.addAndGet(event.length()));
            return taken;
        }

        @Override
        public void onError(Throwable error) {
            reader.onError(error);
        }

        @Override
        public void onComplete() {
            open.decrementAndGet();
            reader.onComplete();
        }
    }

    @Test
    void aLargeLogIsReplayedInPartAFewTimes() throws Exception {
        new Rehearsal(this::replay, () -> false).begin();
        Eventually.holds("all replays begin and end", () -> replays.get() == Rehearsal.ROUNDS && open.get() == 0);
        Eventually.holds(
                "all of each is heard", () -> bytes.get() > Rehearsal.ROUNDS * (Rehearsal.ROUND_BYTES - (1 << 20)));
        assertTrue(bytes.get() < Rehearsal.ROUNDS * (Rehearsal.ROUND_BYTES + (1 << 20)), bytes + " bytes");
        assertEquals(Rehearsal.ROUNDS, replays.get());
    }

    @Test
    void aReaderEndsIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        new Rehearsal(this::replay, () -> asked.incrementAndGet() > 10).begin();
        Eventually.holds("it hears of the reader", () -> asked.get() > 10 && open.get() == 0);
        assertTrue(replays.get() <= 2, replays + " replays");
    }

    @Test
    void oneThatIsOverReplaysNoMore() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Rehearsal rehearsal = new Rehearsal(this::replay, over::get);
        rehearsal.begin();
        over.set(true);
        int begun = replays.get();
        Eventually.holds("it ends", () -> open.get() == 0);
        int ended = replays.get();
        assertTrue(ended <= begun + 1, ended + " replays after " + begun); // one may have looked just before
        rehearsal.begin();
        assertEquals(ended, replays.get());
    }
}
