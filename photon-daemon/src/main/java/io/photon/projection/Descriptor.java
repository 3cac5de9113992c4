// SPDX-License-Identifier: Apache-2.0
package io.photon.projection;

import io.photon.codec.GapJson;
import io.photon.codec.JsonFields;
import io.photon.event.Gap;
import io.photon.projection.spi.Definition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A projection as it is shown (docs/projections, docs/muon-protocol 10.4). Immutable.
 *
 * @param definition what it is
 * @param origin where it comes from
 * @param status how it is
 * @param value its value as JSON, or null when this descriptor is shown without
 * @param position the value covers all events up to this order-id
 * @param processed events folded in
 * @param skipped events it failed at and was told to skip
 * @param lastEvent the last of them, its line, or null
 * @param lastError why it failed, or null
 * @param timing figures
 * @param damaged places that could not be read and are not in the value; none as a rule
 */
public record Descriptor(
        Definition definition,
        Origin origin,
        Status status,
        byte @Nullable [] value,
        long position,
        long processed,
        long skipped,
        byte @Nullable [] lastEvent,
        @Nullable LastError lastError,
        Timing timing,
        List<Gap> damaged) {

    /** The same, but for the last event. */
    public Descriptor withoutLastEvent() {
        return new Descriptor(
                definition, origin, status, value, position, processed, skipped, null, lastError, timing, damaged);
    }

    /** Where a projection comes from. */
    public enum Origin {
        /** Created on request, recorded in {@code __config__}. */
        REQUEST,
        /** An {@code *.edn} of {@code projections.path}. */
        FILE,
        /** Part of Photon. */
        BUILT_IN
    }

    /** How a projection is. */
    public enum Status {
        /** Up to date, following live events. */
        RUNNING,
        /** Folding what happened before. */
        CATCHING_UP,
        /** Stopped on request. */
        PAUSED,
        /** Stopped by a failure; the value is the last good one. */
        FAILED,
        /** Ended; Photon is stopping. */
        FINISHED;

        /** As it stands in a descriptor. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Why a projection failed.
     *
     * @param message what happened
     * @param stack the script's own stack, or null
     * @param orderId the event at which it happened, 0 when at none
     * @param line of the script, 0 when not known
     */
    public record LastError(
            @Nullable String message, @Nullable String stack, long orderId, int line) {

        /** The message, and where it happened. */
        public @Nullable String text() {
            return orderId == 0 ? message : message + " (at order-id " + orderId + ")";
        }
    }

    /**
     * Figures of a projection.
     *
     * @param avgTimeMs per event, in the reduction
     * @param avgGlobalTimeMs per event, reading and waiting for a turn included, while there was something to do
     * @param initTimeMs when it began to run, ms since 1970; 0 before
     * @param lastMeasuredMs when the memory was measured last, ms since 1970; 0 for never
     * @param memUsedBytes of its value
     * @param headOrderId of the log, while it catches up; else 0
     * @param progress from 0 to 1 while it catches up
     * @param etaMs until it has caught up, -1 when not known
     */
    public record Timing(
            double avgTimeMs,
            double avgGlobalTimeMs,
            long initTimeMs,
            long lastMeasuredMs,
            long memUsedBytes,
            long headOrderId,
            double progress,
            long etaMs) {}

    public String name() {
        return definition.name();
    }

    /** Its JSON, one line, UTF-8; without {@code current-value} when there is none. */
    public byte[] json() {
        Json json = new Json(512 + (value == null ? 0 : value.length));
        json.text("projection-name", definition.name());
        json.text("stream-name", definition.streamName());
        if (definition.stream().isAmbiguous()) {
            json.raw("exact", Boolean.toString(definition.stream().isExact()));
        }
        json.text("language", definition.language());
        json.text("reduction", definition.reduction());
        json.text("fn", definition.reduction());
        json.text("initial-value", definition.initialValue());
        json.text("status", status.word());
        json.text("origin", origin.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.raw("position", Long.toString(position));
        json.raw("processed", Long.toString(processed));
        if (skipped > 0) {
            json.raw("skipped", Long.toString(skipped));
        }
        json.raw("avg-time", decimal(timing.avgTimeMs()));
        json.raw("avg-global-time", decimal(timing.avgGlobalTimeMs()));
        json.raw("init-time", Long.toString(timing.initTimeMs()));
        json.raw("last-measured", Long.toString(timing.lastMeasuredMs()));
        json.raw("mem-used", Long.toString(timing.memUsedBytes()));
        if (status == Status.CATCHING_UP) {
            json.raw("head", Long.toString(timing.headOrderId()));
            json.raw("progress", decimal(timing.progress()));
            json.raw("eta-ms", timing.etaMs() < 0 ? "null" : Long.toString(timing.etaMs()));
        }
        if (lastError != null) {
            Json error = new Json(256);
            error.text("message", lastError.message());
            error.text("stack", lastError.stack());
            error.raw("order-id", lastError.orderId() == 0 ? "null" : Long.toString(lastError.orderId()));
            error.raw("line", lastError.line() == 0 ? "null" : Integer.toString(lastError.line()));
            json.bytes("last-error", error.end());
        }
        if (!damaged.isEmpty()) {
            json.raw("damaged", GapJson.ranges(damaged));
        }
        if (lastEvent != null) {
            json.bytes("last-event", lastEvent);
        }
        if (value != null) {
            json.bytes("current-value", value);
        }
        return json.end();
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.6f", Double.isFinite(number) ? number : 0.0);
    }

    /** An object, field by field. */
    private static final class Json {
        private final ByteArrayOutputStream bytes;
        private boolean any;

        Json(int capacity) {
            bytes = new ByteArrayOutputStream(capacity);
            bytes.write('{');
        }

        private void name(String name) {
            ascii((any ? ",\"" : "\"") + name + "\":");
            any = true;
        }

        public void text(String name, @Nullable String value) {
            name(name);
            bytes.writeBytes((value == null ? "null" : JsonFields.quote(value)).getBytes(StandardCharsets.UTF_8));
        }

        void raw(String name, String value) {
            name(name);
            ascii(value);
        }

        void bytes(String name, byte[] json) {
            name(name);
            bytes.writeBytes(json);
        }

        private void ascii(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        byte[] end() {
            bytes.write('}');
            return bytes.toByteArray();
        }
    }
}
