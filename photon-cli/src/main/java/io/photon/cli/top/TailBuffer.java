// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.reading.EventRow;
import io.photon.client.ByteSink;
import io.photon.codec.LineSplitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The newest lines of a stream that may be faster than anybody reads: older ones are counted and forgotten, so that they
 * cost no more than being looked through for their ends. Thread-safe.
 */
final class TailBuffer implements ByteSink {

    private static final int KEPT = 200;

    /** Longer than any event that a daemon takes as it comes. */
    private static final int LONGEST_LINE = 64 << 20;

    private final LineSplitter splitter = new LineSplitter(LONGEST_LINE, new LineSplitter.Lines() {
        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            if (to > from) { // else it is a sign of life
                keep(Arrays.copyOfRange(bytes, from, to));
            }
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            leftOut++;
            return true;
        }
    });

    private final Deque<byte[]> lines = new ArrayDeque<>();
    private long leftOut;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        splitter.feed(bytes, offset, length);
    }

    private void keep(byte[] line) {
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
            leftOut++;
        }
    }

    /** A connection ended in the middle of a line. */
    synchronized void cut() {
        splitter.release();
    }

    /** What came since the last call. */
    synchronized Batch take() {
        List<EventRow> events = new ArrayList<>();
        for (byte[] each : lines) {
            EventRow row = EventRow.of(each);
            if (row != null) {
                events.add(row);
            }
        }
        Batch batch = new Batch(events, leftOut);
        lines.clear();
        leftOut = 0;
        return batch;
    }

    /** @param leftOut how many events came in between and are not told */
    record Batch(List<EventRow> events, long leftOut) {
        boolean isEmpty() {
            return events.isEmpty() && leftOut == 0;
        }
    }
}
