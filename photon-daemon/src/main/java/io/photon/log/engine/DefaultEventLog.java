// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.core.EventRules;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.Gap;
import io.photon.log.AppendGate;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.BusyStreams;
import io.photon.log.EventLog;
import io.photon.log.Expect;
import io.photon.log.Help;
import io.photon.log.LogLimits;
import io.photon.log.LogStats;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.SubscriberName;
import io.photon.log.SubscriberState;
import io.photon.log.TimeCounts;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.EventStore.StoreState;
import io.photon.store.Fence;
import io.photon.store.PinnedView;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.lease.LocalLease;
import io.photon.store.lease.SequencerLease;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log over any store: a bounded queue before one {@link AppendLoop}, a {@link LiveFeed} after it. Thread-safe: it has no state
 * of its own but whether it is closed.
 */
public final class DefaultEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultEventLog.class);

    /** A forced write takes milliseconds, a second on a bad day: after this time something is wrong. */
    private static final long STALL_NANOS = 30_000_000_000L;

    private final EventStore store;
    private final AppendQueue queue;
    private final AppendLoop loop;
    private final AppendTurns turns;
    private final WriterRole writer;
    private final AppendPause pause;
    private final LiveFeed live;
    private final HealedPlaces healed;
    private final LiveEdge edge;
    private final ReplayHub hub;
    private final AckTimes times = new AckTimes();
    private final StreamCounts busy = new StreamCounts(System.nanoTime());
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Workers workers;
    private final Budget budget;

    /**
     * Who may append, and when.
     *
     * @param head as the writer found it
     * @param healed what can be read since then
     */
    private record Sequencing(WriterRole writer, long head, HealedPlaces healed, AppendGate gate, Clock clock) {

        /** @param keepsItself see {@link WriterRole} */
        static Sequencing begin(
                EventStore store, SequencerLease lease, boolean keepsItself, AppendGate gate, Clock clock)
                throws StoreException {
            WriterRole writer = new WriterRole(lease, keepsItself);
            HealedPlaces healed = new HealedPlaces(store);
            return new Sequencing(writer, writer.begin(store), healed, gate, clock);
        }

        /** Of a log that is alone with its store, and is stepped. */
        static Sequencing stepped(EventStore store, Clock clock) throws StoreException {
            return begin(store, new LocalLease(), false, AppendGate.OPEN, clock);
        }
    }

    private DefaultEventLog(
            EventStore store, Sequencing by, LogLimits limits, Budget budget, LongSupplier nanos, Workers workers) {
        this.budget = budget;
        this.store = store;
        this.workers = workers;
        this.writer = by.writer();
        this.pause = new AppendPause(nanos);
        this.queue = new AppendQueue(limits.queueEvents(), limits.queueBytes(), nanos);
        this.live = new LiveFeed(limits.ringEvents(), limits.ringBytes(), by.head());
        Workers.Reading reading = workers.reading();
        this.hub = new ReplayHub(store, live, reading.plain(), reading.filtered(), limits, budget, by.clock()::millis);
        this.edge = new LiveEdge(store, live, hub, by.healed());
        this.loop = new AppendLoop(store, writer, pause, by.gate(), by.clock(), queue, live, edge, times, busy);
        this.turns = workers.appending(loop);
        hub.onNotScheduled(() -> {
            edge.readerNotScheduled();
            turns.wake();
        });
        this.healed = by.healed();
        healed.whenSome(() -> {
            edge.placesHealed();
            turns.wake();
        });
        writer.onChange(turns::wake);
        turns.wake(); // for a change before this
    }

    /**
     * A log with threads of its own, all made now. The store is told of its deletions.
     *
     * @param budget of the bytes in flight; the caller closes it, after the log
     * @param occupancy is told when the thread that appends has nothing to do
     */
    public static DefaultEventLog start(EventStore store, Clock clock, Budget budget, Occupancy occupancy)
            throws StoreException {
        return start(store, new LocalLease(), AppendGate.OPEN, clock, budget, occupancy);
    }

    /**
     * The same over a store that other processes may write to.
     *
     * @param lease says when this log appends; while it does not, requests are refused, and live events are those that the
     *     other appends. Closed with the log
     */
    public static DefaultEventLog start(
            EventStore store, SequencerLease lease, Clock clock, Budget budget, Occupancy occupancy)
            throws StoreException {
        return start(store, lease, AppendGate.OPEN, clock, budget, occupancy);
    }

    /** The same. @param gate whether it takes events of its own, or those of another log */
    public static DefaultEventLog start(
            EventStore store, SequencerLease lease, AppendGate gate, Clock clock, Budget budget, Occupancy occupancy)
            throws StoreException {
        return new DefaultEventLog(
                store,
                Sequencing.begin(store, lease, true, gate, clock), // before there are threads: it may fail
                LogLimits.DEFAULT,
                budget,
                System::nanoTime,
                new Workers.Threads(occupancy));
    }

    /** The same with a budget that refuses nothing. */
    public static DefaultEventLog start(EventStore store, Clock clock) throws StoreException {
        return start(store, clock, Budget.unlimited(), new Occupancy(System.nanoTime()));
    }

    /**
     * A log without threads: a test's scheduler steps it.
     *
     * @param append runs one task at a time, in order
     * @param read runs tasks in any order, also several at a time
     */
    public static DefaultEventLog stepped(
            EventStore store, Clock clock, LogLimits limits, Executor append, Executor read) throws StoreException {
        return stepped(store, clock, System::nanoTime, limits, append, read);
    }

    /** The same. @param nanos by which it is judged whether appending goes on */
    static DefaultEventLog stepped(
            EventStore store, Clock clock, LongSupplier nanos, LogLimits limits, Executor append, Executor read)
            throws StoreException {
        return new DefaultEventLog(
                store,
                Sequencing.stepped(store, clock),
                limits,
                Budget.unlimited(),
                nanos,
                new Workers.Stepped(append, read));
    }

    /** The same with a budget of the bytes in flight. */
    public static DefaultEventLog stepped(
            EventStore store, Clock clock, LogLimits limits, Budget budget, Executor append, Executor read)
            throws StoreException {
        return new DefaultEventLog(
                store,
                Sequencing.stepped(store, clock),
                limits,
                budget,
                System::nanoTime,
                new Workers.Stepped(append, read));
    }

    @Override
    public Budget budget() {
        return budget;
    }

    @Override
    public CompletableFuture<List<Result<Appended>>> append(AppendRequest request) {
        AppendTask.Append task =
                new AppendTask.Append(request, Comparisons.of(request.drafts(), store), System.nanoTime());
        Optional<Failure> refused = check(task);
        if (refused.isPresent()) {
            task.refuse(refused.get());
        } else {
            enqueue(task, request.help());
        }
        return task.answer;
    }

    private static Optional<Failure> check(AppendTask.Append task) {
        if (task.atomic) {
            Optional<Failure> tooLarge = EventRules.checkAtomicSize(task.events(), task.bytes());
            if (tooLarge.isPresent()) {
                return tooLarge;
            }
        }
        if (task.request.expect() instanceof Expect.Any) {
            return Optional.empty();
        }
        List<EventDraft> drafts = task.request.drafts();
        String stream = drafts.get(0).streamName();
        boolean oneStream = drafts.stream().allMatch(draft -> draft.streamName().equals(stream));
        if (task.atomic && oneStream) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.BAD_INPUT,
                "an expected last event needs one stream and an atomic request",
                "send the events of one stream with --atomic, or give up --expect"));
    }

    private void enqueue(AppendTask task) {
        enqueue(task, Help.NONE);
    }

    private void enqueue(AppendTask task, Help help) {
        switch (queue.offer(task)) {
            case TAKEN -> turns.wake(help);
            case FULL -> {
                loop.counts().refused(task.events());
                task.refuse(Failure.of(
                        Failure.Kind.OVERLOADED,
                        "the queue of appends is full (" + queue.events() + " events, " + queue.bytes() + " bytes)",
                        "nothing was stored; try again in a moment"));
            }
            case CLOSED ->
                task.refuse(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "try again after its restart"));
        }
    }

    @Override
    public Replay replay(ReplaySpec request, SubscriberName by) {
        return new DefaultReplay(hub, request, by);
    }

    @Override
    public Replay follow(ReplaySpec request) {
        return new DefaultReplay(hub, request, null);
    }

    @Override
    public CompletableFuture<Result<Long>> deleteStream(String name) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        enqueue(new AppendTask.Delete(name, answer));
        return answer;
    }

    @Override
    public CompletableFuture<Result<Long>> publish(Staging staging, PublishCheck check) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        enqueue(new AppendTask.Publish(staging, check, answer));
        return answer;
    }

    @Override
    public CompletableFuture<Result<Long>> replicate(List<Event> batch) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        enqueue(new AppendTask.Replicate(batch, answer));
        return answer;
    }

    @Override
    public CompletableFuture<Long> headAbove(long orderId) {
        return edge.headAbove(orderId);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        healed.whenFolded(listener);
    }

    @Override
    public void foundHealed(Gap place) {
        healed.add(place);
    }

    @Override
    public EventReader reader() {
        return store;
    }

    @Override
    public PinnedView pin() throws StoreException {
        return store.pinning().pin();
    }

    @Override
    public Staging stage() throws StoreException {
        Fence fence = writer.fence();
        if (fence == null) { // what is staged is shared with the log that appends
            throw new StoreException(
                    StoreException.Kind.READ_ONLY, writer.refusal().message());
        }
        return store.staging().stage(fence);
    }

    @Override
    public long head() {
        return live.tip();
    }

    @Override
    public LogStats stats() {
        return new LogStats(
                loop.counts().appended(),
                loop.counts().batches(),
                loop.counts().refused(),
                queue.events(),
                queue.bytes(),
                hub.started(),
                hub.delivered(),
                hub.openCount(),
                hub.slowCount(),
                times.percentileMicros(0.50),
                times.percentileMicros(0.99));
    }

    @Override
    public TimeCounts answerTimes() {
        return times.sinceStart();
    }

    @Override
    public List<SubscriberState> subscribers() {
        return hub.subscribers();
    }

    @Override
    public BusyStreams busiest(int most) {
        return busy.top(most, System.nanoTime());
    }

    @Override
    public Optional<String> stall() {
        if (!turns.isAlive() && !closed.get()) {
            return Optional.of("the thread that appends has ended");
        }
        long stuck = queue.stuckNanos();
        return stuck < STALL_NANOS
                ? Optional.empty()
                : Optional.of("an append has made no progress for " + stuck / 1_000_000_000 + " s");
    }

    @Override
    public Optional<String> writerElsewhere() {
        return writer.elsewhere();
    }

    @Override
    public boolean isWriter() {
        return writer.fence() != null;
    }

    @Override
    public StoreState state() {
        return pause.state(writer.state(store.state()));
    }

    @Override
    public CompletableFuture<Result<Long>> pauseAppends(String name, String why, Duration most) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        enqueue(new AppendTask.Pause(name, why, most, answer));
        return answer;
    }

    @Override
    public boolean resumeAppends(String name) {
        return pause.end(name);
    }

    @Override
    public void resumeAppends() {
        pause.endAll();
    }

    @Override
    public EventStore store() {
        return store;
    }

    /** What is queued already is still stored and answered: it was taken in. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        queue.close();
        boolean ended = !(turns instanceof AppendThread thread) || thread.finish();
        if (!ended) {
            LOG.warn("the store did not return from its last append in time");
        }
        writer.close();
        hub.close();
        if (!workers.finish()) {
            LOG.warn("a subscriber did not return; its replay is abandoned");
        }
    }
}
