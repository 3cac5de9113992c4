package io.photon.log;

import io.photon.core.EventRules;
import io.photon.core.Sequencer;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StreamInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes what has queued up, makes a batch of it, has the store keep it, answers, publishes. Each
 * {@link #run} is one batch; the executor it is given runs one at a time, a thread of its own or a test's scheduler.
 */
final class AppendLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendLoop.class);

    private final EventStore store;
    private final Clock clock;
    private final AppendQueue queue;
    private final LiveFeed live;
    private final AckTimes times;
    private final Executor executor;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private Sequencer sequencer;
    /** Whether the store may have kept something we do not know of. */
    private boolean headIsDoubtful;

    AppendLoop(EventStore store, Clock clock, AppendQueue queue, LiveFeed live, AckTimes times, Executor executor) {
        this.store = store;
        this.clock = clock;
        this.queue = queue;
        this.live = live;
        this.times = times;
        this.executor = executor;
        this.sequencer = new Sequencer(live.tip());
    }

    /** There is something in the queue. */
    void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("the last run, queued by finish(), takes what is in the queue");
            }
        }
    }

    @Override
    public void run() {
        try {
            step();
        } finally {
            scheduled.set(false);
            if (queue.peek() != null) {
                wake();
            }
        }
    }

    /** One batch, or one task of another kind. */
    private void step() {
        Pending first = queue.peek();
        if (first == null) {
            return;
        }
        times.turn(System.nanoTime());
        if (headIsDoubtful && !readHeadAnew(first)) {
            return;
        }
        if (first instanceof Pending.Append) {
            appendBatch();
        } else if (first instanceof Pending.Delete delete) {
            queue.remove();
            guarded(delete, () -> delete.answer().complete(delete(delete.stream())));
        } else if (first instanceof Pending.Publish publish) {
            queue.remove();
            guarded(publish, () -> publish.answer().complete(publish(publish.staging(), publish.check())));
        }
    }

    private void guarded(Pending pending, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("a task of the append thread failed", e);
            headIsDoubtful = true;
            pending.refuse(StoreFailures.of("the request", e));
        }
    }

    private void appendBatch() {
        BatchBuilder batch = new BatchBuilder(store, sequencer, clock.millis());
        Optional<Failure> failure;
        try {
            while (queue.peek() instanceof Pending.Append request) {
                if (!request.take()) {
                    dropWithdrawn(request);
                    continue;
                }
                if (!batch.add(request)) {
                    break;
                }
                queue.remove();
            }
            sequencer = batch.sequencer();
            failure = store(batch.events());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("building a batch failed", e);
            failure = Optional.of(StoreFailures.of("the append", e));
            headIsDoubtful = true;
            batch.failed(failure.get()); // before anybody is answered
            refuseHalfTaken(failure.get());
        }
        failure.ifPresent(batch::failed);
        boolean deletes = failure.isEmpty() && applyDeletions(batch);
        // The head moves before the answer, so that an emitter finds its event in a replay it asks for next; readers
        // are woken after it.
        List<LiveReader> woken = failure.isEmpty() ? show(batch, deletes) : List.of();
        batch.answer(times, System.nanoTime());
        woken.forEach(LiveReader::schedule);
    }

    private void dropWithdrawn(Pending.Append request) {
        queue.remove();
        countRefused(request.events());
        request.refuse(Failure.of(
                Failure.Kind.OVERLOADED,
                "it waited too long for its turn and was taken back",
                "nothing was stored; try again in a moment"));
    }

    private List<LiveReader> show(BatchBuilder batch, boolean deletes) {
        if (batch.events().isEmpty()) {
            return List.of();
        }
        // A batch with deletions may itself hold events that are hidden now: let readers ask the store.
        return deletes ? live.reset(sequencer.lastOrderId()) : live.publish(batch.events());
    }

    /** After a fault of ours, whatever stands first in the queue may be half done: it must not be tried for ever. */
    private void refuseHalfTaken(Failure failure) {
        Pending first = queue.peek();
        if (first != null) {
            queue.remove();
            first.refuse(failure);
        }
    }

    /** Stores a batch; empty when it is durable. */
    private Optional<Failure> store(List<Event> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        try {
            store.append(events);
            batches.incrementAndGet();
            appended.addAndGet(events.size());
            return Optional.empty();
        } catch (StoreException e) {
            refused.addAndGet(events.size());
            headIsDoubtful = e.kind() == Kind.CONFLICT || e.kind() == Kind.UNREACHABLE;
            return Optional.of(StoreFailures.of("the append", e));
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // an error, too: whoever waits for an answer must get one
            LOG.error("the store failed unexpectedly", e);
            refused.addAndGet(events.size());
            headIsDoubtful = true;
            return Optional.of(StoreFailures.of("the append", e));
        }
    }

    /** State is a fold: a deletion recorded by whoever counts as one made here. */
    private boolean applyDeletions(BatchBuilder batch) {
        boolean any = false;
        for (int i = 0; i < batch.streams().size(); i++) {
            if (batch.streams().get(i).equals(StreamNames.CONFIG)) {
                Optional<StreamDeletion> deletion =
                        DeletionEvents.read(batch.events().get(i));
                deletion.ifPresent(this::hide);
                any |= deletion.isPresent();
            }
        }
        return any;
    }

    private Optional<Failure> hide(StreamDeletion deletion) {
        try {
            store.delete(deletion.streamName(), deletion.upTo());
            live.hide(deletion.streamName(), deletion.upTo());
            return Optional.empty();
        } catch (StoreException e) {
            LOG.warn("stream '{}' is recorded as deleted but not hidden yet", deletion.streamName(), e);
            return Optional.of(StoreFailures.of(
                    "the deletion is recorded and will be done at the next start; hiding the events now", e));
        }
    }

    private Result<Long> delete(String stream) {
        Optional<Failure> denied = EventRules.checkDeletion(stream);
        if (denied.isPresent()) {
            return Result.err(denied.get());
        }
        StreamInfo info;
        try {
            info = store.stream(stream).orElse(null);
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("the deletion", e));
        }
        if (info == null) {
            return Result.err(
                    Failure.Kind.NOT_FOUND, "no stream '" + stream + "'", "list the streams: photon streams list");
        }
        StreamDeletion deletion = new StreamDeletion(stream, info.lastOrderId());
        long nowMs = clock.millis();
        sequencer = sequencer.next(nowMs);
        List<Event> record = List.of(DeletionEvents.draft(deletion).stamped(sequencer.lastOrderId(), nowMs));
        Optional<Failure> failure = store(record);
        if (failure.isEmpty()) {
            failure = hide(deletion);
            live.publish(record).forEach(LiveReader::schedule);
        }
        return failure.<Result<Long>>map(Result::err).orElseGet(() -> Result.ok(info.totalEvents()));
    }

    private Result<Long> publish(EventStore.Staging staging, EventLog.PublishCheck check) {
        try {
            Optional<Failure> refusal = check.refusal();
            if (refusal.isPresent()) {
                return Result.err(refusal.get());
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("the restore", e));
        }
        try {
            staging.publish();
        } catch (StoreException e) {
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
            return Result.err(StoreFailures.of("the events are restored; reading them back", e));
        }
    }

    /** The store's head is what counts; live readers read what they do not have from the store. */
    private void moveTo(long head) throws StoreException {
        sequencer = sequencer.atLeast(head);
        if (head > live.tip()) {
            DeletionFold.apply(store, live.tip(), deletion -> live.hide(deletion.streamName(), deletion.upTo()));
            live.reset(head).forEach(LiveReader::schedule);
        }
        headIsDoubtful = false;
    }

    private boolean readHeadAnew(Pending waiting) {
        try {
            moveTo(store.lastOrderId());
            return true;
        } catch (StoreException e) {
            queue.remove();
            waiting.refuse(StoreFailures.of("reading the head of the store", e));
            return false;
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("reading the head of the store failed", e);
            queue.remove();
            waiting.refuse(StoreFailures.of("reading the head of the store", e));
            return false;
        }
    }

    /** Stores and answers what is queued; the queue is closed already, so this ends. */
    void finish(ExecutorService appendThread) {
        appendThread.execute(() -> {
            while (queue.peek() != null) {
                step();
            }
        });
        if (!LogThreads.finish(appendThread)) {
            LOG.warn("the store did not return from its last append in time");
        }
    }

    /** A request that was not even queued. */
    void countRefused(int events) {
        refused.addAndGet(events);
    }

    long appended() {
        return appended.get();
    }

    long batches() {
        return batches.get();
    }

    long refused() {
        return refused.get();
    }
}
