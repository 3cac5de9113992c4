// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import java.util.concurrent.ExecutionException;

/** What a driver does by itself, with the same events in the same groups. For one thread. */
public interface RawStore extends AutoCloseable {

    /** Stores events for a time, one group after the other. @return events a second */
    default double append(byte[] event, int group, double seconds) throws InterruptedException, ExecutionException {
        long from = System.nanoTime();
        long end = from + (long) (seconds * 1e9);
        long events = 0;
        while (System.nanoTime() < end) {
            group(event, group);
            events += group;
        }
        return events / ((System.nanoTime() - from) / 1e9);
    }

    /** Stores one group. */
    void group(byte[] event, int group) throws InterruptedException, ExecutionException;

    /** Whether reading is measured. */
    default boolean isReadable() {
        return true;
    }

    /** Reads everything. @param page how many events at a time, at least @return how many events */
    long read(int page) throws InterruptedException, ExecutionException;

    @Override
    void close();
}
