// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;

/**
 * A second copy of the records, asked when the log finds damage. Only what the log's own framing shows to have been
 * there is ever taken from it, and only with a fitting checksum.
 */
public interface RecordSource {

    /** A source that has nothing. */
    RecordSource NONE = (after, upTo, max) -> List.of();

    /**
     * Records in order.
     *
     * @param after exclusive
     * @param upTo inclusive; {@link Long#MAX_VALUE} for all
     * @param max how many at the most
     * @return none also where the copy itself is damaged: that will not be otherwise when it is asked again; and where it
     *     cannot be asked at all for now, as {@link #mayStillCome} says
     */
    List<CopiedRecord> between(long after, long upTo, int max) throws Unreadable;

    /**
     * The copy could be asked and yet not be read this time, which says nothing about what is in it. No generation comes of it, so it
     * is asked again after a while; {@link #mayStillCome} is what spares asking.
     */
    final class Unreadable extends IOException {

        private static final long serialVersionUID = 1;

        public Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Another number once it may have what it did not have before, as when a database has opened. */
    default long generation() {
        return 0;
    }

    /**
     * Whether it may come to have what it does not have now, as a database that is not open: its {@link #generation} will be
     * another one then. False only after the generation has changed.
     */
    default boolean mayStillCome() {
        return false;
    }

    /**
     * Whether the log is a copy of it. Then nothing that is damaged in the log has to stay so: a segment with places that the
     * records of {@link #between} do not fill is written anew with what {@link #all} gives for them.
     */
    default boolean isOriginal() {
        return false;
    }

    /**
     * Gives all that the original has of a range; of what is not among it, it is certain that it is not stored any more.
     *
     * @param after exclusive
     * @param upTo inclusive
     * @throws StoreException when it cannot be told: {@link #mayStillCome} says whether it may be later. The sink may have been
     *     given some
     */
    default void all(long after, long upTo, Sink sink) throws StoreException, IOException {
        throw new UnsupportedOperationException("not an original");
    }

    /** Is given events in order. */
    @FunctionalInterface
    interface Sink {
        void take(List<Event> events) throws StoreException, IOException;
    }

    /** Has a task run, on any thread and quickly, each time the generation has changed. */
    default void whenMore(Runnable task) {}

    /**
     * @param previous the order-id stored before this one when it was copied
     * @param crc the record's checksum as the log had it
     */
    record CopiedRecord(long orderId, long previous, int crc, byte[] line) {

        /** The record of an event whose bytes are known to be right. */
        public static CopiedRecord of(Event event, long previous) {
            return new CopiedRecord(event.orderId(), previous, Healer.crc(event), event.line());
        }
    }
}
