package io.photon.cli.top;

import io.photon.codec.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** A stream as a listing tells it. */
record StreamRow(String name, long events, long first, long last) {

    /** Reads {@code {"streams":[…]}}. */
    static List<StreamRow> read(byte[] json) {
        List<StreamRow> rows = new ArrayList<>();
        int[] all = JsonFields.find(json, 0, json.length, "streams");
        if (all != null) {
            JsonFields.forEach(json, all[0], all[1], (bytes, nameFrom, nameTo, from, to) -> {
                FlatJson facts = FlatJson.read(bytes, from, to);
                rows.add(new StreamRow(
                        facts.text("stream-name"),
                        facts.whole("total-events"),
                        facts.whole("first-order-id"),
                        facts.whole("last-order-id")));
            });
        }
        return rows;
    }
}
