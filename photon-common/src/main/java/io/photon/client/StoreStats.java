// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A daemon's counters and gauges.
 *
 * @param head the order-id of the last stored event, 0 when there is none
 * @param version of the daemon
 * @param json all of them, as {@code GET /api/stats} answers
 */
public record StoreStats(long head, String version, JsonNode json) {

    /** Reads what a daemon answers. */
    public static StoreStats of(JsonNode json) {
        return new StoreStats(json.path("head").asLong(), json.path("version").asText(), json);
    }
}
