// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import io.photon.event.Gap;
import io.photon.store.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.CRC32;

/**
 * What the index knows of a snapshot: everything but its value, and where the value's pieces are. Layout: version, number,
 * configPosition, lastOrderId, processed, length and CRC-32 of the value, piece count, (version 3: how many gaps, and of each
 * its first and last order-id, version 4: the same of {@code __config__},) code hash, CRC-32 of all this and of the position.
 * The lowest version is written that has what there is.
 * The CRC is there for H2 does not notice a byte that is another one, and a wrong position would be a wrong value.
 */
record Entry(
        long position,
        long number,
        String codeHash,
        long configPosition,
        long lastOrderId,
        long processed,
        int length,
        int crc,
        int pieces,
        List<Gap> gaps,
        List<Gap> configGaps) {

    private static final byte VERSION = 2;
    private static final byte VERSION_WITH_GAPS = 3;
    private static final byte VERSION_WITH_CONFIG_GAPS = 4;
    private static final int GAP_BYTES = 2 * Long.BYTES;
    /** Without the code hash. */
    private static final int FIXED_BYTES = 1 + 4 * Long.BYTES + 3 * Integer.BYTES + Integer.BYTES;

    private static final int PIECE_BITS = 20;
    private static final int PIECE_BYTES = 256 * 1024;

    static Entry of(long number, Snapshot snapshot) {
        int length = snapshot.value().length;
        return new Entry(
                snapshot.position(),
                number,
                snapshot.codeHash(),
                snapshot.configPosition(),
                snapshot.lastOrderId(),
                snapshot.processed(),
                length,
                crc(snapshot.value()),
                (length + PIECE_BYTES - 1) / PIECE_BYTES,
                List.copyOf(snapshot.gaps()),
                List.copyOf(snapshot.configGaps()));
    }

    static long pieceKey(long number, int piece) {
        return number << PIECE_BITS | piece;
    }

    static long numberOf(long pieceKey) {
        return pieceKey >> PIECE_BITS;
    }

    byte[] bytes() {
        byte[] code = codeHash.getBytes(StandardCharsets.UTF_8);
        byte version = !configGaps.isEmpty() ? VERSION_WITH_CONFIG_GAPS : gaps.isEmpty() ? VERSION : VERSION_WITH_GAPS;
        int gapBytes = (version - VERSION) * Integer.BYTES + (gaps.size() + configGaps.size()) * GAP_BYTES;
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + gapBytes + code.length)
                .put(version)
                .putLong(number)
                .putLong(configPosition)
                .putLong(lastOrderId)
                .putLong(processed)
                .putInt(length)
                .putInt(crc)
                .putInt(pieces);
        if (version >= VERSION_WITH_GAPS) {
            put(out, gaps);
        }
        if (version >= VERSION_WITH_CONFIG_GAPS) {
            put(out, configGaps);
        }
        out.put(code);
        return out.putInt(crc(position, out.array())).array();
    }

    private static void put(ByteBuffer out, List<Gap> gaps) {
        out.putInt(gaps.size());
        gaps.forEach(gap -> out.putLong(gap.first()).putLong(gap.last()));
    }

    /** Of an entry, but for its last four bytes. */
    private static int crc(long position, byte[] entry) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        crc.update(entry, 0, entry.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    /** @throws IllegalStateException when these bytes are none */
    static Entry read(long position, byte[] bytes) {
        if (bytes.length < FIXED_BYTES || bytes[0] < VERSION || bytes[0] > VERSION_WITH_CONFIG_GAPS) {
            throw new IllegalStateException("an entry of the index is of another format");
        }
        int end = bytes.length - Integer.BYTES;
        if (ByteBuffer.wrap(bytes).getInt(end) != crc(position, bytes)) {
            throw new IllegalStateException("the checksum of the entry at " + position + " is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, end - 1);
        long number = in.getLong();
        long configPosition = in.getLong();
        long lastOrderId = in.getLong();
        long processed = in.getLong();
        int length = in.getInt();
        int crc = in.getInt();
        int pieces = in.getInt();
        List<Gap> gaps = bytes[0] >= VERSION_WITH_GAPS ? gaps(in) : List.of();
        List<Gap> configGaps = bytes[0] >= VERSION_WITH_CONFIG_GAPS ? gaps(in) : List.of();
        String code = StandardCharsets.UTF_8.decode(in).toString();
        return new Entry(
                position, number, code, configPosition, lastOrderId, processed, length, crc, pieces, gaps, configGaps);
    }

    private static List<Gap> gaps(ByteBuffer in) {
        List<Gap> gaps = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            gaps.add(new Gap(in.getLong(), in.getLong()));
        }
        return List.copyOf(gaps);
    }

    byte[] piece(byte[] value, int piece) {
        int from = piece * PIECE_BYTES;
        return Arrays.copyOfRange(value, from, Math.min(value.length, from + PIECE_BYTES));
    }

    /** Puts the value together. @throws IllegalStateException when it is not what was saved */
    Snapshot snapshot(LongFunction<byte[]> pieceOf) {
        byte[] value = new byte[length];
        int at = 0;
        for (int piece = 0; piece < pieces; piece++) {
            byte[] part = pieceOf.apply(pieceKey(number, piece));
            if (part == null || part.length > length - at) {
                throw new IllegalStateException("a piece of the snapshot at " + position + " is missing");
            }
            System.arraycopy(part, 0, value, at, part.length);
            at += part.length;
        }
        if (at != length || crc(value) != crc) {
            throw new IllegalStateException("the checksum of the snapshot at " + position + " is wrong");
        }
        return new Snapshot(codeHash, configPosition, position, lastOrderId, processed, value, gaps, configGaps);
    }

    static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
