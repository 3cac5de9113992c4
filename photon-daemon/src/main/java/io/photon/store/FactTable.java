// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.List;

/**
 * What is to be remembered by whichever process uses a store, next to its events. A few at a time. Thread-safe.
 *
 * <p>A method throws {@link StoreException} when the server does not answer, or says no; what had no answer may be asked for
 * again.
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
