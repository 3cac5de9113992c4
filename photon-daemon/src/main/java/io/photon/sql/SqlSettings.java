// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What SQL may take.
 *
 * @param enabled whether there is SQL at all
 * @param processes how many queries run at a time, each in a process of its own; 1 or more
 * @param heapBytes of each process
 * @param timeout how long a query may take at most
 * @param maxRows at most this many rows of an answer
 * @param quotaBytes of the temporary folder of each process
 * @param idle after so long without a query a process is ended
 * @param givesWay whether a process gets only what nothing else wants of the processors
 * @param folder where the temporary folders are
 */
public record SqlSettings(
        boolean enabled,
        int processes,
        long heapBytes,
        Duration timeout,
        int maxRows,
        long quotaBytes,
        Duration idle,
        boolean givesWay,
        Path folder) {

    /** There is no SQL. */
    public static SqlSettings off() {
        SqlSettings usual = usual();
        return new SqlSettings(
                false,
                usual.processes,
                usual.heapBytes,
                usual.timeout,
                usual.maxRows,
                usual.quotaBytes,
                usual.idle,
                usual.givesWay,
                usual.folder);
    }

    /** What holds without settings. */
    public static SqlSettings usual() {
        return new SqlSettings(
                true,
                1,
                256L << 20,
                Duration.ofMinutes(1),
                1_000_000,
                1L << 30,
                Duration.ofMinutes(5),
                false,
                Path.of(System.getProperty("java.io.tmpdir")));
    }
}
