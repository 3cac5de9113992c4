// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber that checks I8: each event once, in order, durable, wanted, not deleted; none left out. */
final class SimulatedReader implements Subscriber<Event> {

    private final Ledger ledger;
    private final Truth truth;
    private final Scheduler scheduler;
    private final Random random;
    private final ReplaySpec request;
    private final Predicate<Event> wanted;
    private final Set<Long> given = new HashSet<>();
    private Replay replay;
    private Subscription subscription;
    /** Everything at or below it was given before, or is not asked for. */
    private long start;

    private long last;
    private long demand;
    private long headAtStart;
    private boolean done;
    private boolean cancelled;

    SimulatedReader(
            Ledger ledger,
            Truth truth,
            Scheduler scheduler,
            Random random,
            ReplaySpec request,
            Predicate<Event> wanted) {
        this.ledger = ledger;
        this.truth = truth;
        this.scheduler = scheduler;
        this.random = random;
        this.request = request;
        this.wanted = wanted;
    }

    void join(EventLog log) {
        headAtStart = log.head();
        start = request.type() == ReplayType.HOT ? headAtStart : request.from() - 1;
        last = start;
        replay = log.replay(request);
        replay.events().subscribe(this);
    }

    /** After a crash it goes on where it was. */
    void resume(EventLog log) {
        if (done || cancelled) {
            return;
        }
        // What it was being given when the power went, it has.
        long position = Math.max(replay.position(), last);
        demand = 0;
        last = position;
        headAtStart = log.head();
        ReplayType type = request.type() == ReplayType.HOT ? ReplayType.HOT_COLD : request.type();
        replay = log.replay(ReplaySpec.of(type, request.stream())
                .from(position + 1)
                .to(request.to())
                .ofType(request.eventType())
                .within(request.times()));
        replay.events().subscribe(this);
    }

    void demandMore(long n) {
        if (!done && !cancelled) {
            demand = Math.min(Long.MAX_VALUE / 4, demand + n);
            subscription.request(n);
        }
    }

    void cancel() {
        cancelled = true;
        subscription.cancel();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (random.nextBoolean()) {
            demandMore(1 + random.nextInt(5));
        }
    }

    @Override
    public void onNext(Event event) {
        assertTrue(!done && !cancelled, "a signal behind the end");
        assertTrue(--demand >= 0, "more than demanded");
        assertTrue(event.orderId() > last, () -> "out of order or twice: " + event + " behind " + last);
        assertTrue(event.orderId() <= request.to() && wanted.test(event), () -> "not asked for: " + event);
        assertNotNull(ledger.at(event.orderId()), () -> "shown before it was durable: " + event);
        assertEquals(ledger.at(event.orderId()), event);
        assertTrue(!truth.isGone(event), () -> "deleted, yet given: " + event);
        last = event.orderId();
        assertTrue(given.add(last), "given twice");
        scheduler.overtake();
        if (random.nextInt(8) == 0) {
            demandMore(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        throw new AssertionError("a replay failed", error);
    }

    @Override
    public void onComplete() {
        done = true;
        boolean limited = given.size() >= request.limit();
        if (!limited && request.type() == ReplayType.COLD) {
            checkUpTo(Math.min(request.to(), headAtStart));
        } else if (!limited) {
            assertTrue(request.to() < Long.MAX_VALUE, "a live replay without a bound completed");
            checkUpTo(request.to());
        }
    }

    /** Nothing up to its position was left out. */
    void check() {
        if (!ledger.isDoubtful() && !done) {
            checkUpTo(replay.position());
        }
    }

    private void checkUpTo(long position) {
        List<Event> visible = truth.visible();
        for (Event event : visible) {
            boolean due = event.orderId() > start && event.orderId() <= position && wanted.test(event);
            assertTrue(!due || given.contains(event.orderId()), () -> "left out: " + event + " up to " + position);
        }
    }

    /** When everything has come to rest and demand was unbounded, it is at the head. */
    void checkCaughtUp(long head) {
        if (done || cancelled) {
            return;
        }
        assertTrue(request.type() != ReplayType.COLD, "a cold replay did not complete");
        assertTrue(replay.position() >= head, () -> "stuck at " + replay.position() + " below " + head);
        checkUpTo(head);
    }
}
