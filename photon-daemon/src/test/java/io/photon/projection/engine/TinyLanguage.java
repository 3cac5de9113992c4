// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A language for tests, made of words: {@code sum} adds up {@code payload.n} by stream, and the others misbehave:
 * {@code fail-at N} throws when {@code payload.n} is N, {@code loop} never ends unless it is stopped, {@code slow MS},
 * {@code deep} recurses for ever, {@code bug} is a fault of the engine, {@code shy N}
 * has no value after N events, {@code lack-at N} finds no memory there as often as {@link #lacks} says, {@code oom-at N}
 * throws Java's own error then, {@code thin} cannot be compiled as often, {@code spin N} does not end there, nor does compiling {@code knot}, before
 * {@link #release}. A code that does not begin with a word of it is a
 * syntax error. Values are kept as {@code {"count":…,"last":…,"sums":{…}}}.
 */
public final class TinyLanguage implements ReducerEngine {

    private static final JsonMapper JSON = new JsonMapper();

    /** How often anything was folded, over all reducers of this engine. */
    public final AtomicLong folded = new AtomicLong();

    /** Whether what does not end ends now. */
    /** Of what is stuck; an interrupt does not end it. */
    private volatile Phaser held = new Phaser(1);

    /** How often something is still lacking. */
    public final AtomicInteger lacks = new AtomicInteger();

    /** Whether there is no memory for another reducer. */
    public volatile boolean noMemory;

    @Override
    public String language() {
        return "tiny";
    }

    @Override
    public Result<Reducer> compile(String reduction, String initialValue, ReducerLimits limits) {
        if (noMemory) {
            throw new OutOfMemoryError("injected: Java heap space");
        }
        String[] words = reduction.strip().split(" ");
        if (words[0].equals("thin") && isLacking()) {
            return Result.err(Failure.Kind.OVERLOADED, "there is no memory to compile at the moment", "wait");
        }
        if (words[0].equals("knot")) {
            spin();
        }
        return switch (words[0]) {
            case "spin",
                    "knot",
                    "lack-at",
                    "oom-at",
                    "thin",
                    "sum",
                    "fail-at",
                    "loop",
                    "slow",
                    "deep",
                    "bug",
                    "pad",
                    "shy" -> Result.ok(new Sum(words, initialValue == null ? 0 : Long.parseLong(initialValue), limits));
            default ->
                Result.err(Failure.Kind.BAD_INPUT, "line 1, column 1: no word '" + words[0] + "'", "see TinyLanguage");
        };
    }

    /** What is stuck goes on, and nothing gets stuck any more. */
    public void release() {
        held.forceTermination();
    }

    public void holdAgain() {
        held = new Phaser(1);
    }

    /** As code of the JDK does: it never asks whether it should stop. */
    private void spin() {
        held.awaitAdvance(0);
    }

    private boolean isLacking() {
        return lacks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private final class Sum implements Reducer {
        private final String[] words;
        private final long initial;
        private final ReducerLimits limits;
        private Map<String, Long> sums = new LinkedHashMap<>();
        private long count;
        private long last;

        Sum(String[] words, long initial, ReducerLimits limits) {
            this.words = words;
            this.initial = initial;
            this.limits = limits;
            this.count = initial;
        }

        @Override
        public void reduce(Event event) throws ReductionException {
            folded.incrementAndGet();
            long n = number(event);
            count++; // half changed, should something fail from here on
            switch (words[0]) {
                case "fail-at" -> {
                    if (n == Long.parseLong(words[1])) {
                        throw new ReductionException("line 3: Error: it is " + n, "at reduce (tiny:3)");
                    }
                }
                case "spin" -> {
                    if (n == Long.parseLong(words[1])) {
                        spin();
                    }
                }
                case "lack-at" -> {
                    if (n == Long.parseLong(words[1]) && isLacking()) {
                        throw ReductionException.lack("no memory left for the call");
                    }
                }
                case "oom-at" -> {
                    if (n == Long.parseLong(words[1]) && isLacking()) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                }
                case "loop" -> stopWhenOver();
                case "slow" -> Pause.millis(Long.parseLong(words[1]));
                case "deep" -> deeper(0);
                case "bug" -> throw new IllegalStateException("a bug");
                default -> {}
            }
            sums.merge(event.streamName(), n, Long::sum);
            last = event.orderId();
        }

        private void stopWhenOver() throws ReductionException {
            long end = System.nanoTime() + limits.timePerEvent().toNanos();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            throw new ReductionException(
                    "took longer than " + limits.timePerEvent().toMillis() + " ms", null);
        }

        @SuppressWarnings("InfiniteRecursion") // what is tested is the end of the stack
        private long deeper(long depth) {
            return deeper(depth + 1) + depth;
        }

        @Override
        public byte[] value() throws ReductionException {
            if (words[0].equals("shy") && count > Long.parseLong(words[1])) {
                throw new ReductionException("nothing to be seen here", null);
            }
            StringBuilder json = new StringBuilder("{\"count\":" + count + ",\"last\":" + last + ",\"sums\":{");
            String comma = "";
            for (Map.Entry<String, Long> sum : sums.entrySet()) {
                json.append(comma)
                        .append('"')
                        .append(sum.getKey())
                        .append("\":")
                        .append(sum.getValue());
                comma = ",";
            }
            if (words[0].equals("pad")) {
                json.append(comma)
                        .append("\"pad\":\"")
                        .append("x".repeat(Integer.parseInt(words[1])))
                        .append('"');
            }
            return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] snapshot() throws ReductionException {
            return value();
        }

        @Override
        public void restore(byte[] snapshot) throws ReductionException {
            sums = new LinkedHashMap<>();
            count = initial;
            last = 0;
            if (snapshot == null) {
                return;
            }
            try {
                JsonNode json = JSON.readTree(snapshot);
                count = json.path("count").longValue();
                last = json.path("last").longValue();
                json.path("sums").properties().forEach(sum -> {
                    if (!sum.getKey().equals("pad")) {
                        sums.put(sum.getKey(), sum.getValue().longValue());
                    }
                });
            } catch (IOException e) {
                throw new ReductionException("no snapshot of mine", null);
            }
        }

        @Override
        public long size() {
            return 100L * sums.size();
        }

        @Override
        public void close() {
            sums = null;
        }
    }

    /** {@code payload.n}, 0 when there is none. */
    static long number(Event event) {
        try {
            return JSON.readTree(event.array(), event.offset(), event.length())
                    .path("payload")
                    .path("n")
                    .longValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
