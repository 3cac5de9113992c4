// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.EventDraft;
import io.photon.event.EventLimits;
import io.photon.event.EventLine;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event from JSON text and brings it into canonical form ({@link EventLine}): the envelope's names are read,
 * everything else is kept byte for byte, except that line breaks between tokens go. Thread-safe.
 *
 * <p>Refused: anything that is not one well-formed JSON object in UTF-8; a missing or empty {@code stream-name} or
 * {@code event-type}; a missing {@code payload}; a field of the wrong type; the same envelope field twice (inside a
 * payload duplicates stay: they are the emitter's). {@code token} and {@code provider} are dropped (docs/architecture:
 * never stored), and so are optional fields that are null, as older clients send them. Fields that mean nothing to
 * Photon are kept.
 */
public final class EventParser {

    private EventParser() {}

    /** Why a text is not one JSON value in UTF-8 whose numbers an event may hold; empty when it is. */
    public static Optional<Failure> refuseUnlessJson(byte[] json, int offset, int length) {
        int to = offset + length;
        int invalid = Utf8.firstInvalid(json, offset, to);
        if (invalid >= 0) {
            return Optional.of(invalidUtf8(invalid - offset));
        }
        JsonScanner scanner = new JsonScanner(json, to, EventLimits.MAX_NUMBER_LENGTH);
        int from = scanner.skipSpace(offset);
        int end = from == to ? -1 : scanner.value(from);
        if (end >= 0 && scanner.skipSpace(end) == to) {
            return Optional.empty();
        }
        String why = from == to
                ? "empty input"
                : end >= 0
                        ? "text after the JSON value"
                        : "malformed JSON at byte " + (scanner.errorAt() - offset) + ": " + scanner.error();
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, why, "send one JSON value"));
    }

    private static Failure invalidUtf8(int at) {
        return Failure.of(
                Failure.Kind.BAD_INPUT, "invalid UTF-8 at byte " + at, "send the event as JSON text in UTF-8");
    }

    /** Reads an event that is to be appended; a claimed order-id or event-time is ignored. */
    public static Result<EventDraft> parseDraft(byte[] json, int offset, int length) {
        return parse(json, offset, length, null, null, EventLimits.MAX_NUMBER_LENGTH)
                .map(parsed -> parsed.draft());
    }

    /**
     * Reads an event that came with a request.
     *
     * @param streamName the stream the request names, or null; a {@code stream-name} inside the event must be equal or absent
     * @param trace is kept with the event unless that has a {@code traceparent} of its own; null for none
     */
    public static Result<EventDraft> parseDraftOf(
            @Nullable String streamName, @Nullable TraceContext trace, byte[] json, int offset, int length) {
        return parse(json, offset, length, streamName, trace, EventLimits.MAX_NUMBER_LENGTH)
                .map(parsed -> parsed.draft());
    }

    /**
     * Reads an event that is to be appended to a given stream, whatever stream it was in.
     *
     * @param streamName in the place of any {@code stream-name} inside the event
     */
    public static Result<EventDraft> parseDraftInto(String streamName, byte[] json, int offset, int length) {
        return parse(json, offset, length, null, null, EventLimits.MAX_NUMBER_LENGTH, streamName)
                .map(parsed -> parsed.draft());
    }

    /**
     * Reads an event together with the order-id and event-time it claims, as a restore needs them. Its numbers have no
     * limit: what was stored before there was one can be brought back.
     */
    public static Result<ParsedEvent> parseStored(byte[] json, int offset, int length) {
        return parse(json, offset, length, null, null, Integer.MAX_VALUE);
    }

    private static Result<ParsedEvent> parse(
            byte[] json,
            int offset,
            int length,
            @Nullable String streamName,
            @Nullable TraceContext trace,
            int maxNumber) {
        return parse(json, offset, length, streamName, trace, maxNumber, null);
    }

    private static Result<ParsedEvent> parse(
            byte[] json,
            int offset,
            int length,
            @Nullable String streamName,
            @Nullable TraceContext trace,
            int maxNumber,
            @Nullable String instead) {
        int invalid = Utf8.firstInvalid(json, offset, offset + length);
        if (invalid >= 0) {
            return Result.err(invalidUtf8(invalid - offset));
        }
        return new EventReading(json, offset, offset + length, streamName, trace, maxNumber).read(instead);
    }
}
