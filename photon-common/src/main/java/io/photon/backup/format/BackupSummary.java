package io.photon.backup.format;

/**
 * What was read. Immutable.
 *
 * @param backups how many backups stood one behind the other, a last one without trailer included
 * @param events event lines in all of them
 * @param first lowest order-id, 0 when there is no event
 * @param last highest order-id, 0 when there is no event
 * @param bytes bytes read
 * @param complete whether the last backup has its trailer
 * @param cutBytes length of a last line that was cut off and left out; 0 when complete
 */
public record BackupSummary(
        long backups, long events, long first, long last, long bytes, boolean complete, long cutBytes) {}
