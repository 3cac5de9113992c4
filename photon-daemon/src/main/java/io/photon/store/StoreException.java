// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked; {@link #kind()} says what that means for the next step. */
public final class StoreException extends Exception {

    /** What the caller can conclude. */
    public enum Kind {
        /** An order-id is not above the head: nothing was stored. */
        CONFLICT,
        /** A writer of a higher epoch has come: nothing was stored, and this one must stop. Reading goes on. */
        FENCED,
        /** The disk is full: nothing was stored; later appends may succeed. */
        NO_SPACE,
        /** Nothing was stored, and nothing more is written by this process. Reading goes on. */
        READ_ONLY,
        /** Stored bytes are not what was written; the message names the place. */
        DAMAGED,
        /** Stored or not: a force failed, or a remote backend did not answer. Read the head before the next append. */
        OUTCOME_UNKNOWN,
        /**
         * What is asked for cannot be known yet, as it may lie in damage that is still being healed: nothing was stored or
         * changed; ask again in a moment.
         */
        NOT_YET,
        /** It failed for another reason, such as memory that ran out: nothing was stored or changed. */
        FAILED,
        /** The store cannot be opened as it is; the message says what to do. */
        REFUSED,
        /** The store is closed. */
        CLOSED
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final long gapFirst;
    private final long gapLast;
    private final boolean loss;

    public StoreException(Kind kind, @Nullable String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, @Nullable String message, @Nullable Throwable cause) {
        this(kind, message, cause, 0, 0, false);
    }

    private StoreException(
            Kind kind, @Nullable String message, @Nullable Throwable cause, long gapFirst, long gapLast, boolean loss) {
        super(message == null ? String.valueOf(cause) : message, cause);
        this.kind = kind;
        this.gapFirst = gapFirst;
        this.gapLast = gapLast;
        this.loss = loss;
    }

    /**
     * Damage of which it is known how far it reaches: a reader may go on after the gap.
     *
     * @param gapFirst the first order-id that can lie in the gap
     * @param gapLast the last order-id that can lie in the gap
     */
    public static StoreException damaged(String message, long gapFirst, long gapLast) {
        return new StoreException(Kind.DAMAGED, message, null, gapFirst, gapLast, false);
    }

    /** A writer came too late. @param highest the epoch that counts now */
    public static StoreException fenced(Fence fence, long highest) {
        return new StoreException(
                Kind.FENCED,
                "another writer has taken over (epoch " + highest + ", this one has " + fence.epoch()
                        + "); nothing was stored");
    }

    /**
     * Files that are missing or not what was written: REFUSED, and another copy may take their place. Everything else
     * that keeps a store from opening (a missing right, a limit, a lock, another version) leaves its files whole as far as
     * anyone knows, so nothing may be put in their place.
     */
    public static StoreException loss(String message) {
        return new StoreException(Kind.REFUSED, message, null, 0, 0, true);
    }

    /** What was asked and found; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Whether what is stored is shown to be missing or damaged, so that another copy may take its place. */
    public boolean isLoss() {
        return loss || kind == Kind.DAMAGED;
    }

    /** For damage: the first order-id that can lie in the gap, 0 when the gap is not known. */
    public long gapFirst() {
        return gapFirst;
    }

    /** For damage: the last order-id that can lie in the gap, 0 when the gap is not known. */
    public long gapLast() {
        return gapLast;
    }

    /** For damage: where a read forwards can go on after it (exclusive), 0 when that is not known. */
    public long readOnFrom() {
        return readOnFrom(Direction.FORWARDS);
    }

    /** For damage: where a read in this direction can go on after it (exclusive), 0 when that is not known. */
    public long readOnFrom(Direction direction) {
        return direction == Direction.FORWARDS ? gapLast : gapFirst;
    }

    public Kind kind() {
        return kind;
    }
}
