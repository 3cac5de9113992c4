// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/**
 * Who appends: a store refuses a writer once another with a higher epoch has come.
 *
 * @param epoch rises with each holder of the lease, from 0; for a store that one process has alone it stays 0
 */
public record Fence(long epoch) {

    /** Of the only writer that there can be. */
    public static final Fence LOCAL = new Fence(0);

    public Fence {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is " + epoch + "; it is 0 or more");
        }
    }
}
