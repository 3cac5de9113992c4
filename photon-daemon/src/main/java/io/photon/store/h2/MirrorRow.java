// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.codec.EventParts;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

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
        @Nullable String localId,
        @Nullable String more,
        String payload,
        long previous,
        int crc) {

    private static final byte[] STREAM_NAME = Utf8.bytes("\"stream-name\":\"");
    private static final byte[] EVENT_TYPE = Utf8.bytes("\",\"event-type\":\"");
    private static final byte[] LOCAL_ID = Utf8.bytes("\",\"local-id\":\"");
    private static final byte[] PAYLOAD = Utf8.bytes(",\"payload\":");

    /** Takes a stored event apart. */
    static MirrorRow of(Event event, long previous) {
        EventParts parts = EventParts.of(event);
        return new MirrorRow(
                event.orderId(),
                event.eventTime(),
                event.streamName(),
                event.eventType(),
                event.localId(),
                parts.more(),
                parts.payload(),
                previous,
                crc(event.orderId(), event.streamHash(), event.array(), event.offset(), event.length()));
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
    @Nullable Event checked() {
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
}
