// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.FailureJson;
import io.photon.codec.JsonWriter;
import io.photon.result.Result;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A verification as lines of JSON: progress now and then, each damage, the verdict. Its listener's methods are called by
 * one thread.
 */
public final class VerifyReport implements VerifyListener {

    private static final long PROGRESS_NANOS = 500_000_000L;
    private static final int MAX_DAMAGES_TOLD = 10_000;

    private final BooleanSupplier idle;
    private final Consumer<String> lines;
    private long events;
    private long bytes;
    private long damages;
    private long toldNanos = System.nanoTime();

    /**
     * @param idle whether everything said was taken: only then is progress worth saying
     * @param lines gets objects without a line end, at most some 10,000 that do not tell progress
     */
    public VerifyReport(BooleanSupplier idle, Consumer<String> lines) {
        this.idle = idle;
        this.lines = lines;
    }

    @Override
    public void progress(long eventsChecked, long bytesChecked) {
        events = eventsChecked;
        bytes = bytesChecked;
        long now = System.nanoTime();
        if (now - toldNanos > PROGRESS_NANOS && idle.getAsBoolean()) {
            toldNanos = now;
            lines.accept(new JsonWriter(64)
                    .object()
                    .field("events", events)
                    .field("bytes", bytes)
                    .endObject()
                    .text());
        }
    }

    @Override
    public void damage(String place, String what, long firstOrderId, long lastOrderId) {
        if (++damages <= MAX_DAMAGES_TOLD) {
            lines.accept(new JsonWriter(128)
                    .object()
                    .field("damage", place + ": " + what)
                    .field("place", place)
                    .field("first-order-id", firstOrderId)
                    .field("last-order-id", lastOrderId)
                    .endObject()
                    .text());
        }
    }

    /** It has come to its end. @param result what the verification came to */
    public void conclude(Result<Boolean> result) {
        if (result instanceof Result.Err<Boolean> err) {
            lines.accept(FailureJson.text(err.failure()));
        } else {
            lines.accept(new JsonWriter(64)
                    .object()
                    .field("ok", damages == 0)
                    .field("events", events)
                    .field("bytes", bytes)
                    .field("damages", damages)
                    .endObject()
                    .text());
        }
    }
}
