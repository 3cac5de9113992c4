// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.store.EventStore.Durability;

/**
 * The answer to an emitter: the event is stored.
 *
 * @param orderId its position
 * @param eventTime when it was received, ms since 1970
 * @param durability what "stored" means here
 * @param duplicate whether it was there before, by its local-id; then the position is the first one's
 */
public record Appended(long orderId, long eventTime, Durability durability, boolean duplicate) {}
