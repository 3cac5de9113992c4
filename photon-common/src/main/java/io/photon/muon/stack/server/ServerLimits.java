// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

/**
 * How much a server takes on, so that its memory is bounded whatever its clients do.
 *
 * @param sockets open at the same time; one more is closed at once
 * @param channelsPerSocket virtual channels that something goes on in; one more is refused in its protocol's way
 * @param channels the same over all sockets
 * @param emitPatienceMs how long an event may wait for its outcome before the emitter is told that it failed
 *     (docs/muon-protocol
 *     8.4: clients give up after 1 s)
 */
public record ServerLimits(int sockets, int channelsPerSocket, int channels, long emitPatienceMs) {

    public static final ServerLimits DEFAULT = new ServerLimits(5_000, 20_000, 100_000, 800);
}
