// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an emitted event, the payload of {@code event/EventProcessed} (docs/muon-protocol 8.3). Its keys are
 * in camel case, unlike an event's. {@code durability}, {@code duplicate} and {@code code} are Photon's own: other
 * clients leave them unread, other stores leave them out.
 *
 * @param eventTime ms since 1970, 0 when it failed
 * @param orderId its position, 0 when it failed
 * @param persisted whether it is stored
 * @param cause for a person
 * @param durability how safe it is, null when not said
 * @param duplicate whether it was there before, by its local-id
 * @param code which {@link Failure.Kind} it failed with, null when it did not or that is not said
 */
public record EventResult(
        long eventTime,
        long orderId,
        boolean persisted,
        String cause,
        @Nullable String durability,
        boolean duplicate,
        @Nullable String code) {

    private static final String PERSISTED = "PERSISTED";
    private static final byte[][] FIELDS = {
        "eventTime".getBytes(StandardCharsets.US_ASCII),
        "orderId".getBytes(StandardCharsets.US_ASCII),
        "status".getBytes(StandardCharsets.US_ASCII),
        "cause".getBytes(StandardCharsets.US_ASCII),
        "message".getBytes(StandardCharsets.US_ASCII),
        "durability".getBytes(StandardCharsets.US_ASCII),
        "duplicate".getBytes(StandardCharsets.US_ASCII),
        "code".getBytes(StandardCharsets.US_ASCII)
    };

    public EventResult {
        Objects.requireNonNull(cause, "cause");
    }

    public static EventResult stored(long eventTime, long orderId) {
        return stored(eventTime, orderId, null, false);
    }

    public static EventResult stored(long eventTime, long orderId, @Nullable String durability, boolean duplicate) {
        return new EventResult(eventTime, orderId, true, "Event persisted", durability, duplicate, null);
    }

    public static EventResult failed(String cause) {
        return new EventResult(0, 0, false, cause, null, false, null);
    }

    /** The same, so that a client knows which sort of failure it is. */
    public static EventResult failed(Failure.Kind kind, String cause) {
        return new EventResult(0, 0, false, cause, null, false, kind.code());
    }

    /** The same with what to do next: the protocol has one text for everything. */
    public static EventResult failed(Failure failure) {
        return failed(
                failure.kind(), failure.hint() == null ? failure.message() : failure.message() + "; " + failure.hint());
    }

    /** The payload. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("eventTime").add(':').add(eventTime);
        to.add(',').quoted("orderId").add(':').add(orderId);
        to.add(',').quoted("status").add(':').quoted(persisted ? PERSISTED : "FAILED");
        to.add(',').quoted("cause").add(':').quoted(cause);
        if (durability != null) {
            to.add(',').quoted("durability").add(':').quoted(durability);
        }
        if (duplicate) {
            to.add(',').quoted("duplicate").add(':').add("true".getBytes(StandardCharsets.US_ASCII));
        }
        if (code != null) {
            to.add(',').quoted("code").add(':').quoted(code);
        }
        return to.add('}').toArray();
    }

    /**
     * Reads such a payload; a {@code ProtocolNotFound}'s is read as a failure (docs/muon-protocol 11). BAD_INPUT with
     * the reason when it is neither. Nothing throws.
     */
    public static Result<EventResult> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        long eventTime = 0;
        long orderId = 0;
        String status = null;
        String cause = null;
        String durability = null;
        String duplicate = null;
        String code = null;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> eventTime = cursor.number(0);
                case 1 -> orderId = cursor.number(0);
                case 2 -> status = cursor.text();
                case 3, 4 -> cause = cursor.text();
                case 5 -> durability = cursor.text();
                case 6 -> duplicate = cursor.text();
                case 7 -> code = cursor.text();
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
        return Result.ok(new EventResult(
                eventTime,
                orderId,
                status.equals(PERSISTED),
                cause == null ? status : cause,
                durability,
                "true".equals(duplicate),
                code));
    }
}
