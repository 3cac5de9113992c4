// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;

/**
 * A stream as a daemon tells of it. Another Muon store may tell less.
 *
 * @param events how many, -1 when it is not told
 * @param first its first order-id, 0 when it is not told
 * @param last its last order-id, likewise
 * @param bytes of all of them, -1 when it is not told
 */
record StreamFacts(String name, long events, long first, long last, long bytes) {

    static StreamFacts read(byte[] json, int from, int to) {
        return new StreamFacts(
                text(json, from, to, "stream-name"),
                number(json, from, to, "total-events", -1),
                number(json, from, to, "first-order-id", 0),
                number(json, from, to, "last-order-id", 0),
                number(json, from, to, "bytes", -1));
    }

    String count() {
        return events < 0 ? "" : Units.grouped(events);
    }

    String size() {
        return bytes < 0 ? "" : Units.size(bytes);
    }

    /** How many there were on average between the first and the last. */
    String rate() {
        return Units.rate(events, (last - first) / 1_000);
    }

    /** The same in bytes. @param bytes of all of them, about */
    String byteRate(long bytes) {
        return Units.byteRate(bytes, events, (last - first) / 1_000);
    }

    private static long number(byte[] json, int from, int to, String name, long otherwise) {
        String text = text(json, from, to, name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise; // told in another form: not shown
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
