// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.Descriptors;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The files of a disk that are held open: a bounded number, however many segments there are. Above it those that no one
 * reads now are closed, the longest unused first; they are opened again when needed. Thread-safe.
 *
 * <p>Locks: this object's, then a file's; a file calls here only without its own.
 */
final class OpenFiles {

    private static final int MOST = 128;
    private static final int LEAST = 8;
    private static final int PART_OF_LIMIT = 8;
    private static final int SOME_IDLE = 8;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int limit;
    private final Set<RealFile> open = new LinkedHashSet<>();
    private final AtomicLong clock = new AtomicLong();

    /** @param limit how many files are kept open; more only while each of them is in use */
    OpenFiles(int limit) {
        this.limit = limit;
    }

    /** An eighth of the descriptors that this process may have, within bounds. */
    static int defaultLimit() {
        return (int) Math.max(LEAST, Math.min(MOST, Descriptors.limit() / PART_OF_LIMIT));
    }

    /** For the order of use. */
    long tick() {
        return clock.incrementAndGet();
    }

    synchronized int count() {
        return open.size();
    }

    /** A file has been opened; others may be closed for it. */
    synchronized void opened(RealFile file) {
        open.add(file);
        if (open.size() > limit) {
            closeIdle(open.size() - limit);
        }
    }

    synchronized void closed(RealFile file) {
        open.remove(file);
    }

    private synchronized boolean closeIdle(int count) {
        boolean any = false;
        RealFile idle = longestIdle();
        for (int i = 0; i < count && idle != null; i++) {
            if (idle.closeIfIdle()) {
                open.remove(idle);
                any = true;
            }
            idle = longestIdle();
        }
        return any;
    }

    private @Nullable RealFile longestIdle() {
        RealFile longest = null;
        long leastUse = Long.MAX_VALUE;
        for (RealFile file : open) {
            long use = file.lastUse();
            if (use < leastUse && file.isIdle()) {
                longest = file;
                leastUse = use;
            }
        }
        return longest;
    }

    /** Something that needs a descriptor. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /**
     * Opens something. When the process or the machine has no descriptor left, idle files are closed, and it is tried
     * again for a while: connections come and go.
     *
     * @param waitNanos how long to try; 0 for who must not wait
     * @throws NoDescriptorException when there is still none
     */
    <T> T opening(Opening<T> opening, long waitNanos) throws IOException {
        long until = System.nanoTime() + waitNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.open();
                } catch (IOException e) {
                    if (!NoDescriptorException.isMeantBy(e)) {
                        throw e;
                    }
                    boolean late = System.nanoTime() - until >= 0;
                    if (!closeIdle(SOME_IDLE) && late) {
                        throw new NoDescriptorException(e);
                    }
                    if (!late) {
                        interrupted |= Thread.interrupted(); // else there would be no waiting
                        LockSupport.parkNanos(RETRY_NANOS);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
