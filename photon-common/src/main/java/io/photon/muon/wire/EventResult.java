package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What became of an emitted event, the payload of {@code event/EventProcessed} (PROTOCOL 8.3). Its keys are in camel
 * case, unlike an event's.
 *
 * @param eventTime ms since 1970, 0 when it failed
 * @param orderId its position, 0 when it failed
 * @param persisted whether it is stored
 * @param cause for a person
 */
public record EventResult(long eventTime, long orderId, boolean persisted, String cause) {

    private static final String PERSISTED = "PERSISTED";
    private static final byte[][] FIELDS = {
        "eventTime".getBytes(StandardCharsets.US_ASCII),
        "orderId".getBytes(StandardCharsets.US_ASCII),
        "status".getBytes(StandardCharsets.US_ASCII),
        "cause".getBytes(StandardCharsets.US_ASCII),
        "message".getBytes(StandardCharsets.US_ASCII)
    };

    public EventResult {
        Objects.requireNonNull(cause, "cause");
    }

    public static EventResult stored(long eventTime, long orderId) {
        return new EventResult(eventTime, orderId, true, "Event persisted");
    }

    public static EventResult failed(String cause) {
        return new EventResult(0, 0, false, cause);
    }

    /** The payload. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("eventTime").add(':').add(eventTime);
        to.add(',').quoted("orderId").add(':').add(orderId);
        to.add(',').quoted("status").add(':').quoted(persisted ? PERSISTED : "FAILED");
        return to.add(',').quoted("cause").add(':').quoted(cause).add('}').toArray();
    }

    /**
     * Reads such a payload; a {@code ProtocolNotFound}'s is read as a failure (PROTOCOL 11). BAD_INPUT with the reason
     * when it is neither. Nothing throws.
     */
    public static Result<EventResult> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        long eventTime = 0;
        long orderId = 0;
        String status = null;
        String cause = null;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> eventTime = cursor.number(0);
                case 1 -> orderId = cursor.number(0);
                case 2 -> status = cursor.text();
                case 3, 4 -> cause = cursor.text();
                default -> cursor.skip();
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed() || status == null) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "not the result of an event: " + (cursor.failed() ? cursor.problem() : "no status"),
                    "the event store does not keep to the protocol; look with photon replay whether it is stored");
        }
        return Result.ok(new EventResult(eventTime, orderId, status.equals(PERSISTED), cause == null ? status : cause));
    }
}
