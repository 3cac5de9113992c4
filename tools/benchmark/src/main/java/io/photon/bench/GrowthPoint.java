// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

/**
 * What a store of one size costs.
 *
 * @param size events or streams
 * @param emits answered emits of one client, events/s
 * @param replayMs 10,000 events from the middle
 * @param listMs {@code photon streams list --limit 1000}
 * @param readyMs from the start of the process until it serves
 * @param heapMib in use after a full collection
 * @param bytes of all files, per event
 */
record GrowthPoint(
        long size, double emits, double replayMs, double listMs, double readyMs, double heapMib, double bytes) {

    /** A curve. */
    enum Figure {
        EMITS("emits of 1 client", "events/s"),
        REPLAY("10,000 events from the middle", "ms"),
        LIST("streams list --limit 1000", "ms"),
        READY("ready after a start", "ms"),
        HEAP("heap of the daemon", "MiB"),
        DISK("disk per event", "B");

        private final String what;
        private final String unit;

        Figure(String what, String unit) {
            this.what = what;
            this.unit = unit;
        }

        String what() {
            return what;
        }

        String unit() {
            return unit;
        }

        /** Whether more is better. */
        boolean isRate() {
            return this == EMITS;
        }

        /** Whether it may not grow with the size. */
        boolean isFlat() {
            return this == HEAP || this == DISK;
        }
    }

    double value(Figure figure) {
        return switch (figure) {
            case EMITS -> emits;
            case REPLAY -> replayMs;
            case LIST -> listMs;
            case READY -> readyMs;
            case HEAP -> heapMib;
            case DISK -> bytes;
        };
    }
}
