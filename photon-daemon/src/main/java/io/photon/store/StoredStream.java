// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/**
 * One stream as a listing shows it; deleted events do not count.
 *
 * @param name the stream's name
 * @param totalEvents visible events, at least 1
 * @param firstOrderId position of the first visible event
 * @param lastOrderId position of the last one
 */
public record StoredStream(String name, long totalEvents, long firstOrderId, long lastOrderId) {}
