// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

/**
 * Where a request comes from, as its door knows it.
 *
 * @param way the door, e.g. {@code http}
 * @param address the peer's address, for slowing down guesses
 * @param local whether it certainly comes from this machine: a loopback peer, no proxy in between, a local Host
 */
public record Origin(String way, String address, boolean local) {

    /** The same as {@code equals}, which Java links anew for each place that calls it: it is asked for each request. */
    public boolean isSameAs(Origin other) {
        return local == other.local && way.equals(other.way) && address.equals(other.address);
    }
}
