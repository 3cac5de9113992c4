// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * The bounds of a log.
 *
 * @param queueEvents events that may wait for the append thread; beyond it requests are refused
 * @param queueBytes their bytes
 * @param ringEvents events kept for live readers
 * @param ringBytes their bytes
 * @param pageEvents most events a reader takes at once, from the store or the ring; 1 to 4,096
 * @param stalledBytes what readers without demand may keep of the pages they have read, all together
 */
public record LogLimits(
        int queueEvents, long queueBytes, int ringEvents, long ringBytes, int pageEvents, long stalledBytes) {

    /** For a heap of 256 MiB. */
    public static final LogLimits DEFAULT = new LogLimits(20_000, 32L << 20, 8_192, 8L << 20, 4_096, 16L << 20);

    public LogLimits {
        if (pageEvents < 1 || pageEvents > 4_096) {
            throw new IllegalArgumentException("pageEvents is " + pageEvents + "; use 1 to 4096");
        }
        if (queueEvents < 1 || queueBytes < 1 || ringEvents < 1 || ringBytes < 1 || stalledBytes < 0) {
            throw new IllegalArgumentException("every bound of a log is at least 1");
        }
    }
}
