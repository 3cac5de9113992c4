// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

/** How often there may be a reading. Pure. */
final class Intervals {

    private static final long[] ALL_MS = {100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000};

    private Intervals() {}

    /** The next shorter one, or the same when there is none. */
    static long shorter(long ms) {
        for (int i = ALL_MS.length - 1; i >= 0; i--) {
            if (ALL_MS[i] < ms) {
                return ALL_MS[i];
            }
        }
        return ms;
    }

    /** The next longer one, or the same when there is none. */
    static long longer(long ms) {
        for (long next : ALL_MS) {
            if (next > ms) {
                return next;
            }
        }
        return ms;
    }

    /** As it is told: 250 ms, 2 s, 1.5 s. */
    static String text(long ms) {
        return ms < 1_000 ? ms + " ms" : ms % 1_000 == 0 ? ms / 1_000 + " s" : ms / 1_000.0 + " s";
    }
}
