// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import io.photon.event.Gap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events. Safe for one writer and many readers; {@link #append}, {@link #hide} and {@link Staging#publish} are the
 * writer's.
 *
 * <p>What a store must do itself is here and in {@link EventReader}. The rest are facets: a store that can do them better
 * than by reading and appending brings its own, others inherit what {@code store.generic} has.
 *
 * <p>Implementations pass {@code EventStoreContract}, the test kit; it is the full specification.
 */
public interface EventStore extends EventReader, AutoCloseable {

    /**
     * Stores all events of the batch or none; returns only when they survive a power cut (as far as
     * {@link #durability()} promises).
     *
     * @param batch at least one event, order-ids rising and above {@link #lastOrderId()}
     * @param fence who writes
     * @throws StoreException OUTCOME_UNKNOWN when the events may be stored or not; after any other kind (CONFLICT, FENCED,
     *     NO_SPACE, READ_ONLY, FAILED, CLOSED) none of them is. An unchecked exception or an error says nothing
     */
    void append(List<Event> batch, Fence fence) throws StoreException;

    /** The same by the only writer that there is: for tools and tests, which hold no lease. */
    default void append(List<Event> batch) throws StoreException {
        append(batch, Fence.LOCAL);
    }

    /**
     * Called by a log that has become the writer, before it reads the head, and again whenever it does not know what the
     * store has kept. What was decided and not finished, by an earlier writer or by this one, is finished here.
     *
     * @throws StoreException FENCED as for an append; after any other kind it is called again before the next append
     */
    default void takeOver(Fence fence) throws StoreException {
        // A store that is alone with its data finishes it when it is opened.
    }

    /** Called by a log that is not the writer any more: another process finishes what is unfinished. */
    default void standBy() {
        // A store that is alone with its data has no other process.
    }

    /**
     * Hides the stream's events up to and including {@code upTo} at once; their bytes may be erased later. Idempotent:
     * asked again (as at every start) it finishes what is unfinished and costs little when nothing is left. The caller has
     * recorded the deletion durably; the store need not remember it.
     */
    void hide(String stream, long upTo) throws StoreException;

    /** More are seldom worth the wait for the first of them. */
    int USUAL_GROUP_EVENTS = 1_000;

    /** Up to how many bytes of events an append should have that need not be stored in one step. Above 0; always the same. */
    default int groupBytes() {
        return Integer.MAX_VALUE;
    }

    /** The same as a number of events: more where a group costs a long time however large it is. */
    default int groupEvents() {
        return USUAL_GROUP_EVENTS;
    }

    /** What an append waits for. */
    enum Wait {
        NOTHING,
        DISK,
        /** Other processes. */
        OTHERS
    }

    /** What an append waits for, so that it is known which thread may do it. */
    default Wait appendWaitsFor() {
        return Wait.OTHERS;
    }

    /** What an answered append means here. */
    Durability durability();

    /** Whether an append could succeed now; the reason when not. */
    StoreState state();

    /** Facts for {@code /api/stats}: plain numbers and short texts by kebab-case name, e.g. segments, bytes. */
    Map<String, Object> stats();

    /** Views of one moment. */
    Pinning pinning();

    /** Many events in one step. */
    StagingArea staging();

    /** Checks of what is stored. */
    Verification verification();

    /** One stream as the writer has to know it: also what may be there of it and is not found. Not for {@code __all__}. */
    default KnownStream known(String stream) throws StoreException {
        return KnownStream.allOf(stream(stream).orElse(null));
    }

    /** What the processes that share this store tell each other through it; empty for a store that one process has alone. */
    default Optional<FactTable> facts() {
        return Optional.empty();
    }

    /**
     * Has a listener told, on any thread, each time a place can be read that could not be read before: what is folded of events
     * may lack some of it. It must not wait. A store whose readers never meet damage that goes away tells nothing.
     */
    default void whenHealed(Consumer<Gap> listener) {}

    /** How far the erasure of hidden events is. */
    default Erasure erasure() {
        return Erasure.NOTHING_PENDING;
    }

    /** Stops background work and releases everything; idempotent. */
    @Override
    void close() throws StoreException;

    /** What an answer promises. */
    enum Durability {
        FSYNC("fsync"),
        REPLICATED("replicated"),
        MEMORY("memory");

        private final String word;

        Durability(String word) {
            this.word = word;
        }

        /** As it stands in an answer. */
        public String word() {
            return word;
        }
    }

    /** Whether the store can take events. @param reason null when it can */
    record StoreState(Condition condition, @Nullable String reason) {
        public enum Condition {
            WRITABLE,
            FULL,
            READ_ONLY
        }
    }
}
