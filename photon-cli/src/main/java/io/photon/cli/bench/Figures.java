// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.result.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens and how long it took, second by second. Any thread may tell; one thread asks. A latency counts when
 * its request was meant to leave within the measurement, also when the answer comes after it; events count when their
 * answer comes within it.
 */
final class Figures {

    /** Longer latencies count as this: an hour. */
    static final long LONGEST_NANOS = 3_600_000_000_000L;

    /** A thousandth is told apart. */
    static final int DIGITS = 3;

    private static final double SHORTEST_SAMPLE = 0.2;

    private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
    private final LongAdder events = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    private final List<Sample> samples = new ArrayList<>();
    private volatile long fromNanos;
    private volatile boolean measuring;
    private @Nullable Histogram interval;
    private long lastNanos;
    private long countedEvents;
    private long countedBytes;

    /** The warm-up is over: what came so far does not count. */
    void begin(long nanos) {
        interval = latencies.getIntervalHistogram(interval);
        events.reset();
        bytes.reset();
        failed.reset();
        errors.clear();
        lastNanos = nanos;
        fromNanos = nanos;
        measuring = true;
    }

    /** A request was answered. @param meantNanos when it was meant to leave */
    void answered(long meantNanos, long nowNanos, long eventsInIt, long bytesInIt) {
        latency(meantNanos, nowNanos);
        moved(eventsInIt, bytesInIt);
    }

    /** Events came or went, as part of something whose latency is told apart. */
    void moved(long eventsInIt, long bytesInIt) {
        events.add(eventsInIt);
        bytes.add(bytesInIt);
    }

    void latency(long meantNanos, long nowNanos) {
        if (measuring && meantNanos - fromNanos >= 0) {
            latencies.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nowNanos - meantNanos)));
        }
    }

    void failed(Failure failure) {
        failed(failure.kind().code(), 1);
    }

    /** @param kind what went wrong, kebab-case */
    void failed(String kind, long times) {
        if (times > 0) {
            errors.computeIfAbsent(kind, k -> new LongAdder()).add(times);
            failed.add(times);
        }
    }

    /** Ends a second. */
    Sample tick(long nanos) {
        interval = latencies.getIntervalHistogram(interval);
        all.add(interval);
        double seconds = Math.max(1e-3, (nanos - lastNanos) / 1e9);
        long eventsNow = events.sumThenReset();
        long bytesNow = bytes.sumThenReset();
        Sample sample = Sample.of(samples.size() + 1, seconds, eventsNow, bytesNow, failed.sumThenReset(), interval);
        countedEvents += eventsNow;
        countedBytes += bytesNow;
        if (seconds >= SHORTEST_SAMPLE) { // the rest of a second that was cut short says nothing
            samples.add(sample);
        }
        lastNanos = nanos;
        return sample;
    }

    /** Adds the latencies of what was under way when the measurement ended. */
    void end() {
        interval = latencies.getIntervalHistogram(interval);
        all.add(interval);
    }

    long events() {
        return countedEvents;
    }

    long bytes() {
        return countedBytes;
    }

    /** How long it was measured, up to the last tick. */
    double seconds() {
        return (lastNanos - fromNanos) / 1e9;
    }

    /** In ns. */
    Histogram latencies() {
        return all;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** How often, by kind. */
    Map<String, Long> errors() {
        Map<String, Long> byKind = new TreeMap<>();
        errors.forEach((kind, count) -> byKind.put(kind, count.sum()));
        return byKind;
    }
}
