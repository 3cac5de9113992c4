// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

/**
 * What the primary answered of an event that was sent on to it.
 *
 * @param eventTime when it was received there, ms since 1970
 * @param durability as the primary says it: {@code fsync}, {@code replicated} or {@code memory}
 * @param duplicate whether it was there before, by its local-id
 */
public record Forwarded(long orderId, long eventTime, String durability, boolean duplicate) {}
