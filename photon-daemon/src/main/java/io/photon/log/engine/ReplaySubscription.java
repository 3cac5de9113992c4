package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.filter.WhereException;
import io.photon.log.LogException;
import io.photon.log.ReplayRequest;
import io.photon.log.ReplayType;
import io.photon.log.StoreFailures;
import io.photon.log.SubscriberName;
import io.photon.log.SubscriberState;
import io.photon.result.Failure;
import io.photon.store.StoreException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's way through the log: gives it what it demands, one signal after another, a page at a time so that
 * thousands share a few threads. Between its turns it is this object and nothing else: no thread, and no page either
 * unless there is room for it.
 */
final class ReplaySubscription implements Subscription, LiveReader, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaySubscription.class);

    /** A turn with a costly filter ends after this time, within a page; one event alone can take much longer. */
    private static final long MAX_TURN_NANOS = 20_000_000;

    private final ReplayHub hub;
    private final ReplayRequest request;
    private final boolean isCostly;
    /** Null for a replay of Photon itself. */
    private final SubscriberName by;

    private final long sinceMs;
    /** Hears of damaged places; null to fail at them. */
    private final Consumer<Gap> gaps;

    private final long head;
    private final long id;
    private final ReplayMemory memory;
    private final AtomicLong demand = new AtomicLong();
    /** Reasons to run that no turn has seen yet; the thread that raises it from 0 schedules. Begins at 1: onSubscribe first. */
    private final AtomicInteger reasons = new AtomicInteger(1);

    private volatile boolean cancelled;
    private volatile boolean badDemand;
    private volatile long position;
    private volatile long wokenAt;
    /** Of {@link #given}, for other threads to see. */
    private volatile long delivered;

    private boolean parked;

    // Touched only by the thread whose turn it is.
    private Subscriber<? super Event> subscriber;
    private ReplaySource source;
    private List<Event> buffer = List.of();
    private int next;
    private Lease kept;
    private long epoch;
    private long lastGiven;
    private long given;
    private long left;

    /**
     * @param by who asked for it; null for Photon itself, which is no subscriber to the counters
     * @param gaps hears of damaged places, after which it goes on; null to fail at them
     */
    ReplaySubscription(
            ReplayHub hub,
            ReplayRequest request,
            SubscriberName by,
            Consumer<Gap> gaps,
            Subscriber<? super Event> subscriber) {
        this.hub = hub;
        this.gaps = gaps;
        this.by = by;
        this.sinceMs = hub.nowMs();
        this.request = request;
        this.isCostly = request.where() != null;
        this.subscriber = subscriber;
        this.left = request.limit();
        this.head = hub.live().tip();
        this.position = request.type() == ReplayType.HOT ? head : Math.max(0, request.from() - 1);
        this.memory = new ReplayMemory(
                hub.budget(), isCounted() ? Budget.READER_WAIT_MS : Budget.FOLLOWER_WAIT_MS, this::schedule);
        this.id = hub.opened(this);
    }

    /** Signals onSubscribe; what is requested meanwhile begins after it. */
    void begin() {
        try {
            subscriber.onSubscribe(this);
        } catch (RuntimeException e) {
            LOG.warn("a subscriber failed in onSubscribe", e);
            cancelled = true;
        }
        submit();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badDemand = true;
        } else {
            demand.getAndAccumulate(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
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
        if (reasons.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            hub.readers(isCostly).execute(this);
        } catch (RejectedExecutionException stopped) {
            endWithoutReaders();
        } catch (VirtualMachineError noMemory) {
            reasons.set(0); // else no later reason would ever schedule it
            hub.notScheduled();
        }
    }

    /** The reader threads are gone, so the end is signalled by the thread that would have woken them: no other thread runs now. */
    private void endWithoutReaders() {
        if (subscriber == null || cancelled) {
            end();
        } else {
            fail(stopping());
        }
    }

    private LogException stopping() {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "Photon is stopping; the last event given is order-id " + lastGiven,
                        "go on after it when Photon has started again"),
                null);
    }

    @Override
    public void run() {
        int seen = reasons.get();
        boolean more = turn();
        tellDelivered();
        if (more) {
            submit(); // fair: everybody else first
        } else if (reasons.addAndGet(-seen) != 0) {
            submit();
        }
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
                fail(new LogException(Failure.of(Failure.Kind.BAD_INPUT, refusal), null));
            } else if (hub.isClosed()) {
                fail(stopping());
            } else {
                return deliver();
            }
        } catch (WhereException e) {
            fail(new LogException(e.failure(), e));
        } catch (StoreException e) {
            String place = "the replay of '" + request.stream() + "' after order-id " + lastGiven;
            fail(new LogException(StoreFailures.ofReplay(place, e), e));
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // an error, too: else the subscriber would wait for ever
            LOG.error("a replay of '{}' failed", request.stream(), e);
            fail(new LogException(StoreFailures.ofReading("the replay after order-id " + lastGiven, e), e));
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
                    fail(noMemory());
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
                case READ -> {}
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
            gaps.accept(gap);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("a subscriber of '{}' failed at the damaged {}", request.stream(), gap.text(), e);
            end();
            return false;
        }
    }

    private void takeDemand() {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
    }

    private LogException noMemory() {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "too much is being read and sent at once: there was no memory for an event of "
                                + memory.wanted() + " bytes within " + Budget.READER_WAIT_MS / 1_000
                                + " s; the last event given is order-id " + lastGiven,
                        "go on after it in a moment"),
                null);
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
            if (source.wants(event)) {
                if (demand.get() == 0) {
                    stall();
                    return false;
                }
                if (!give(event)) {
                    return false;
                }
            }
            next++;
            source.passed(event);
            position = source.cursor();
        }
        buffer = List.of();
        next = 0;
        memory.release();
        source.passedAll();
        position = source.cursor();
        return finishIfDone();
    }

    /** @return false when this was the end */
    private boolean give(Event event) {
        takeDemand();
        lastGiven = event.orderId();
        given++;
        try {
            subscriber.onNext(event);
        } catch (RuntimeException e) {
            LOG.warn("a subscriber of '{}' failed at order-id {}", request.stream(), lastGiven, e);
            end();
            return false;
        }
        if (--left == 0) {
            source.passed(event);
            position = source.cursor();
            complete();
            return false;
        }
        return true;
    }

    /** Behind a page: completes, stops for want of demand, or goes on. */
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
        kept = hub.keep(heldBytes());
        if (kept == null) {
            drop();
        }
    }

    /** What is left of the page holds all of its memory: events share the arrays they were read into. */
    private long heldBytes() {
        long bytes = 0;
        byte[] last = null;
        for (int i = next; i < buffer.size(); i++) {
            byte[] array = buffer.get(i).array();
            bytes += array == last ? 0 : array.length;
            last = array;
        }
        return bytes;
    }

    private void drop() {
        buffer = List.of();
        next = 0;
        source.reread();
    }

    private void takeBackKept() {
        Lease last = kept;
        kept = null;
        if (last != null) {
            hub.giveBack(last);
        }
    }

    private void complete() {
        Subscriber<? super Event> last = subscriber;
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
                by,
                request.stream().name(),
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
        return source.streamHash();
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
}
