// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parts of content that is too long for one row: at most as long as {@link SlotServer#sizes} says, written before a slot names their id, and as durably as a
 * slot. An id is used for one content only. Thread-safe; errors as {@link SlotServer} says.
 */
public interface PartTable {

    /** Writes a part, once. @param number from 0 */
    void put(UUID id, int number, byte[] bytes) throws StoreException;

    /** @return the part, with all that was confirmed before; null when it is not there */
    byte @Nullable [] get(UUID id, int number) throws StoreException;

    /** Removes those of the first parts that are there. */
    void remove(UUID id, int parts) throws StoreException;
}
