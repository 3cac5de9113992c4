// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor;

/** The figures of one projection. For one thread at a time. */
final class ProjectionFigures {

    private long initTimeMs;
    private long foldNanos;
    private long folded;
    private long globalNanos;
    private long busySince;
    private long lastMeasuredMs;
    private long memUsed;

    private long target;
    private long totalEvents;
    private long catchUpFrom;
    private long catchUpProcessed;
    private long catchUpSince;

    /**
     * It begins to read.
     *
     * @param head what it catches up to
     * @param total events of its stream, or -1 when not known
     */
    void begins(long position, long processed, long head, long total) {
        if (initTimeMs == 0) {
            initTimeMs = System.currentTimeMillis();
        }
        target = head;
        totalEvents = total;
        catchUpFrom = position;
        catchUpProcessed = processed;
        catchUpSince = System.nanoTime();
    }

    /** What it has to reach to be up to date. */
    long target() {
        return target;
    }

    void busy() {
        if (busySince == 0) {
            busySince = System.nanoTime();
        }
    }

    void idle() {
        if (busySince != 0) {
            globalNanos += System.nanoTime() - busySince;
            busySince = 0;
        }
    }

    void worked(long nanos, long events) {
        foldNanos += nanos;
        folded += events;
    }

    void measured(long bytes) {
        memUsed = bytes;
        lastMeasuredMs = System.currentTimeMillis();
    }

    Descriptor.Timing timing(long position, long processed) {
        long now = System.nanoTime();
        long global = globalNanos + (busySince == 0 ? 0 : now - busySince);
        double progress = progress(position, processed);
        return new Descriptor.Timing(
                perEvent(foldNanos),
                perEvent(global),
                initTimeMs,
                lastMeasuredMs,
                memUsed,
                target,
                progress,
                eta(progress, now));
    }

    private double perEvent(long nanos) {
        return folded == 0 ? 0 : nanos / 1e6 / folded;
    }

    private double progress(long position, long processed) {
        if (initTimeMs == 0) {
            return 0;
        }
        if (position >= target) {
            return 1;
        }
        if (totalEvents > 0) {
            return Math.min(1.0, (double) processed / totalEvents);
        }
        return (double) (position - catchUpFrom) / Math.max(1, target - catchUpFrom);
    }

    private long eta(double progress, long now) {
        double before = totalEvents > 0 ? (double) catchUpProcessed / totalEvents : 0;
        if (progress >= 1) {
            return 0;
        }
        if (progress <= before) {
            return -1;
        }
        double perProgress = (now - catchUpSince) / (progress - before);
        return (long) (perProgress * (1 - progress) / 1e6);
    }
}
