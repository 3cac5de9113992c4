// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events as Muon clients write and read them (docs/muon-protocol 8.2 and 10.2). Pure functions. */
final class MuonEvents {

    private static final byte[] CAUSED_BY = Utf8.bytes("\"caused-by");
    private static final byte[] TOKEN = Utf8.bytes("\"token\"");

    private MuonEvents() {}

    /**
     * A stored event for a subscriber: the line as it is, and the cause under both names, for clients emit it as
     * {@code caused-by} and read it as {@code caused-by-id}, the latter as a number.
     */
    static byte[] item(Event event) {
        if (indexOf(event.array(), event.offset(), event.offset() + event.length(), CAUSED_BY) < 0) {
            return event.line();
        }
        byte[] line = event.line();
        int[] cause = JsonFields.find(line, 0, line.length, "caused-by");
        int[] causeId = JsonFields.find(line, 0, line.length, "caused-by-id");
        if (cause != null && causeId == null) {
            String number = JsonFields.text(line, cause[0], cause[1]);
            return isNumber(number) ? with(line, event, "caused-by-id", number) : line;
        }
        if (causeId != null && cause == null) {
            return with(line, event, "caused-by", raw(line, causeId));
        }
        return line;
    }

    private static boolean isNumber(String text) {
        return text.length() <= 18 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String raw(byte[] line, int[] range) {
        return new String(line, range[0], range[1] - range[0], StandardCharsets.UTF_8);
    }

    /** A field more, before the stream's name. */
    private static byte[] with(byte[] line, Event event, String name, String value) {
        byte[] field = ("\"" + name + "\":" + value + ",").getBytes(StandardCharsets.UTF_8);
        int at = event.header().bodyFrom() - event.offset();
        byte[] longer = new byte[line.length + field.length];
        System.arraycopy(line, 0, longer, 0, at);
        System.arraycopy(field, 0, longer, at, field.length);
        System.arraycopy(line, at, longer, at + field.length, line.length - at);
        return longer;
    }

    /** The token that an emitter put into the event, or null. */
    static @Nullable String token(byte[] event) {
        return indexOf(event, 0, event.length, TOKEN) < 0 ? null : JsonFields.text(event, "token");
    }

    private static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        int last = to - wanted.length;
        for (int i = from; i <= last; i++) {
            if (bytes[i] == '"'
                    && bytes[i + 1] == wanted[1]
                    && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
