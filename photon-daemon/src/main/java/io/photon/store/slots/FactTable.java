// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.util.List;

/**
 * What is to be remembered until it is done, by whichever process. A few at a time. Thread-safe; errors as
 * {@link SlotServer} says; one that had no answer may be asked for again.
 */
public interface FactTable {

    /**
     * One of them.
     *
     * @param kind lower-case letters
     * @param name unlike that of all others of its kind; any text, up to a few KiB
     */
    record Fact(String kind, String name, long first, long second, long third) {}

    /** Writes it, in place of one of the same kind and name. */
    void put(Fact fact) throws StoreException;

    /** All of a kind, with all that was confirmed before. */
    List<Fact> list(String kind) throws StoreException;

    /** Removes it, if it is there. */
    void remove(String kind, String name) throws StoreException;
}
