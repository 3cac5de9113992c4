// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;

/** A running store among {@link PeersSection}'s: the same questions, each in its own protocol. */
interface Peer extends AutoCloseable {

    /** Events/s, p50 and p99 in µs, each client waiting for the answer; the events are on the disk by then. */
    double[] emits(int clients, int eventsPerRequest, double seconds) throws IOException;

    /** Puts a number of events of 300 bytes into one stream, as fast as it takes them. */
    void fill(long events) throws IOException;

    /** Stops it and starts it again on what it has. */
    void restart() throws IOException;

    /** Reads that stream from its beginning on one connection: events per second. @param events how many must come */
    double replay(long events) throws IOException;

    /** Times a reading. */
    static double rate(long events, Reading reading) throws IOException {
        long start = System.nanoTime();
        long came = reading.events();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (came != events) {
            throw new IOException(came + " of " + events + " events came");
        }
        return events / seconds;
    }

    /** Reads events. */
    interface Reading {
        /** How many there were. */
        long events() throws IOException;
    }

    /**
     * A reader who waits, and one client who sends an event every millisecond.
     *
     * @return microseconds from sending to reading, sorted
     */
    long[] live(double seconds) throws IOException;

    @Override
    void close() throws IOException;
}
