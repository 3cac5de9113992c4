// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured. Immutable.
 *
 * @param load which load
 * @param clients connections that emit, replay or read, 1 to {@link #MAX_CLIENTS}
 * @param writers connections that emit while {@code clients} read; 0 where clients do both
 * @param sizeBytes of one event as it is sent
 * @param batch events a request, 1 or more
 * @param durationMs of the measurement, 1,000 or more
 * @param warmupMs of load before it that is not counted
 * @param rate events a second, at times set beforehand (open loop); 0 to send when the answer has come (closed loop)
 * @param events stored before the measurement, 0 where none are needed
 * @param language of the reduction, null where nothing is folded
 */
public record BenchPlan(
        Load load,
        int clients,
        int writers,
        int sizeBytes,
        int batch,
        long durationMs,
        long warmupMs,
        double rate,
        long events,
        @Nullable String language) {

    /** More threads than that measure themselves. */
    public static final int MAX_CLIENTS = 1_024;

    /** More events in one request are a stream, not a batch. */
    public static final int MAX_BATCH = 10_000;

    private static final long MIN_DURATION_MS = 1_000;

    /** The kinds of load. */
    public enum Load {
        emit,
        replay,
        projection,
        live
    }

    /** The plan, or BAD_INPUT with the value that cannot be and what can. */
    public Result<BenchPlan> checked() {
        if (clients < 1 || clients > MAX_CLIENTS) {
            return bad("--clients is " + clients, "use 1 to " + MAX_CLIENTS);
        }
        if (load == Load.live && (writers < 1 || writers > MAX_CLIENTS)) {
            return bad("--writers is " + writers, "use 1 to " + MAX_CLIENTS);
        }
        if (batch < 1 || batch > MAX_BATCH) {
            return bad("--batch is " + batch, "use 1 to " + MAX_BATCH);
        }
        if (sizeBytes < BenchEvents.MIN_BYTES || sizeBytes > BenchEvents.MAX_BYTES) {
            return bad(
                    "--size is " + sizeBytes,
                    "use " + BenchEvents.MIN_BYTES + " to " + BenchEvents.MAX_BYTES + " bytes for a whole event");
        }
        if ((long) sizeBytes * batch > BenchEvents.MAX_BYTES) {
            return bad(
                    "a batch of " + batch + " events of " + sizeBytes + " bytes is too large",
                    "use at most " + BenchEvents.MAX_BYTES + " bytes a batch");
        }
        if (durationMs < MIN_DURATION_MS) {
            return bad("--duration is " + durationMs + " ms", "use 1s or more");
        }
        boolean needsHistory = load == Load.replay || load == Load.projection;
        return needsHistory && events < 1 ? bad("--events is " + events, "use 1 or more") : Result.ok(this);
    }

    private static <T> Result<T> bad(String message, String hint) {
        return Result.err(Kind.BAD_INPUT, message, hint);
    }

    /** Whether requests leave at times that do not depend on answers. */
    boolean isOpenLoop() {
        return rate > 0;
    }

    /** The settings as JSON, so that results can be compared. */
    String json() {
        JsonFacts json = new JsonFacts()
                .put("clients", clients)
                .put("writers", writers)
                .put("size-bytes", sizeBytes)
                .put("batch", batch)
                .put("duration-ms", durationMs)
                .put("warmup-ms", warmupMs)
                .put("loop", load == Load.replay || !isOpenLoop() ? "closed" : "open")
                .decimal("rate-per-second", rate)
                .put("events", events);
        return json.put("language", language).toString();
    }
}
