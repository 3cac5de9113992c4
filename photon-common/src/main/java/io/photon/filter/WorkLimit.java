// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

/**
 * The work that one condition may do on one event, over all its parts: a text of 4,096 characters holds a hundred tests,
 * and an event a megabyte to test. A step is about ten nanoseconds. For one thread.
 */
final class WorkLimit {

    /** About half a second. */
    static final long MOST = 50_000_000;

    private long left = MOST;

    /** The condition takes more than {@link #MOST} steps on this event. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final Exceeded INSTANCE = new Exceeded();

        private Exceeded() {
            super("the condition takes too long on this event", null, false, false);
        }
    }

    /**
     * Before the work is done.
     *
     * @param steps 0 or more
     * @throws Exceeded when it is not to be done
     */
    void take(long steps) {
        left -= steps;
        if (left < 0) {
            throw Exceeded.INSTANCE;
        }
    }

    /** The same for what goes through this many characters, many at a time. */
    void takeText(long characters) {
        take(1 + characters / 16);
    }
}
