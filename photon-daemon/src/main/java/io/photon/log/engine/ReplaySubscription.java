// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.flow.RunSubscriber;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.SubscriberName;
import io.photon.log.SubscriberState;
import io.photon.result.Failure;
import io.photon.store.StoreException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's way through the log: gives it what it demands, one signal after another, a page at a time so that
 * thousands share a few threads. Between its turns it is this object and nothing else: no thread, and no page either
 * unless there is room for it.
 */
final class ReplaySubscription implements Subscription, LiveReader {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaySubscription.class);

    /** A turn with a costly filter ends after this time, within a page; one event alone can take much longer. */
    private static final long MAX_TURN_NANOS = 20_000_000;

    /** Most events given at once: a deletion, or a subscriber that leaves, is noticed after these at the latest. */
    private static final int RUN_EVENTS = 1_024;

    private final ReplayHub hub;
    private final ReplaySpec request;
    private final boolean isCostly;
    /** Null for a replay of Photon itself. */
    private final @Nullable SubscriberName by;

    private final long sinceMs;
    /** Hears of damaged places; null to fail at them. */
    private final @Nullable Consumer<Gap> gaps;

    private final long head;
    private final long id;
    private final ReplayMemory memory;
    private final AtomicLong demand = new AtomicLong();
    private final ReplayTurns turns;

    private volatile boolean cancelled;
    private volatile boolean badDemand;
    private volatile long position;
    private volatile long wokenAt;
    /** Of {@link #given}, for other threads to see. */
    private volatile long delivered;

    private boolean parked;
    // Touched only by the thread whose turn it is.
    private @Nullable Subscriber<? super Event> subscriber;
    /** The same, if it takes several events at once and none of them is costly; else null. */
    private final @Nullable RunSubscriber<? super Event> runs;

    private @Nullable ReplaySource source;
    private List<Event> buffer = List.of();
    private int next;
    private @Nullable Lease kept;
    private long epoch;
    private long lastGiven;
    private long given;
    private long left;
    private @Nullable Throwable broken;

    /**
     * @param by who asked for it; null for Photon itself, which is no subscriber to the counters
     * @param gaps hears of damaged places, after which it goes on; null to fail at them
     */
    ReplaySubscription(
            ReplayHub hub,
            ReplaySpec request,
            @Nullable SubscriberName by,
            @Nullable Consumer<Gap> gaps,
            Subscriber<? super Event> subscriber) {
        this.hub = hub;
        this.gaps = gaps;
        this.by = by;
        this.sinceMs = hub.nowMs();
        this.request = request;
        this.isCostly = request.where() != null;
        this.turns = new ReplayTurns(hub, isCostly, this::run, this::endWithoutReaders);
        this.subscriber = subscriber;
        this.runs = isCostly ? null : taker(subscriber);
        this.left = request.limit();
        this.head = hub.live().tip();
        this.position = request.type() == ReplayType.HOT ? head : Math.max(0, request.from() - 1);
        this.memory = new ReplayMemory(
                hub.budget(), isCounted() ? Budget.READER_WAIT_MS : Budget.FOLLOWER_WAIT_MS, this::schedule);
        this.id = hub.opened(this);
    }

    @SuppressWarnings("unchecked") // what takes events one by one takes several of them, too
    private static @Nullable RunSubscriber<? super Event> taker(Subscriber<? super Event> subscriber) {
        return subscriber instanceof RunSubscriber ? (RunSubscriber<? super Event>) subscriber : null;
    }

    /** Signals onSubscribe; what is requested in it begins after it. */
    void begin() {
        try {
            Objects.requireNonNull(subscriber).onSubscribe(this);
        } catch (RuntimeException e) {
            LOG.warn("a subscriber failed in onSubscribe", e);
            cancelled = true;
        } catch (VirtualMachineError | LinkageError e) { // not the subscriber's fault: who asked for it hears of it
            cancelled = true;
            throw e;
        } finally {
            turns.begin();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badDemand = true;
        } else {
            demand.getAndAccumulate(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            if (turns.isMine()) { // asked while an event is given: this turn goes on with it
                return;
            }
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        schedule();
    }

    @Override
    public void schedule() {
        turns.schedule();
    }

    /** The reader threads are gone, so the end is signalled by the thread that would have woken them: no other thread runs now. */
    private void endWithoutReaders() {
        if (subscriber == null || cancelled) {
            end();
        } else {
            fail(ReplayEnds.stopping(lastGiven));
        }
    }

    private boolean run() {
        boolean more = turn();
        tellDelivered();
        return more;
    }

    private void tellDelivered() {
        if (given != delivered) {
            if (isCounted()) {
                hub.delivered(given - delivered);
            }
            delivered = given;
        }
    }

    /** One page at the most. @return whether there is more to do at once */
    private boolean turn() {
        if (subscriber == null) {
            return false;
        }
        try {
            if (cancelled) {
                end();
                return false;
            }
            String refusal = ReplaySource.refusal(request);
            if (badDemand) {
                fail(new IllegalArgumentException("request(n) needs n of at least 1 (Reactive Streams, rule 3.9)"));
            } else if (refusal != null) {
                fail(new LogException(Failure.of(Failure.Kind.BAD_INPUT, refusal, "ask for another replay"), null));
            } else if (hub.isClosed()) {
                fail(ReplayEnds.stopping(lastGiven));
            } else if (broken == null) {
                return deliver();
            }
        } catch (StoreException
                | RuntimeException
                | VirtualMachineError
                | LinkageError e) { // an error, too: else the subscriber would wait without end
            broken = e; // first: when there is no memory to say it now, a later turn says it, and gives nothing more
        }
        if (broken != null) {
            String replay = "the replay of '" + request.stream() + "' after order-id " + lastGiven;
            fail(ReplayEnds.of(replay, lastGiven, broken));
        }
        return false;
    }

    private boolean deliver() throws StoreException {
        if (demand.get() == 0 && next >= buffer.size()) {
            return finishIfDone();
        }
        if (source == null) {
            source = new ReplaySource(hub, request, head, gaps != null);
        }
        takeBackKept();
        if (next >= buffer.size()) {
            switch (memory.prepare()) {
                case WAITING -> {
                    return false;
                }
                case REFUSED -> {
                    fail(ReplayEnds.noMemory(memory.wanted(), lastGiven));
                    return false;
                }
                case READY -> {}
            }
            source.missedNothingUpTo(wokenAt);
            buffer = ReplaySource.newBuffer();
            next = 0;
            epoch = hub.live().epoch();
            switch (source.next(this, demand.get(), memory.longest(), buffer)) {
                case FINISHED -> {
                    complete();
                    return false;
                }
                case PARKED -> {
                    buffer = List.of();
                    memory.release();
                    return false;
                }
                case TOO_LONG -> {
                    buffer = List.of();
                    memory.ask(source.needed());
                    return true;
                }
                case NO_MEMORY -> {
                    drop();
                    if (!memory.lacked()) {
                        fail(ReplayEnds.noMemory(memory.wanted(), lastGiven));
                    }
                    return false;
                }
                case READ -> memory.sufficed();
            }
            Gap gap = source.takeGap();
            if (gap != null && !tell(gap)) {
                return false;
            }
        }
        return giveBuffer();
    }

    /** A gap is an item of the replay like an event: it takes one of the demand. @return false when this was the end */
    private boolean tell(Gap gap) {
        takeDemand();
        try {
            Objects.requireNonNull(gaps).accept(gap);
            return true;
        } catch (RuntimeException e) {
            return subscriberFailed("the damaged " + gap.text(), e);
        }
    }

    private boolean subscriberFailed(String at, RuntimeException e) {
        LOG.warn("a subscriber of '{}' failed at {}", request.stream(), at, e);
        end();
        return false;
    }

    private void takeDemand() {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
    }

    /** Gives what was read, as far as there is demand. @return whether there is more to do at once */
    private boolean giveBuffer() {
        long startNanos = isCostly ? System.nanoTime() : 0;
        while (next < buffer.size()) {
            if (isCostly && System.nanoTime() - startNanos > MAX_TURN_NANOS) {
                stall();
                return true;
            }
            if (cancelled) {
                end();
                return false;
            }
            if (epoch != hub.live().epoch()) {
                drop(); // something was deleted since: read again, without it
                return true;
            }
            Event event = buffer.get(next);
            if (!source().wants(event)) {
                pass(next + 1);
            } else if (demand.get() == 0) {
                stall();
                return demand.get() > 0; // it may have been asked from within this turn, which wakes no thread
            } else if (!(runs == null ? give(event) : giveRun())) {
                return false;
            }
        }
        buffer = List.of();
        next = 0;
        memory.release();
        source().passedAll();
        position = source().cursor();
        return finishIfDone();
    }

    /** @return false when this was the end */
    private boolean give(Event event) {
        takeDemand();
        lastGiven = event.orderId();
        given++;
        try {
            Objects.requireNonNull(subscriber).onNext(event);
        } catch (RuntimeException e) {
            return subscriberFailed("order-id " + lastGiven, e);
        }
        return tookSome(1);
    }

    /** The same for the event at hand and those that are wanted after it, as many as the subscriber takes. */
    private boolean giveRun() {
        takeDemand();
        int end = next + 1;
        int most = Math.min(buffer.size(), next + (int) Math.min(RUN_EVENTS, left));
        while (end < most && source().wants(buffer.get(end))) {
            end++;
        }
        int taken;
        try {
            taken = Objects.requireNonNull(runs).onRun(buffer, next, end);
        } catch (RuntimeException e) {
            return subscriberFailed("order-id " + buffer.get(next).orderId() + " or soon after", e);
        }
        if (taken > 0) {
            lastGiven = buffer.get(next + taken - 1).orderId();
            given += taken;
        }
        return tookSome(taken);
    }

    /** @return false when these were the last */
    private boolean tookSome(int events) {
        pass(next + events);
        left -= events;
        if (left == 0) {
            complete();
        }
        return left != 0;
    }

    private void pass(int end) {
        for (; next < end; next++) {
            source().passed(buffer.get(next));
        }
        position = source().cursor();
    }

    /** After a page: completes, stops for want of demand, or goes on. */
    private boolean finishIfDone() {
        if (source != null && source.isFinished()) {
            complete();
            return false;
        }
        return demand.get() > 0;
    }

    /** No demand, but events at hand: they stay if there is room, else they are read again. */
    private void stall() {
        memory.release();
        kept = hub.keep(ReplayMemory.heldBytes(buffer, next));
        if (kept == null) {
            drop();
        }
    }

    private void drop() {
        buffer = List.of();
        next = 0;
        source().reread();
    }

    private void takeBackKept() {
        Lease last = kept;
        kept = null;
        if (last != null) {
            hub.giveBack(last);
        }
    }

    private void complete() {
        Subscriber<? super Event> last = Objects.requireNonNull(subscriber);
        end();
        last.onComplete();
    }

    private void fail(RuntimeException e) {
        Subscriber<? super Event> last = subscriber;
        if (last == null) {
            LOG.warn("after its end a replay failed", e);
            return;
        }
        end();
        last.onError(e);
    }

    /** Lets go of everything, the subscriber included. */
    private void end() {
        subscriber = null;
        cancelled = true;
        takeBackKept();
        memory.close();
        buffer = List.of();
        next = 0;
        hub.live().unpark(this);
        hub.ended(this);
    }

    /** Everything wanted up to here was given. */
    long position() {
        return hub.live().position(this, position);
    }

    boolean isCounted() {
        return by != null;
    }

    /** How it is now, for an operator; only of one that is counted. */
    SubscriberState state() {
        long at = position();
        long lag = hub.live().lag(this, at);
        return new SubscriberState(
                id,
                Objects.requireNonNull(by),
                Objects.requireNonNullElse(
                        request.stream().name(), request.stream().text()), // a glob has only its text
                request.type(),
                sinceMs,
                at,
                delivered,
                Math.abs(lag),
                lag < 0,
                isBehindRing(),
                demand.get() == 0);
    }

    boolean isBehindRing() {
        return request.type() != ReplayType.COLD && hub.live().isBehind(this, position);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long streamHash() {
        return source().streamHash();
    }

    @Override
    public long until() {
        return request.type() == ReplayType.COLD ? Long.MAX_VALUE : request.to();
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

    private ReplaySource source() {
        return Objects.requireNonNull(source);
    }
}
