// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.core.EventRules;
import io.photon.core.Sequencer;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.AppendGate;
import io.photon.log.EventLog;
import io.photon.log.Help;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.task.Steady;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes what has queued up, makes a batch of it, has the store keep it, answers, shows it to readers. Each
 * {@link #turn} is one batch, or one task of another kind.
 *
 * <p>Turns are taken by several threads, but one after another: {@link AppendThread} holds a lock around each turn and around
 * what it asks between them. So nothing here is synchronized, and no field is volatile; {@link #hasRequests} and
 * {@link #counts} alone may be called by any thread.
 *
 * <p>An answer of failure means that nothing was stored. After the store was asked to keep a batch, a fault is answered
 * as OUTCOME_UNKNOWN, unless the store's head shows that the batch is there. Every request is answered, also after an
 * error: memory and threads may run out at any line.
 */
final class AppendLoop {

    private static final Logger LOG = LoggerFactory.getLogger(AppendLoop.class);

    private static final List<String> CONFIG_STREAM = List.of(StreamNames.CONFIG);

    /** More than this is not done by a thread that asks: it has other clients. */
    private static final int HELP_EVENTS = 256;

    private static final int HELP_BYTES = 1 << 20;
    /** A disk that was slower than this the last time is waited for by the log's own thread only. */
    private static final long HELP_NANOS = 5_000_000;

    /** How often the store is looked at while another process appends: live readers see its events that much later. */
    private static final long FOLLOW_NANOS = 5_000_000;

    private final EventStore store;
    private final EventClock clock;
    private final AppendQueue queue;
    private final LiveFeed live;
    private final LiveEdge edge;
    private final AckTimes times;
    private final StreamCounts busy;
    private final AppendCounts counts = new AppendCounts();
    private final WriterRole writer;
    private final AppendPause pause;
    private final AppendGate gate;
    private final Tail tail;

    private Sequencer sequencer;
    /** What is appended with; null while another process appends. */
    private @Nullable Fence fence;
    /** Whether the store may have more that another process has appended. */
    private boolean followsOn;
    /** Whether the last look at what another process appends failed. */
    private boolean cannotFollow;
    /** How long the last batch took, also one that failed, ns; none yet counts as slow. */
    private long tookNanos = Long.MAX_VALUE;

    /** Whether the store may have kept something we do not know of. */
    private boolean headIsDoubtful;

    AppendLoop(
            EventStore store,
            WriterRole writer,
            AppendPause pause,
            AppendGate gate,
            Clock clock,
            AppendQueue queue,
            LiveFeed live,
            LiveEdge edge,
            AckTimes times,
            StreamCounts busy) {
        this.busy = busy;
        this.store = store;
        this.writer = writer;
        this.pause = pause;
        this.gate = gate;
        this.fence = writer.fence();
        this.tail = new Tail(store, live, edge);
        this.clock = new EventClock(clock);
        this.queue = queue;
        this.live = live;
        this.edge = edge;
        this.times = times;
        this.sequencer = new Sequencer(live.tip());
    }

    boolean hasRequests() {
        return queue.peek() != null;
    }

    /** Whether another turn makes sense at once. */
    boolean hasMore() {
        return hasRequests() || followsOn;
    }

    /**
     * Whether the next turn is for a thread that asked for an append and gives that much help: one that appends a small batch,
     * and has nothing to find out or to catch up with before.
     */
    boolean isFor(Help help) {
        if (!queue.isShort(HELP_EVENTS, HELP_BYTES) || fence == null || !isSettled()) {
            return false;
        }
        return switch (store.appendWaitsFor()) {
            case NOTHING -> help != Help.NONE;
            case DISK -> help == Help.ALSO_WAITING && tookNanos < HELP_NANOS;
            case OTHERS -> false;
        };
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
        return !hasMore() && isSettled();
    }

    private boolean isSettled() {
        return !headIsDoubtful && !cannotFollow && edge.isDone() && fence == writer.fence();
    }

    /** While it is idle, how long until the next turn if it is not woken; 0 for no limit. */
    long restNanos() {
        return fence == null ? FOLLOW_NANOS : 0;
    }

    /** One batch, or one task of another kind. Never throws. */
    void turn() {
        AppendTask first = queue.begin();
        try {
            edge.catchUp();
            boolean mayAppend = isWriter();
            if (first != null) {
                times.turn(System.nanoTime());
                if (!mayAppend) {
                    refuse(first, writer.refusal());
                } else if (!headIsDoubtful || readHeadAnew(first)) {
                    take(first);
                }
            } else if (mayAppend && headIsDoubtful) {
                readHeadAnew(null); // a restore may be half published
            }
            if (!mayAppend) {
                follow();
            }
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // the next request has nothing to do with it
            Steady.report("a turn of the append thread", e);
            refuse(first, StoreFailures.notStored("the request", e));
        } finally {
            queue.end();
        }
    }

    /**
     * Whether it may append, as the lease says. A log that has just become the writer first goes to the end of what others
     * have written: the fence keeps that end where it is.
     */
    private boolean isWriter() {
        Fence held = writer.fence();
        if (held != null && held != fence) {
            try {
                store.takeOver(held);
                moveTo(store.lastOrderId());
                gate.opens();
                cannotFollow = false;
            } catch (StoreException e) {
                sayThatItCannotFollow(e);
                held = null;
            }
        } else if (held == null && fence != null) {
            headIsDoubtful = false; // it is read anew before the next append of this log
            store.standBy();
        }
        fence = held;
        followsOn &= held == null;
        return held != null;
    }

    private void follow() {
        followsOn = false;
        boolean could = false;
        try {
            followsOn = tail.follow();
            could = true;
        } catch (StoreException e) {
            sayThatItCannotFollow(e);
        } finally {
            cannotFollow = !could; // also after a fault: it is tried again less often
        }
    }

    /** Once: it is tried again ten times a second. */
    private void sayThatItCannotFollow(StoreException e) {
        if (!cannotFollow) {
            LOG.warn("the store cannot be read above order-id {}; it is tried again: {}", live.tip(), e.getMessage());
        }
        cannotFollow = true;
    }

    private void take(AppendTask first) {
        Optional<Failure> refusal = first.isOfThisLog() ? refusal() : Optional.empty();
        if (refusal.isPresent()) {
            refuse(first, refusal.get());
        } else if (first instanceof AppendTask.OneAnswer task) {
            answer(task);
        } else {
            appendBatch(new BatchBuilder(store, sequencer, clock.nowMs()));
        }
    }

    /** Why nothing that is this log's own is taken in now. */
    private Optional<Failure> refusal() {
        Optional<Failure> shut = gate.refusal();
        return shut.isPresent() || !pause.isOn() ? shut : Optional.of(pause.refusal());
    }

    /** Whatever stands first in the queue may be half done after a fault: it must not be tried forever. */
    private void refuse(@Nullable AppendTask first, Failure failure) {
        if (first != null && queue.peek() == first) {
            queue.remove();
            first.refuse(failure);
        }
    }

    private void answer(AppendTask.OneAnswer task) {
        queue.remove();
        try {
            AppendTask.complete(task.answer(), task.doneBy(this));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) { // it may have got as far as the store
            headIsDoubtful = true;
            Steady.report("a task of the append thread", e);
            task.refuse(StoreFailures.unknown("the request", e));
        }
    }

    /** Pauses appends; all that was queued before is stored. @return the head */
    Result<Long> pause(String name, String why, Duration most) {
        Optional<Failure> wrong = pause.begin(name, why, most);
        return wrong.isPresent() ? Result.err(wrong.get()) : Result.ok(live.tip());
    }

    private void appendBatch(BatchBuilder batch) {
        Failure failure = StoreFailures.UNKNOWN; // as long as nothing else is known
        List<LiveReader> woken = List.of();
        long began = System.nanoTime();
        try {
            failure = gather(batch);
            if (failure == null) {
                sequencer = batch.sequencer();
                failure = StoreFailures.UNKNOWN;
                failure = store(batch.events());
            }
            // The head moves before the answer: an emitter finds its event in a replay it asks for next. Readers are
            // woken after it.
            if (failure == null && !batch.events().isEmpty()) {
                woken = edge.show(batch.events(), batch.streams(), sequencer.lastOrderId());
            }
        } finally { // whatever happened, every request gets an answer
            if (failure != null) {
                batch.failed(failure);
            }
            long now = System.nanoTime();
            tookNanos = now - began;
            batch.answer(times, now);
        }
        edge.wake(woken);
        if (failure == null) { // no one waits for it
            busy.count(batch.streams(), System.nanoTime());
        }
    }

    /** Fills a batch. @return why nothing of it may be stored, or null */
    private @Nullable Failure gather(BatchBuilder batch) {
        try {
            while (queue.peek() instanceof AppendTask.Append request) {
                if (!request.take()) {
                    dropWithdrawn(request);
                    continue;
                }
                if (!batch.add(request)) {
                    break;
                }
                queue.remove();
            }
            return null;
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("building a batch", e);
            Failure failure = StoreFailures.notStored("the append", e);
            batch.failed(failure); // before any request is answered
            refuse(queue.peek(), failure);
            return failure;
        }
    }

    private void dropWithdrawn(AppendTask.Append request) {
        queue.remove();
        counts.refused(request.events());
        request.refuse(Failure.of(
                Failure.Kind.OVERLOADED,
                "it waited too long for its turn and was taken back",
                "nothing was stored; try again in a moment"));
    }

    /** Stores a batch. @return null when it is durable */
    private @Nullable Failure store(List<Event> events) {
        if (events.isEmpty()) {
            return null;
        }
        Failure failure = tryToStore(events);
        if (failure == null) {
            counts.stored(events.size());
        } else {
            counts.refused(events.size());
        }
        return failure;
    }

    private @Nullable Failure tryToStore(List<Event> events) {
        try {
            store.append(events, fence());
            return null;
        } catch (StoreException e) {
            loseIfFenced(e);
            headIsDoubtful |= e.kind() == Kind.CONFLICT || e.kind() == Kind.OUTCOME_UNKNOWN;
            return StoreFailures.of("the append", e);
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // an error, too: a caller that waits for an answer must get one
            Steady.report("storing a batch", e);
            return isStored(events) ? null : StoreFailures.unknown("the append", e);
        }
    }

    /** Only of the writer. */
    private Fence fence() {
        return Objects.requireNonNull(fence);
    }

    private void loseIfFenced(StoreException e) {
        if (e.kind() == Kind.FENCED) {
            writer.lose(fence(), e.getMessage());
        }
    }

    /** After a fault: whether the store has the batch all the same, as a whole. */
    private boolean isStored(List<Event> events) {
        headIsDoubtful = true;
        try {
            Event last = events.get(events.size() - 1);
            // By its content: where another process may have become the writer, the head says nothing of this batch.
            boolean stored = store.lastOrderId() >= last.orderId()
                    && store.event(StreamNames.ALL, last.orderId())
                            .filter(last::equals)
                            .isPresent();
            headIsDoubtful = !stored;
            return stored;
        } catch (StoreException | RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("reading the head of the store", e);
            return false;
        }
    }

    /** Records a deletion and hides what it deletes. @return how many events are gone */
    Result<Long> delete(String stream) {
        Optional<Failure> denied = EventRules.checkDeletion(stream);
        if (denied.isPresent()) {
            return Result.err(denied.get());
        }
        Result<Doomed> doomed;
        List<Event> record;
        try {
            doomed = Doomed.of(store, stream);
            if (!doomed.isOk()) {
                return Result.err(doomed.failure());
            }
            long nowMs = clock.nowMs();
            sequencer = sequencer.next(nowMs);
            record = List.of(DeletionEvents.draft(doomed.value().deletion()).stamped(sequencer.lastOrderId(), nowMs));
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("the deletion", e));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("preparing a deletion", e);
            return Result.err(StoreFailures.notStored("the deletion", e));
        }
        Failure failure = store(record);
        if (failure != null) {
            return Result.err(StoreFailures.ofDeletion(failure));
        }
        edge.wake(edge.show(record, CONFIG_STREAM, sequencer.lastOrderId()));
        if (!edge.isShown()) {
            edge.catchUp();
        }
        return edge.isShown()
                ? Result.ok(doomed.value().events())
                : Result.err(
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "the deletion of '" + stream + "' is recorded, but hiding its events failed",
                        "it is tried again in a moment, and at the next start; see the daemon's log");
    }

    /** Stores events of another log as they are. @return the head after it */
    Result<Long> replicate(List<Event> batch) {
        Replicas above = Replicas.above(live.tip(), batch);
        Failure failure = gate.takesReplicas() ? store(above.events()) : Replicas.NOT_TAKEN;
        if (failure == null && !above.events().isEmpty()) {
            sequencer = sequencer.atLeast(above.last());
            edge.wake(edge.show(above.events(), above.streams(), sequencer.lastOrderId()));
            busy.count(above.streams(), System.nanoTime());
        }
        return failure == null ? Result.ok(live.tip()) : Result.err(failure);
    }

    /** Makes staged events part of the log. @return the head after it */
    Result<Long> publish(Staging staging, EventLog.PublishCheck check) {
        try {
            Optional<Failure> refusal = check.refusal();
            if (refusal.isPresent()) {
                return Result.err(refusal.get());
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("the restore", e));
        }
        try {
            staging.publish(fence());
        } catch (StoreException e) {
            loseIfFenced(e);
            headIsDoubtful = true;
            if (e.kind() == Kind.CONFLICT) {
                return Result.err(
                        Failure.Kind.CONFLICT,
                        "something newer was appended while the events were staged: " + e.getMessage(),
                        "stop the emitters, or restore --as-new");
            }
            return Result.err(StoreFailures.of("the restore", e));
        }
        try {
            moveTo(store.lastOrderId());
            return Result.ok(live.tip());
        } catch (StoreException e) {
            headIsDoubtful = true;
            return Result.err(StoreFailures.unknown("reading back the restored events", e));
        }
    }

    /** The store's head is what counts; live readers read what they do not have from the store. */
    private void moveTo(long head) throws StoreException {
        sequencer = sequencer.atLeast(head);
        edge.jump(head);
        headIsDoubtful = false;
    }

    /** @param waiting refused when the head cannot be read; null for none */
    private boolean readHeadAnew(@Nullable AppendTask waiting) {
        try {
            store.takeOver(fence());
            moveTo(store.lastOrderId());
            return true;
        } catch (StoreException e) {
            loseIfFenced(e);
            refuse(waiting, StoreFailures.of("reading the head of the store", e));
            return false;
        }
    }

    /** What became of events; thread-safe. */
    AppendCounts counts() {
        return counts;
    }
}
