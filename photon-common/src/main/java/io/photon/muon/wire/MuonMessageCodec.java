// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Muon messages as AMQP bodies and back (docs/muon-protocol 2). Reads leniently: unknown, absent and null fields, bytes
 * as numbers modulo 256, compressed or not. Writes strictly: nothing that is null, no field of our own. Pure functions;
 * nothing throws on foreign bytes.
 */
public final class MuonMessageCodec {

    /** Most bytes of a payload, inflated; as bytes in an event some 8 MiB. A bomb is refused at this size, not inflated. */
    public static final int MAX_PAYLOAD_BYTES = 32 << 20;

    /**
     * Most bytes of an encoded message: a RabbitMQ broker takes no more unless told otherwise, and closes the AMQP channel
     * of the sender ({@code max_message_size}, 16 MiB since RabbitMQ 4.0).
     */
    public static final int MAX_BODY_BYTES = 16 << 20;

    /** A payload of this part of a body fits however badly it compresses: as numbers a byte takes four at most. */
    private static final int SURELY_FITS_PART = 8;

    /** More than everything in a message beside its payload. */
    private static final int ENVELOPE_BYTES = 4 << 10;

    /** What a compressed payload's content type ends with (docs/muon-protocol 2.4). */
    public static final String DEFLATE = "+DEFLATE";

    private static final String DEFLATE_WORD = "DEFLATE";

    /** Whether a payload is compressed on its way out. */
    public enum Compression {
        ALWAYS,
        NEVER,
        /** As is fastest for that size. */
        AUTO
    }

    /** From this size on a payload is compressed: below, deflating costs more than the bytes it saves. */
    static final int COMPRESSED_FROM_BYTES = 32 << 10;

    private static final int ID = 0;
    private static final int CREATED = 1;
    private static final int TARGET = 2;
    private static final int ORIGIN = 3;
    private static final int PROTOCOL = 4;
    private static final int STEP = 5;
    private static final int STATUS = 6;
    private static final int CONTENT_TYPE = 7;
    private static final int PAYLOAD = 8;
    private static final int OP = 9;

    private static final byte[][] FIELDS = {
        Utf8.bytes("id"),
        Utf8.bytes("created"),
        Utf8.bytes("target_service"),
        Utf8.bytes("origin_service"),
        Utf8.bytes("protocol"),
        Utf8.bytes("step"),
        Utf8.bytes("status"),
        Utf8.bytes("content_type"),
        Utf8.bytes("payload"),
        Utf8.bytes("channel_op")
    };

    private static final byte[][] KEYS = keys();
    private static final byte[] NORMAL = Utf8.bytes(",\"channel_op\":\"normal\"}");
    private static final byte[] CLOSED = Utf8.bytes(",\"channel_op\":\"closed\"}");
    private static final byte[] NOTHING = new byte[0];

    private MuonMessageCodec() {}

    /**
     * The body of an AMQP message, compressed as is fastest; pings and messages that close never are
     * (docs/muon-protocol 2.4).
     */
    public static byte[] encode(MuonMessage message) {
        return encode(message, Compression.AUTO);
    }

    /** The body of an AMQP message. */
    public static byte[] encode(MuonMessage message, Compression compression) {
        boolean compressed = switch (compression) {
            case ALWAYS -> message.payload().length > 0 && message.contentType() != null;
            case NEVER -> false;
            case AUTO ->
                message.payload().length >= COMPRESSED_FROM_BYTES
                        && message.contentType() != null
                        && message.op() == MuonMessage.ChannelOp.NORMAL;
        };
        byte[] payload = compressed ? Zlib.deflate(message.payload()) : message.payload();
        String type = compressed ? message.contentType() + DEFLATE : message.contentType();
        WireBuffer to = WireBuffer.borrow();
        write(to, message, payload, type);
        return to.toArray();
    }

    /**
     * Whether a message can be carried: a broker takes it, and {@link #decode} reads it. What is large is encoded to find
     * out.
     *
     * @param maxBodyBytes most that the broker takes, {@link #MAX_BODY_BYTES} unless it has said less
     */
    public static boolean fits(MuonMessage message, int maxBodyBytes) {
        int bytes = message.payload().length;
        return bytes <= maxBodyBytes / SURELY_FITS_PART - ENVELOPE_BYTES
                || (bytes <= MAX_PAYLOAD_BYTES && encode(message).length <= maxBodyBytes);
    }

    /**
     * How many bytes a text takes inside a message: as numbers, and as numbers once more for each further message around
     * it. Measured without writing it: what is far too large would not fit into the memory either.
     *
     * @param times how often it becomes numbers, 1 or 2
     */
    public static long lengthInside(byte[] text, int times) {
        long once = WireBuffer.numbersLength(text);
        return times == 1 ? once : 3 * once; // digits, commas and brackets have two digits each
    }

    /** The message as JSON, with a payload as given. */
    static void write(WireBuffer to, MuonMessage message, byte[] payload, @Nullable String contentType) {
        to.add(KEYS[CREATED]).add(message.created());
        field(to, ID, message.id());
        field(to, TARGET, message.target());
        field(to, ORIGIN, message.origin());
        field(to, PROTOCOL, message.protocol());
        field(to, STEP, message.step());
        field(to, STATUS, message.status());
        if (contentType != null || payload.length > 0) {
            to.add(KEYS[PAYLOAD]).byteNumbers(payload, 0, payload.length);
        }
        field(to, CONTENT_TYPE, contentType);
        to.add(message.op() == MuonMessage.ChannelOp.CLOSED ? CLOSED : NORMAL);
    }

    private static void field(WireBuffer to, int field, @Nullable String value) {
        if (value != null) {
            to.add(KEYS[field]).quoted(value);
        }
    }

    /** The message in an AMQP body, its payload inflated; BAD_INPUT with the reason when there is none. */
    public static Result<MuonMessage> decode(byte[] body) {
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        Result<MuonMessage> message = read(cursor);
        return message instanceof Result.Ok && !cursor.atEnd() ? bad("text after the message") : message;
    }

    /** The message at a cursor. */
    static Result<MuonMessage> read(JsonCursor cursor) {
        String[] texts = new String[FIELDS.length];
        long created = 0;
        byte[] payload = NOTHING;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case JsonCursor.UNKNOWN -> cursor.skip();
                case CREATED -> created = cursor.number(0);
                case PAYLOAD -> payload = cursor.byteNumbers();
                default -> texts[field] = cursor.text();
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed()) {
            return bad(cursor.problem());
        }
        String type = texts[CONTENT_TYPE];
        if (type != null && type.contains(DEFLATE_WORD)) {
            type = type.endsWith(DEFLATE) ? type.substring(0, type.length() - DEFLATE.length()) : type;
            if (payload.length > 0) {
                payload = Zlib.inflate(payload, MAX_PAYLOAD_BYTES);
                if (payload == null) {
                    return bad("its payload cannot be inflated");
                }
            }
        }
        return Result.ok(new MuonMessage(
                texts[ID],
                created,
                texts[TARGET],
                texts[ORIGIN],
                texts[PROTOCOL],
                texts[STEP],
                texts[STATUS],
                type,
                payload,
                "closed".equals(texts[OP]) ? MuonMessage.ChannelOp.CLOSED : MuonMessage.ChannelOp.NORMAL));
    }

    static <T> Result<T> bad(@Nullable String why) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "not a Muon message: " + why,
                "a Muon message is one JSON object, its payload an array of bytes as numbers");
    }

    private static byte[][] keys() {
        byte[][] keys = new byte[FIELDS.length][];
        for (int i = 0; i < keys.length; i++) {
            String name = new String(FIELDS[i], StandardCharsets.US_ASCII);
            keys[i] = Utf8.bytes((i == CREATED ? "{\"" : ",\"") + name + "\":");
        }
        return keys;
    }
}
