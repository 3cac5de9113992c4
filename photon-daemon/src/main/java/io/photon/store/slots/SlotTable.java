// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log in the server: a row for each slot, written by comparing and setting only. Thread-safe; errors as
 * {@link SlotServer} says.
 */
public interface SlotTable {

    /** Slots that are asked for and not yet there. */
    interface Asked {
        /** @return those that there are, in their order; there may be gaps, and the first may be missing */
        List<Slot> await() throws StoreException;
    }

    /**
     * Puts a slot in its place, if nothing is there; confirmed as durably as the server can.
     *
     * @return what is there now and stays there: this one, or what was there before, which may be this one, too
     * @throws NoAnswerException when it may be there, now or later, or not
     * @throws StoreException when it was not put there and will not be
     */
    Slot claim(Slot slot) throws NoAnswerException, StoreException;

    /**
     * The most slots that are asked for at once; a question never goes over a multiple of it. Always the same, above 0.
     */
    int longestPage();

    /**
     * Asks for slots from a number on, and does not wait. What was confirmed before may be missing when the server is about
     * to change its mind about who leads it; what is given is never taken back.
     *
     * @param most from 1 to {@link #longestPage}
     */
    Asked ask(long from, int most) throws StoreException;

    /** Whether a page was refused because of its size: then it is asked for with one slot. */
    default boolean isTooMuch(StoreException refusal) {
        return false;
    }

    /**
     * One slot, with all that was confirmed before this call.
     *
     * @return null when it is not there
     */
    @Nullable Slot find(long number) throws StoreException;

    /**
     * Puts other content in a slot, with the next revision, if it still has the one that was read.
     *
     * @return whether it had
     * @throws NoAnswerException when it may be done, now or later, or not
     */
    boolean rewrite(Slot slot, Slot.Content content) throws NoAnswerException, StoreException;

    /**
     * Only raises the revision: from now on no rewriting succeeds that was begun before.
     *
     * @return whether the slot still was as it was read
     * @throws NoAnswerException when it may be done, now or later, or not
     */
    default boolean touch(Slot slot) throws NoAnswerException, StoreException {
        return rewrite(slot, slot.content());
    }
}
