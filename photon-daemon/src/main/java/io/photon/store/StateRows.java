// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map from text to bytes, on disk, of any size; changes are held in memory until the next
 * {@link Snapshots#save} makes them durable together with the snapshot, and {@link #rollback} forgets them. Reading
 * throws {@link StateLostException} when what is on disk cannot be read. For one
 * thread at a time.
 */
public interface StateRows {

    /** The row as last put, or null. Not to be changed. */
    byte @Nullable [] get(String key);

    /** @param value not to be changed afterwards */
    void put(String key, byte[] value);

    void remove(String key);

    /**
     * Visits rows in the order of their keys ({@link String#compareTo}).
     *
     * @param from inclusive; "" for the start
     * @param visitor returns false to stop
     */
    void forEach(String from, BiPredicate<String, byte[]> visitor);

    /** How many bytes of changes wait for the next save, roughly. */
    long pendingBytes();

    /** Back to the last save. */
    void rollback();
}
