// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

/**
 * What goes on, and went on since the start.
 *
 * @param sockets open now
 * @param channels virtual channels in which something goes on now
 * @param subscriptions running now
 * @param emits events taken
 * @param late events whose emitter was told that they took too long
 * @param calls RPC calls taken
 * @param items stream items sent
 * @param unreadable messages dropped because no one could read them
 */
public record ServerStats(
        long sockets,
        long channels,
        long subscriptions,
        long emits,
        long late,
        long calls,
        long items,
        long unreadable) {}
