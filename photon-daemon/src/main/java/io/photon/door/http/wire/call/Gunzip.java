// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.result.Failure;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip (RFC 1952) as it comes, several members one after another included. What unpacks to much more than came
 * is refused. Memory: one buffer. Not thread-safe; close it.
 */
public final class Gunzip implements AutoCloseable {

    private enum At {
        HEAD,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEAD_CHECK,
        DATA,
        TRAILER
    }

    private static final int HEAD_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int HAS_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    /** So much comes out of anything. */
    private static final long FREE_BYTES = 64L << 20;
    /** Beyond that, of each byte that came; real events reach a tenth of it. */
    private static final long MOST_RATIO = 250;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private At at = At.HEAD;
    private final byte[] fixed = new byte[HEAD_BYTES];
    private int got;
    private int flags;
    private int extraLeft;
    private long memberBytes;
    private long in;
    private long out;
    private boolean begun;

    /**
     * Takes the next bytes.
     *
     * @param unpacked gets what they are, valid during the call only, and says why it takes no more
     */
    public Optional<Failure> feed(ByteBuffer packed, Function<ByteBuffer, Optional<Failure>> unpacked) {
        in += packed.remaining();
        while (packed.hasRemaining()) {
            Optional<Failure> wrong =
                    at == At.DATA ? data(packed, unpacked) : Optional.ofNullable(around(packed.get()));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    /** Nothing more comes: whether that is the end. */
    public Optional<Failure> end() {
        return begun && at == At.HEAD && got == 0
                ? Optional.empty()
                : Optional.of(bad("the gzip data ends too early", "send the whole file"));
    }

    private Optional<Failure> data(ByteBuffer packed, Function<ByteBuffer, Optional<Failure>> unpacked) {
        inflater.setInput(packed);
        try {
            while (true) {
                int n = inflater.inflate(buffer);
                crc.update(buffer, 0, n);
                out += n;
                memberBytes += n;
                if (out > FREE_BYTES && out / MOST_RATIO > in) {
                    return Optional.of(Failure.of(
                            Failure.Kind.TOO_LARGE,
                            "the file unpacks to more than " + MOST_RATIO + " times its size",
                            "send it as lines of JSON instead (upload-file)"));
                }
                if (n > 0) {
                    Optional<Failure> wrong = unpacked.apply(ByteBuffer.wrap(buffer, 0, n));
                    if (wrong.isPresent()) {
                        return wrong;
                    }
                }
                if (inflater.finished()) {
                    at = At.TRAILER;
                    got = 0;
                    return Optional.empty();
                }
                if (inflater.needsDictionary()) {
                    return Optional.of(bad("the gzip data asks for a dictionary", "pack it with gzip"));
                }
                if (n == 0 && inflater.needsInput()) {
                    return Optional.empty();
                }
            }
        } catch (DataFormatException e) {
            return Optional.of(bad("the gzip data is damaged", "pack it again"));
        }
    }

    /** One byte of what is not packed; null when it is right. */
    private @Nullable Failure around(byte next) {
        begun = true;
        switch (at) {
            case HEAD -> {
                fixed[got++] = next;
                if (got <= 2 && next != (got == 1 ? (byte) 0x1f : (byte) 0x8b) || got == 3 && next != 8) {
                    return bad("the file is not packed with gzip", "send a .pev file, or lines of JSON as upload-file");
                }
                if (got == HEAD_BYTES) {
                    flags = fixed[3];
                    after(At.HEAD);
                }
            }
            case EXTRA_LENGTH -> {
                extraLeft |= (next & 0xff) << 8 * got++;
                if (got == 2) {
                    at = At.EXTRA;
                    if (extraLeft == 0) {
                        after(At.EXTRA);
                    }
                }
            }
            case EXTRA -> {
                if (--extraLeft == 0) {
                    after(At.EXTRA);
                }
            }
            case NAME, COMMENT -> {
                if (next == 0) {
                    after(at);
                }
            }
            case HEAD_CHECK -> {
                if (++got == 2) {
                    after(At.HEAD_CHECK);
                }
            }
            case TRAILER -> {
                fixed[got++] = next;
                return got == TRAILER_BYTES ? endMember() : null;
            }
            case DATA -> throw new IllegalStateException("unpacked elsewhere");
        }
        return null;
    }

    /** Goes on to what comes after a part of the head. */
    private void after(At part) {
        got = 0;
        if (part.compareTo(At.EXTRA_LENGTH) < 0 && (flags & HAS_EXTRA) != 0) {
            extraLeft = 0;
            at = At.EXTRA_LENGTH;
        } else if (part.compareTo(At.NAME) < 0 && (flags & HAS_NAME) != 0) {
            at = At.NAME;
        } else if (part.compareTo(At.COMMENT) < 0 && (flags & HAS_COMMENT) != 0) {
            at = At.COMMENT;
        } else if (part.compareTo(At.HEAD_CHECK) < 0 && (flags & HAS_CHECK) != 0) {
            at = At.HEAD_CHECK;
        } else {
            at = At.DATA;
        }
    }

    private @Nullable Failure endMember() {
        boolean right = number(0) == (int) crc.getValue() && number(4) == (int) memberBytes;
        inflater.reset();
        crc.reset();
        memberBytes = 0;
        got = 0;
        at = At.HEAD;
        return right ? null : bad("the gzip data is damaged: its checksum is another", "pack it again");
    }

    private int number(int from) {
        return ByteBuffer.wrap(fixed).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(from);
    }

    private static Failure bad(String message, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }

    /** Frees what the unpacking holds outside the heap. */
    @Override
    public void close() {
        inflater.end();
    }
}
