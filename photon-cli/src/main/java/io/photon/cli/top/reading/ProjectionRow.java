// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Tone;
import java.util.List;

/**
 * A projection as a listing tells it, without its value.
 *
 * @param progress from 0 to 1 while it catches up
 * @param error why it failed, else empty
 * @param errorAt the event it failed at, 0 for none
 */
public record ProjectionRow(
        String name,
        String stream,
        String language,
        String status,
        long position,
        long processed,
        long skipped,
        double timeMs,
        double progress,
        long etaMs,
        String error,
        long errorAt) {

    /** Reads {@code {"projections":[…]}}. */
    public static List<ProjectionRow> read(byte[] json) {
        return FlatJson.each(json, "projections").stream()
                .map(ProjectionRow::of)
                .toList();
    }

    private static ProjectionRow of(FlatJson facts) {
        return new ProjectionRow(
                facts.text("projection-name"),
                facts.text("stream-name"),
                facts.text("language"),
                facts.text("status"),
                facts.whole("position"),
                facts.whole("processed"),
                facts.whole("skipped"),
                facts.number("avg-time"),
                facts.number("progress"),
                facts.has("eta-ms") ? facts.whole("eta-ms") : -1,
                facts.text("last-error.message"),
                facts.whole("last-error.order-id"));
    }

    /** As data, with how fast it goes. */
    public Exported exported(double perSecond) {
        return new Exported()
                .with("projection-name", name)
                .with("stream-name", stream)
                .with("language", language)
                .with("status", status)
                .with("position", position)
                .with("processed", processed)
                .with("skipped", skipped)
                .with("events-per-second", perSecond)
                .with("avg-time", timeMs)
                .with("last-error", error)
                .with("last-error-order-id", errorAt);
    }

    public boolean isFailed() {
        return status.equals("failed");
    }

    /** What comes first where the worst comes first. */
    public int urgency() {
        return switch (status) {
            case "failed" -> 0;
            case "catching-up" -> 1;
            case "paused" -> 2;
            default -> 3;
        };
    }

    public Tone tone() {
        return switch (status) {
            case "failed" -> Tone.BAD;
            case "catching-up" -> Tone.BEHIND;
            case "running" -> Tone.GOOD;
            default -> Tone.DIM;
        };
    }

    /** A sign for the state, where there is no colour too. */
    public String sign() {
        return switch (status) {
            case "failed" -> "✗";
            case "catching-up" -> "↻";
            case "paused" -> "‖";
            case "running" -> "●";
            default -> "·";
        };
    }

    /** What there is to say beside the state: the error, how far it is. */
    public String remark() {
        if (isFailed()) {
            return error + (errorAt == 0 ? "" : " (at " + errorAt + ")");
        }
        if (!status.equals("catching-up")) {
            return "";
        }
        String bar = Charts.bar(progress, 20);
        return Math.round(progress * 100) + " %  " + bar + (etaMs < 0 ? "" : "  " + ShortNumbers.span(etaMs) + " left");
    }
}
