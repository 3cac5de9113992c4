// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

/**
 * Another Photon that uses the same store. Immutable.
 *
 * @param writes whether it is the one that writes, as far as is known
 * @param silentMs for how long it has not been heard of
 */
public record Companion(String name, String nodeId, String address, boolean writes, long silentMs) {

    /** They say every five seconds that they are there. */
    private static final long SILENCE_MS = 15_000;

    boolean isSilent() {
        return silentMs > SILENCE_MS;
    }

    /** As in an answer: {@code writer} or {@code standby}. */
    String role() {
        return writes && !isSilent() ? "writer" : NodeRole.Role.STANDBY.word();
    }
}
