// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

/**
 * The answer to an emitter: the event is stored.
 *
 * @param orderId its position
 * @param eventTime when it was received, ms since 1970
 * @param durability {@code fsync}, {@code replicated} or {@code memory}
 * @param duplicate whether it was there before, by its local-id
 */
public record Stored(long orderId, long eventTime, String durability, boolean duplicate) {}
