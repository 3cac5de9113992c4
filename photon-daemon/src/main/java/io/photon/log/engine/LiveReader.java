// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

/** A reader as the live feed sees it: what wakes it up. */
interface LiveReader {

    /** Stands for "whatever the stream" in {@link #streamHash()}: views of all streams and globs. */
    long ANY_STREAM = 0;

    /** Hash of the one stream that concerns this reader, or {@link #ANY_STREAM}. */
    long streamHash();

    /** Different for each reader. */
    long id();

    /** The last order-id that this reader wants, {@link Long#MAX_VALUE} for never. */
    long until();

    /** Whether it waits in the feed's index; written by the feed under its lock only. */
    boolean parked();

    void parked(boolean parked);

    /**
     * It leaves the index because something came; nothing that concerns it lies at or below {@code upTo}. Called under
     * the feed's lock: keeps the number, does nothing else.
     */
    void missedNothingUpTo(long upTo);

    /** Has it run, on a reader thread. */
    void schedule();
}
