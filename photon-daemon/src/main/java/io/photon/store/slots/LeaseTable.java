// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One row that says who writes. It only says who tries to: what keeps the log in order are its slots. Thread-safe; errors as
 * {@link SlotServer} says; with each call it is said how long it may take.
 */
public interface LeaseTable {

    /**
     * The row.
     *
     * @param holder a name that no other process has; empty for none
     * @param beat rises while the holder is there
     */
    record Row(String holder, long epoch, long beat) {}

    /** @return the row as it was confirmed last; null when there was none yet */
    @Nullable Row read(Duration timeout) throws StoreException;

    /**
     * Writes the row, if it is still in all of its values what was read.
     *
     * @param was null for none: then it is written if there is still none
     * @return whether it was
     * @throws NoAnswerException when it may be written, now or later, or not
     */
    boolean take(@Nullable Row was, Row next, Duration timeout) throws NoAnswerException, StoreException;

    /**
     * Writes the row, if its holder and epoch are still these; its beat may be another.
     *
     * @return whether they were
     * @throws NoAnswerException when it may be written, now or later, or not
     */
    boolean keep(String holder, long epoch, Row next, Duration timeout) throws NoAnswerException, StoreException;
}
