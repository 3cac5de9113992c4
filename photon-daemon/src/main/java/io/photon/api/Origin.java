// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

/**
 * Where a request comes from, as its door knows it.
 *
 * @param way the door, e.g. {@code http}
 * @param address the peer's address, for slowing down guesses
 * @param local whether it certainly comes from this machine: a loopback peer, no proxy in between, a local Host
 */
public record Origin(String way, String address, boolean local) {}
