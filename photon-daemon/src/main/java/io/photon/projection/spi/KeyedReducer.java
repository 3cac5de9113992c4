// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import org.jspecify.annotations.Nullable;

/**
 * A reducer whose value is an object of any size, larger than the heap perhaps: it is read one {@link #field}
 * or one slice at a time. {@link #value()} gives the whole only while it is small; of a larger one it
 * gives the first entries and one of the name {@link #TRUNCATED}. Used by one thread at a time, like every reducer.
 */
public interface KeyedReducer extends Reducer {

    /** What the last entry of a value is called that is not whole; its value is true. */
    String TRUNCATED = "__truncated__";

    /**
     * Some entries in the order of their names.
     *
     * @param json {@code "name":value} pairs, joined with commas; empty when there are no more
     * @param last the last name in it: the {@code after} of the next slice; null when there are no more
     */
    record Slice(byte[] json, @Nullable String last) {}

    /**
     * The next entries, at least one where there is one.
     *
     * @param after exclusive; "" for the start
     * @param maxBytes 1 KiB to 8 MiB; a slice ends after the entry that reaches it
     */
    Slice slice(String after, int maxBytes);
}
