package io.photon.cli.top;

import java.util.List;

/** A stream as a listing tells it. */
record StreamRow(String name, long events, long first, long last) {

    /** Reads {@code {"streams":[…]}}. */
    static List<StreamRow> read(byte[] json) {
        return FlatJson.each(json, "streams").stream()
                .map(facts -> new StreamRow(
                        facts.text("stream-name"),
                        facts.whole("total-events"),
                        facts.whole("first-order-id"),
                        facts.whole("last-order-id")))
                .toList();
    }
}
