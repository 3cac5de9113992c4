// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.log.BusyStream;
import io.photon.log.BusyStreams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which streams got most events in the last minute, of however many there are: six sketches of ten seconds each, the
 * oldest of which begins anew. The append thread counts, after its answers; others look. Thread-safe, all sections under the
 * lock short.
 */
final class StreamCounts {

    static final int COUNTERS = 512;
    private static final int WINDOWS = 6;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final HeavyHitters[] windows = new HeavyHitters[WINDOWS];
    private final long startNanos;
    /** How many windows have begun since the start, less one; the current one is at its place modulo their number. */
    private long current;

    StreamCounts(long nowNanos) {
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = new HeavyHitters(COUNTERS);
        }
        this.startNanos = nowNanos;
    }

    /** Counts the events of a stored batch. @param streams of each event its stream */
    synchronized void count(List<String> streams, long nowNanos) {
        turn(nowNanos);
        HeavyHitters window = windows[(int) (current % WINDOWS)];
        int size = streams.size();
        for (int i = 0; i < size; ) {
            String stream = streams.get(i);
            int end = i + 1;
            while (end < size && streams.get(end).equals(stream)) { // emitters often send many of one stream
                end++;
            }
            window.add(stream, end - i);
            i = end;
        }
    }

    private void turn(long nowNanos) {
        long wanted = Math.max(0, nowNanos - startNanos) / WINDOW_NANOS;
        for (long each = Math.max(current + 1, wanted - WINDOWS + 1); each <= wanted; each++) {
            windows[(int) (each % WINDOWS)].clear();
        }
        current = Math.max(current, wanted);
    }

    /** The busiest, by how many events they got at least. */
    BusyStreams top(int most, long nowNanos) {
        Map<String, Long> sums = new HashMap<>();
        long millis;
        synchronized (this) {
            turn(nowNanos);
            for (HeavyHitters window : windows) {
                for (int i = 0; i < window.size(); i++) {
                    sums.merge(window.name(i), window.atLeast(i), Long::sum);
                }
            }
            long begun = Math.max(0, current - WINDOWS + 1) * WINDOW_NANOS;
            millis = Math.max(1, (nowNanos - startNanos - begun) / 1_000_000);
        }
        List<BusyStream> streams = new ArrayList<>(sums.size());
        sums.forEach((name, events) -> streams.add(new BusyStream(name, events)));
        streams.sort(Comparator.comparingLong(BusyStream::events).reversed().thenComparing(BusyStream::name));
        return new BusyStreams(millis, List.copyOf(streams.subList(0, Math.min(most, streams.size()))));
    }
}
