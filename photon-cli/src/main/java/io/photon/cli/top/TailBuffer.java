package io.photon.cli.top;

import io.photon.client.ByteSink;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest lines of a stream that may be faster than anybody reads: older ones are counted and forgotten, so that they
 * cost no more than being looked through for their ends. Thread-safe.
 */
final class TailBuffer implements ByteSink {

    private static final int KEPT = 200;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private long leftOut;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                end();
                from = i + 1;
            }
        }
        line.write(bytes, from, offset + length - from);
    }

    private void end() {
        if (line.size() > 0) {
            lines.add(line.toByteArray());
            line.reset();
            if (lines.size() > KEPT) {
                lines.remove();
                leftOut++;
            }
        }
    }

    /** A connection ended in the middle of a line. */
    synchronized void cut() {
        line.reset();
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
