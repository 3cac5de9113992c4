// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

/** A stream as SQL shows it. */
public record StreamRow(String name, long totalEvents, long firstOrderId, long lastOrderId) {}
