// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import io.photon.event.Gap;
import java.util.List;

/**
 * What was read. Immutable.
 *
 * @param backups how many backups stood one after the other, a last one without trailer included
 * @param events event lines in all of them
 * @param first lowest order-id, 0 when there is no event
 * @param last highest order-id, 0 when there is no event
 * @param bytes bytes read
 * @param complete whether the last backup has its trailer, and none says that something was damaged when it was made
 * @param cutBytes length of a last line that was cut off and left out; 0 when complete
 * @param gaps what could not be read when they were made
 */
public record BackupSummary(
        long backups, long events, long first, long last, long bytes, boolean complete, long cutBytes, List<Gap> gaps) {

    /** Of backups without a gap. */
    public BackupSummary(
            long backups, long events, long first, long last, long bytes, boolean complete, long cutBytes) {
        this(backups, events, first, last, bytes, complete, cutBytes, List.of());
    }
}
