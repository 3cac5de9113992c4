package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * An event as a row of the mirror: its fields as columns, from which the canonical line comes back byte for byte.
 * Immutable.
 *
 * @param orderId the global position
 * @param eventTime when Photon received it, ms since 1970
 * @param streamName the stream
 * @param eventType what happened
 * @param localId the emitter's id, or null
 * @param more the other fields as a JSON object of their own, as sent; null when there are none
 * @param payload the payload as sent
 * @param previous order-id of the row before it, 0 for the first
 * @param crc the record's checksum as it stands in the log: CRC32C of order-id, stream hash and line
 */
record MirrorRow(
        long orderId,
        long eventTime,
        String streamName,
        String eventType,
        String localId,
        String more,
        String payload,
        long previous,
        int crc) {

    private static final byte[] STREAM_NAME = Utf8.bytes("\"stream-name\":\"");
    private static final byte[] EVENT_TYPE = Utf8.bytes("\",\"event-type\":\"");
    private static final byte[] LOCAL_ID = Utf8.bytes("\",\"local-id\":\"");
    private static final byte[] PAYLOAD = Utf8.bytes(",\"payload\":");

    /** Takes a stored event apart. */
    static MirrorRow of(Event event, long previous) {
        EventLine.Header header = event.header();
        byte[] array = event.array();
        int end = event.offset() + event.length();
        int fieldsFrom = (header.localIdFrom() < 0 ? header.typeTo() : header.localIdTo()) + 1;
        int payloadAt = payloadAt(array, fieldsFrom, end - 1);
        String more;
        String payload;
        if (payloadAt < 0) {
            // Not of the shape the codec writes; kept whole, so that nothing is ever lost by taking it apart.
            more = text(array, event.offset(), end);
            payload = "null";
        } else {
            more = payloadAt == fieldsFrom ? null : "{" + text(array, fieldsFrom + 1, payloadAt) + "}";
            payload = text(array, payloadAt + PAYLOAD.length, end - 1);
        }
        return new MirrorRow(
                event.orderId(),
                event.eventTime(),
                event.streamName(),
                event.eventType(),
                event.localId(),
                more,
                payload,
                previous,
                crc(event.orderId(), event.streamHash(), array, event.offset(), event.length()));
    }

    /** The canonical line, put together again. */
    byte[] line() {
        if (more != null && more.startsWith("{\"order-id\":")) {
            return more.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(payload.length() + 128);
        body.writeBytes(STREAM_NAME);
        body.writeBytes(EventLine.escape(streamName));
        body.writeBytes(EVENT_TYPE);
        body.writeBytes(EventLine.escape(eventType));
        if (localId != null) {
            body.writeBytes(LOCAL_ID);
            body.writeBytes(EventLine.escape(localId));
        }
        body.write('"');
        if (more != null) {
            body.write(',');
            body.writeBytes(more.substring(1, more.length() - 1).getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(PAYLOAD);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        body.write('}');
        return EventLine.compose(orderId, eventTime, body.toByteArray());
    }

    /** The event, or null when the row is not what was written: its record's checksum differs. */
    Event checked() {
        if (orderId < 0 || eventTime < 0) {
            return null;
        }
        byte[] line = line();
        EventLine.Header header = EventLine.header(line, 0, line.length);
        if (header == null || header.orderId() != orderId) {
            return null;
        }
        Event event = Event.ofLine(line);
        return crc(orderId, event.streamHash(), line, 0, line.length) == crc ? event : null;
    }

    private static int crc(long orderId, long streamHash, byte[] array, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(orderId).putLong(streamHash).flip());
        crc.update(array, offset, length);
        return (int) crc.getValue();
    }

    /** Where {@code ,"payload":} of the event itself starts, behind whatever other fields there are; -1 when nowhere. */
    private static int payloadAt(byte[] json, int from, int end) {
        int at = from;
        while (at + PAYLOAD.length < end) {
            if (startsWith(json, at, PAYLOAD)) {
                return at;
            }
            if (json[at] != ',' || json[at + 1] != '"') {
                return -1;
            }
            at = valueEnd(json, stringEnd(json, at + 1, end) + 1, end);
        }
        return -1;
    }

    /** The index behind the value that starts at {@code from}: the next comma outside strings and brackets. */
    private static int valueEnd(byte[] json, int from, int end) {
        int depth = 0;
        for (int at = from; at < end; at++) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at, end) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {
                    // a digit, a letter, a colon or white space: part of the value
                }
            }
        }
        return end;
    }

    /** The index behind the closing quote of the string whose opening quote is at {@code from}. */
    private static int stringEnd(byte[] json, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (json[at] == '\\') {
                at++;
            } else if (json[at] == '"') {
                return at + 1;
            }
        }
        return end;
    }

    private static boolean startsWith(byte[] json, int at, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (json[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
