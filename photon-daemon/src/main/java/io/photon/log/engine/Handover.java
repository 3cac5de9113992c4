// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

/**
 * Where a reader reads next: the hand-over from stored to live events and back. A pure state machine over order-ids; for
 * one thread.
 *
 * <p>The live ring holds every visible event above its {@code floor} and up to its {@code tip}. A reader has been given
 * everything up to its {@code cursor}. So a cursor at or above the floor can go on from the ring without a gap, one
 * below it must go to the store, and no one can be given anything twice, since whatever is read lies above the cursor.
 *
 * <pre>
 *          cursor &lt; floor        floor &lt;= cursor &lt; tip       cursor &gt;= tip
 *            COLD   ──────────►     CATCHING_UP   ──────────►    LIVE
 *              ▲                         │                        │
 *              └───── the ring ran ahead of a slow reader ◄───────┘
 * </pre>
 */
final class Handover {

    /** What to do next. */
    enum Phase {
        /** Read a page from the store. */
        COLD,
        /** Read from the live ring. */
        CATCHING_UP,
        /** Nothing to read: wait for the next batch. */
        LIVE,
        /** Everything up to the upper bound was given. */
        DONE
    }

    private final long until;
    private long cursor;

    /**
     * @param start exclusive: the first event given lies above it
     * @param until inclusive upper bound, {@link Long#MAX_VALUE} for none
     */
    Handover(long start, long until) {
        this.cursor = start;
        this.until = until;
    }

    /** Decides by the ring as it is now. */
    Phase phase(long floor, long tip) {
        if (cursor >= until) {
            return Phase.DONE;
        }
        if (cursor < floor) {
            return Phase.COLD;
        }
        return cursor < tip ? Phase.CATCHING_UP : Phase.LIVE;
    }

    /** Everything wanted up to here was given or is not there; a step back changes nothing. */
    void passed(long orderId) {
        cursor = Math.max(cursor, orderId);
    }

    /** Whether an event lies ahead of the reader and within its bound. */
    boolean wants(long orderId) {
        return orderId > cursor && orderId <= until;
    }

    long cursor() {
        return cursor;
    }

    long until() {
        return until;
    }
}
