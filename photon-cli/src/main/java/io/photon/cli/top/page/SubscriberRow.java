// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.screen.Tone;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Someone who reads events.
 *
 * @param lag events between it and the head
 * @param isLagLeast whether there are more
 * @param rate events a second it was given since the answer before; 0 when it is new
 */
record SubscriberRow(
        long id,
        String who,
        String door,
        String stream,
        String type,
        long sinceMs,
        long position,
        long delivered,
        long lag,
        boolean isLagLeast,
        boolean isSlow,
        boolean isWaiting,
        double rate) {

    /** Reads {@code {"subscribers":[…]}}. @param before the rows of the answer before, by id @param seconds since then */
    static List<SubscriberRow> read(byte[] json, Map<Long, SubscriberRow> before, double seconds) {
        return FlatJson.each(json, "subscribers").stream()
                .map(facts -> of(facts, before.get(facts.whole("id")), seconds))
                .toList();
    }

    private static SubscriberRow of(FlatJson facts, @Nullable SubscriberRow before, double seconds) {
        long delivered = facts.whole("delivered");
        return new SubscriberRow(
                facts.whole("id"),
                facts.text("who"),
                facts.text("door"),
                facts.text("stream-name"),
                facts.text("stream-type"),
                facts.whole("since"),
                facts.whole("position"),
                delivered,
                facts.whole("lag-events"),
                facts.text("lag-is-least").equals("true"),
                facts.text("slow").equals("true"),
                facts.text("waiting").equals("true"),
                before == null || seconds <= 0 ? 0 : Math.max(0, delivered - before.delivered) / seconds);
    }

    Exported exported() {
        return new Exported()
                .with("id", id)
                .with("who", who)
                .with("door", door)
                .with("stream-name", stream)
                .with("stream-type", type)
                .with("since", sinceMs)
                .with("position", position)
                .with("delivered", delivered)
                .with("events-per-second", rate)
                .with("lag-events", lag)
                .with("lag-is-least", isLagLeast)
                .with("slow", isSlow)
                .with("waiting", isWaiting);
    }

    String shownLag() {
        return lag == 0 ? "0" : (isLagLeast ? "≥ " : "") + ShortNumbers.brief(lag);
    }

    /** How it is, with a sign for where there is no colour. */
    String state() {
        if (isSlow) {
            return "! slow";
        }
        if (isWaiting) {
            return "‖ takes none";
        }
        return lag == 0 ? "● up to date" : "↻ reading";
    }

    Tone tone() {
        return isSlow ? Tone.BEHIND : isWaiting || lag > 0 ? Tone.PLAIN : Tone.GOOD;
    }

    /** The worst first: more than is counted in memory is more than anything that is. */
    double weight() {
        return lag + (isLagLeast ? 1e12 : 0);
    }
}
