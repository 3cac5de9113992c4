package io.photon.store.snapshot;

import io.photon.store.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.zip.CRC32;

/**
 * What the index knows of a snapshot: everything but its value, and where the value's pieces are. Layout: version, number,
 * configPosition, lastOrderId, processed, length and CRC-32 of the value, piece count, code hash.
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
        int pieces) {

    private static final byte VERSION = 1;
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
                (length + PIECE_BYTES - 1) / PIECE_BYTES);
    }

    static long pieceKey(long number, int piece) {
        return number << PIECE_BITS | piece;
    }

    static long numberOf(long pieceKey) {
        return pieceKey >> PIECE_BITS;
    }

    byte[] bytes() {
        byte[] code = codeHash.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 4 * 8 + 3 * 4 + code.length)
                .put(VERSION)
                .putLong(number)
                .putLong(configPosition)
                .putLong(lastOrderId)
                .putLong(processed)
                .putInt(length)
                .putInt(crc)
                .putInt(pieces)
                .put(code)
                .array();
    }

    /** @throws IllegalStateException when these bytes are none */
    static Entry read(long position, byte[] bytes) {
        if (bytes.length < 45 || bytes[0] != VERSION) {
            throw new IllegalStateException("an entry of the index is of another format");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        long number = in.getLong();
        long configPosition = in.getLong();
        long lastOrderId = in.getLong();
        long processed = in.getLong();
        int length = in.getInt();
        int crc = in.getInt();
        int pieces = in.getInt();
        String code = StandardCharsets.UTF_8.decode(in).toString();
        return new Entry(position, number, code, configPosition, lastOrderId, processed, length, crc, pieces);
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
        return new Snapshot(codeHash, configPosition, position, lastOrderId, processed, value);
    }

    static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
