// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.eventstore;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON text of any size as items of a stream: each item is a JSON string with the next piece of the text, so that no
 * message grows too large. Pure functions.
 */
public final class ValuePieces {

    /** As an escape in numbers in numbers a byte takes up to 48 of a message's 32 MiB. */
    static final int PIECE_BYTES = 256 << 10;

    private ValuePieces() {}

    /** The items for a chunk of UTF-8 text: none for none. */
    public static List<byte[]> items(byte[] text) {
        List<byte[]> items = new ArrayList<>();
        int from = 0;
        while (from < text.length) {
            int to = Math.min(text.length, from + PIECE_BYTES);
            while (to < text.length && to > from + 1 && (text[to] & 0xc0) == 0x80) {
                to--; // a character is not cut
            }
            String piece = new String(text, from, to - from, StandardCharsets.UTF_8);
            items.add(JsonFields.quote(piece).getBytes(StandardCharsets.UTF_8));
            from = to;
        }
        return items;
    }

    /** The text of an item. */
    public static byte[] text(byte[] item) {
        return JsonFields.text(item, 0, item.length).getBytes(StandardCharsets.UTF_8);
    }
}
