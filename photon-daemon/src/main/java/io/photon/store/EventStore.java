package io.photon.store;

import io.photon.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps events. Safe for one writer and many readers; {@link #append}, {@link #delete} and {@link Staging#publish} are
 * the writer's.
 *
 * <p>Implementations extend {@code EventStoreContract} in the test tree; it is the full specification.
 */
public interface EventStore extends EventReader, AutoCloseable {

    /**
     * Stores all events of the batch or none; returns only when they survive a power cut (as far as
     * {@link #durability()} promises).
     *
     * @param batch at least one event, order-ids rising and above {@link #lastOrderId()}
     * @throws StoreException OUTCOME_UNKNOWN when the events may be stored or not; after any other kind (CONFLICT,
     *     NO_SPACE, READ_ONLY, FAILED, CLOSED) none of them is. An unchecked exception or an error says nothing
     */
    void append(List<Event> batch) throws StoreException;

    /**
     * Hides the stream's events up to and including {@code upTo} at once and erases their bytes later, in the
     * background. Idempotent: asked again (as at every start) it finishes what is unfinished and costs little when
     * nothing is left. The caller has recorded the deletion durably; the store need not remember it.
     */
    void delete(String stream, long upTo) throws StoreException;

    /** How far the erasure of deleted events is. */
    Erasure erasure();

    /**
     * A view of this moment that no later append, deletion or erasure changes. Close it: it holds files open.
     */
    PinnedView pin() throws StoreException;

    /** Opens a place for events that are not yet published, as a restore needs. At most one at a time. */
    Staging stage() throws StoreException;

    /**
     * Reads everything stored and checks it against its checksums.
     *
     * @param report hears of each damage and of progress
     */
    void verify(VerifyReport report) throws StoreException;

    /**
     * Looks again whether damaged places can be healed that lie in a range of order-ids; a store with one copy has
     * nothing to heal from. Reads the segments concerned, so it is not for the writer.
     */
    default void heal(long first, long last) {}

    /** What an answered append means here. */
    Durability durability();

    /** Facts for {@code /api/stats}: plain numbers and short texts by kebab-case name, e.g. segments, bytes. */
    Map<String, Object> stats();

    /** Whether an append could succeed now; the reason when not. */
    StoreState state();

    /** Stops background work and releases everything; idempotent. */
    @Override
    void close() throws StoreException;

    /** A read-only view of one moment. */
    interface PinnedView extends EventReader, AutoCloseable {
        @Override
        void close();
    }

    /**
     * Events on their way in. Closing without {@link #publish} leaves nothing behind. Thread-safe: who adds and closes
     * may be another than the writer; closing waits for a publishing under way, and one that comes later fails.
     */
    interface Staging extends AutoCloseable {

        /** Adds events, order-ids rising over all calls. They are not visible yet. */
        void add(List<Event> events) throws StoreException;

        /** The first added event of a stream with this local-id; it need not be published. */
        Optional<Event> findByLocalId(String stream, String localId) throws StoreException;

        /**
         * Makes all added events visible in one atomic, durable step. Called by the writer.
         *
         * @throws StoreException CONFLICT when the first added event is not above the head, CLOSED when it was closed meanwhile;
         *     nothing was published
         */
        void publish() throws StoreException;

        @Override
        void close();
    }

    /** Hears what a verification finds. */
    interface VerifyReport {
        void progress(long eventsChecked, long bytesChecked);

        /** @param place file and offset, or whatever names the place in this backend */
        void damage(String place, String what, long firstOrderId, long lastOrderId);
    }

    /** How far deleted events are erased. @param pendingStreams deletions whose bytes are still on disk */
    record Erasure(int pendingStreams, long erasedEvents, long erasedBytes) {}

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
    record StoreState(Condition condition, String reason) {
        public enum Condition {
            WRITABLE,
            FULL,
            READ_ONLY
        }
    }
}
