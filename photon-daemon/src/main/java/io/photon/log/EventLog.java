// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.PinnedView;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Order, durability and replay over one {@link EventStore}. Thread-safe.
 *
 * <p>Answered means durable: a future completes only when the store has the events. Published means durable: no
 * subscriber sees an event before. Queues are bounded by events and by bytes; full means refused, never dropped.
 */
public interface EventLog extends AutoCloseable {

    /**
     * Appends. Completes with one result per draft, in order; for an atomic request all are Ok or all carry the same
     * failure. The future itself never fails. It completes on the append thread, or on one that takes a turn of it
     * ({@link AppendRequest#help}): do little there, or hand over.
     */
    CompletableFuture<List<Result<Appended>>> append(AppendRequest request);

    /** Prepares a replay; nothing is read before {@code request(n)}. @param by whom {@link #subscribers} names */
    Replay replay(ReplaySpec request, SubscriberName by);

    /** The same for no one in particular. */
    default Replay replay(ReplaySpec request) {
        return replay(request, SubscriberName.UNNAMED);
    }

    /** The same for Photon itself: {@link #stats} does not count it among the subscribers. */
    Replay follow(ReplaySpec request);

    /**
     * Records the deletion of a stream's events up to now in {@code __config__}; they are hidden at once and erased in
     * the background.
     *
     * @return how many events are gone, or NOT_FOUND, or DENIED for an internal stream
     */
    CompletableFuture<Result<Long>> deleteStream(String name);

    /** Publishes staged events as one atomic step of the append thread; subscribers then see them in order. */
    default CompletableFuture<Result<Long>> publish(Staging staging) {
        return publish(staging, Optional::empty);
    }

    /**
     * The same if a last check agrees: nothing is appended between the check and the publishing.
     *
     * @param check runs on the append thread, so it must be quick
     */
    CompletableFuture<Result<Long>> publish(Staging staging, PublishCheck check);

    /** Whether staged events may still be published. */
    @FunctionalInterface
    interface PublishCheck {
        /** Why not; empty when they may. */
        Optional<Failure> refusal() throws StoreException;
    }

    /**
     * Pauses appends, deletions and publishing: what is queued before is stored, what comes after is refused as READ_ONLY
     * with the reason. Several may pause them: they go on when no pause is left. Asked again with the same name it changes
     * reason and end, except that a pause without an end keeps that.
     *
     * @param name tells this pause from others
     * @param why completes "appends are paused: …"
     * @param most after which they go on by themselves; zero for not before {@link #resumeAppends}, or a restart
     * @return the head, which stays where it is until they go on; CONFLICT when there are too many pauses
     */
    CompletableFuture<Result<Long>> pauseAppends(String name, String why, Duration most);

    /** Ends the pause of this name, if there is one. @return whether appends stay paused, for others have asked, too */
    boolean resumeAppends(String name);

    /** Ends all pauses. */
    void resumeAppends();

    /**
     * Stores events of another log as they are, in one step: order-ids, times and bytes. Only while the {@link AppendGate}
     * takes them.
     *
     * @param batch order-ids rising; events that are not above the head are left out
     * @return the head after it; CONFLICT when the gate does not take them
     */
    CompletableFuture<Result<Long>> replicate(List<Event> batch);

    /**
     * Completes when the head is above a position, at once when it is; on a thread as that of {@link #append}. Cancel it when it
     * has no use any more.
     */
    CompletableFuture<Long> headAbove(long orderId);

    /**
     * Has a listener told, on any thread, when a place can be read that could not be read before, and the deletions recorded
     * there are applied: what is folded of events may lack some of it. It must not wait.
     */
    void whenHealed(Consumer<Gap> listener);

    /**
     * Has that told of a place which could not be read and can be now, as who was not listening yet has found. Not told by the one
     * who found it: until the deletions recorded there are applied, what they delete can be read, too. Waits for nothing.
     */
    void foundHealed(Gap place);

    /** Pages, streams and single events, as visible now. */
    EventReader reader();

    PinnedView pin() throws StoreException;

    Staging stage() throws StoreException;

    /**
     * Where clients reach the process that writes to this store; an empty text when its address is not known. Empty when this
     * log is the one that writes, or when none is known to.
     */
    default Optional<String> writerElsewhere() {
        return Optional.empty();
    }

    /** Whether this log is the one that writes to its store. */
    default boolean isWriter() {
        return true;
    }

    /** The highest order-id answered or stored, 0 when empty. */
    long head();

    /** Whether an append could succeed now, and why not: the store's own state, and whether this log is the writer. */
    EventStore.StoreState state();

    /** Why appending does not go on although a request waits: for an operator; empty as long as it does. */
    Optional<String> stall();

    LogStats stats();

    /** How long answers took, from the queue to the answer. */
    TimeCounts answerTimes();

    /** The open replays, in no order; those of Photon itself are not among them. */
    List<SubscriberState> subscribers();

    /** The streams that got most events in the last minute, as far as a bounded memory can tell. @param most how many */
    BusyStreams busiest(int most);

    /** Of the bytes in flight: for who keeps events that it was given. */
    Budget budget();

    EventStore store();

    /** Finishes the batch in flight, refuses what comes later, ends all replays, and leaves the store open. */
    @Override
    void close();
}
