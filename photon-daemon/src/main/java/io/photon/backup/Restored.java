// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

/**
 * What a restore did, or (dry run) would do.
 *
 * @param restored events stored
 * @param skipped events that were there already; of a restore as new also events of internal streams
 * @param deleted events left out because their deletion is on record
 * @param leftOut events after {@code until}
 * @param head the log's highest order-id afterwards
 */
public record Restored(long restored, long skipped, long deleted, long leftOut, long head) {}
