// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.Slot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A slot as the value of a key: one line of words, then its events' lines as they are, so that it can be read by eye. Part of
 * the format. Pure.
 */
final class SlotCodec {

    private static final String VERSION = "photon-slot-1";
    private static final String NO_PARTS = "-";
    private static final int WORDS = 12;

    private SlotCodec() {}

    static byte[] bytes(Slot slot) {
        Slot.Content content = slot.content();
        UUID parts = content.parts();
        byte[] head = String.join(
                        " ",
                        VERSION,
                        String.valueOf(slot.number()),
                        slot.writer().toString(),
                        String.valueOf(slot.epoch()),
                        String.valueOf(slot.first()),
                        String.valueOf(slot.last()),
                        String.valueOf(slot.count()),
                        String.valueOf(slot.revision()),
                        HexFormat.of().formatHex(content.sha256()),
                        String.valueOf(content.bytes()),
                        parts == null ? NO_PARTS : parts.toString(),
                        content.partCount() + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = content.chunk();
        if (chunk == null) {
            return head;
        }
        byte[] value = Arrays.copyOf(head, head.length + chunk.length);
        System.arraycopy(chunk, 0, value, head.length, chunk.length);
        return value;
    }

    /** @throws StoreException DAMAGED when it is not the slot of that number */
    static Slot slot(byte[] value, long number) throws StoreException {
        int end = 0;
        while (end < value.length && value[end] != '\n') {
            end++;
        }
        String[] words = new String(value, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        try {
            if (words.length == WORDS && words[0].equals(VERSION) && Long.parseLong(words[1]) == number) {
                boolean hasParts = !words[10].equals(NO_PARTS);
                return new Slot(
                        number,
                        UUID.fromString(words[2]),
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5]),
                        Integer.parseInt(words[6]),
                        Integer.parseInt(words[7]),
                        new Slot.Content(
                                HexFormat.of().parseHex(words[8]),
                                Long.parseLong(words[9]),
                                hasParts
                                        ? null
                                        : Arrays.copyOfRange(value, Math.min(end + 1, value.length), value.length),
                                hasParts ? UUID.fromString(words[10]) : null,
                                Integer.parseInt(words[11])));
            }
        } catch (IllegalArgumentException e) {
            throw damaged(number, e);
        }
        throw damaged(number, null);
    }

    private static StoreException damaged(long number, @Nullable Exception cause) {
        return new StoreException(
                Kind.DAMAGED, "what Riak has under '" + RiakSlots.key(number) + "' is not a slot of a log", cause);
    }
}
