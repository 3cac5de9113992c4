// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over one event: checks, remembers where things stand, and composes the canonical body at the end. */
final class EventReading {

    /** Longest event-type and local-id, in UTF-8 bytes. */
    private static final int MAX_TEXT_BYTES = 4_096;

    /** Most fields that mean nothing to Photon: their names are kept in memory while one event is read. */
    private static final int MAX_UNKNOWN_FIELDS = 1_000;

    private static final String WHOLE_PAIRS = "write the character itself, or both halves: \\ud83d\\ude00";

    private static final byte[] PREFIX = Utf8.bytes("\"stream-name\":\"");
    private static final byte[] TYPE = Utf8.bytes("\",\"event-type\":\"");
    private static final byte[] LOCAL_ID = Utf8.bytes("\",\"local-id\":\"");
    private static final byte[] PAYLOAD = Utf8.bytes(",\"payload\":");

    private final byte[] json;
    private final int from;
    private final int to;
    private final @Nullable String requiredStream;
    private final @Nullable TraceContext trace;
    private final JsonScanner scanner;

    private int knownSeen;
    private @Nullable Set<String> unknownSeen;
    private @Nullable ByteBuilder kept;
    private @Nullable String streamName;
    private @Nullable String eventType;
    private @Nullable String localId;
    private long orderId = -1;
    private long eventTime = -1;
    private int payloadFrom = -1;
    private int payloadTo;
    private boolean payloadHasLineBreak;
    private @Nullable Failure failure;

    /** @param requiredStream null for any @param trace null for none @param maxNumber the most characters of a number */
    EventReading(
            byte[] json,
            int from,
            int to,
            @Nullable String requiredStream,
            @Nullable TraceContext trace,
            int maxNumber) {
        this.trace = trace;
        this.json = json;
        this.from = from;
        this.to = to;
        this.requiredStream = requiredStream;
        this.scanner = new JsonScanner(json, to, maxNumber);
    }

    /** @param instead the stream's name, whatever the event says; null for what it says */
    Result<ParsedEvent> read(@Nullable String instead) {
        int at = scanner.skipSpace(from);
        if (at == to) {
            return bad("empty input", "an event is one JSON object");
        }
        if (json[at] != '{') {
            return notAnObject(at);
        }
        at = scanner.skipSpace(at + 1);
        if (at < to && json[at] == '}') {
            at++;
        } else {
            at = fields(at);
        }
        if (failure != null) {
            return Result.err(failure);
        }
        if (at < 0) {
            return malformed();
        }
        if (scanner.skipSpace(at) != to) {
            return bad("text after the event's closing brace", "send one event a line");
        }
        streamName = instead == null ? streamName : instead;
        return finish();
    }

    /** Index after the closing brace; negative when the text is malformed. */
    private int fields(int first) {
        int at = first;
        while (true) {
            int nameFrom = at;
            int valueFrom = scanner.name(nameFrom);
            if (valueFrom < 0) {
                return valueFrom;
            }
            boolean escapedName = scanner.hadEscape();
            scanner.takeLineBreak();
            int valueTo = scanner.value(valueFrom);
            if (valueTo < 0) {
                return valueTo;
            }
            field(nameFrom + 1, escapedName, valueFrom, valueTo);
            if (failure != null) {
                return valueTo;
            }
            at = scanner.skipSpace(valueTo);
            if (at < to && json[at] == '}') {
                return at + 1;
            }
            at = scanner.comma(at);
            if (at < 0) {
                return at;
            }
        }
    }

    private void field(int nameFrom, boolean escapedName, int valueFrom, int valueTo) {
        int nameTo = closingQuote(nameFrom);
        byte[] name = json;
        int start = nameFrom;
        int stop = nameTo;
        String text = null;
        if (escapedName) {
            text = JsonText.of(json, nameFrom, nameTo, true);
            if (JsonText.hasLoneSurrogate(text)) {
                failure = Failure.of(Failure.Kind.BAD_INPUT, "a field name has half a surrogate pair", WHOLE_PAIRS);
                return;
            }
            name = EventLine.escape(text);
            start = 0;
            stop = name.length;
        }
        Field field = Field.named(name, start, stop);
        if (field == null) {
            if (firstTime(text != null ? text : JsonText.of(json, nameFrom, nameTo, false))) {
                keep(name, start, stop, valueFrom, valueTo);
            }
            return;
        }
        int bit = 1 << field.ordinal();
        if ((knownSeen & bit) != 0) {
            failure = twice(field.text());
            return;
        }
        knownSeen |= bit;
        known(field, valueFrom, valueTo);
        if (failure == null && isKept(field) && json[valueFrom] != 'n') {
            keep(name, start, stop, valueFrom, valueTo);
        }
    }

    private void known(Field field, int valueFrom, int valueTo) {
        byte first = json[valueFrom];
        boolean required = field == Field.STREAM_NAME || field == Field.EVENT_TYPE;
        if (!field.shape().fits(first) && (required || first != 'n')) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    field.text() + " must be " + field.shape().words() + ", found " + described(first),
                    field.shape().hint());
            return;
        }
        switch (field) {
            case STREAM_NAME -> streamName = text(field, valueFrom, valueTo, StreamNames.MAX_BYTES);
            case EVENT_TYPE -> eventType = text(field, valueFrom, valueTo, MAX_TEXT_BYTES);
            case LOCAL_ID -> localId = first == 'n' ? null : text(field, valueFrom, valueTo, MAX_TEXT_BYTES);
            case PAYLOAD -> {
                payloadFrom = valueFrom;
                payloadTo = valueTo;
                payloadHasLineBreak = scanner.takeLineBreak();
            }
            case ORDER_ID -> orderId = position(valueFrom, valueTo);
            case EVENT_TIME -> eventTime = position(valueFrom, valueTo);
            default -> {
                // kept or dropped as it is
            }
        }
    }

    private static boolean isKept(Field field) {
        return field.ordinal() >= Field.SCHEMA.ordinal();
    }

    private boolean firstTime(String name) {
        if (unknownSeen == null) {
            unknownSeen = new HashSet<>();
        }
        if (!unknownSeen.add(name)) {
            failure = twice(name);
            return false;
        }
        if (unknownSeen.size() > MAX_UNKNOWN_FIELDS) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "more than " + MAX_UNKNOWN_FIELDS + " fields of your own next to the payload",
                    "put them into the payload");
            return false;
        }
        return true;
    }

    /** Copies a value, as it came, after the fields kept so far. */
    private void keep(byte[] name, int start, int stop, int valueFrom, int valueTo) {
        if (kept == null) {
            kept = new ByteBuilder(stop - start + valueTo - valueFrom + 64);
        }
        kept.add((byte) ',')
                .add((byte) '"')
                .add(name, start, stop)
                .add((byte) '"')
                .add((byte) ':');
        if (scanner.takeLineBreak()) {
            kept.addOnOneLine(json, valueFrom, valueTo);
        } else {
            kept.add(json, valueFrom, valueTo);
        }
    }

    private String text(Field field, int valueFrom, int valueTo, int maxBytes) {
        // A scalar's scan left the flag as this string had it.
        String text = JsonText.of(json, valueFrom + 1, valueTo - 1, scanner.hadEscape());
        if (text.isEmpty()) {
            failure = Failure.of(Failure.Kind.BAD_INPUT, field.text() + " is empty", "write a text between the quotes");
        } else if (scanner.hadEscape() && JsonText.hasLoneSurrogate(text)) {
            failure = Failure.of(Failure.Kind.BAD_INPUT, field.text() + " has half a surrogate pair", WHOLE_PAIRS);
        } else if (isLonger(text, maxBytes)) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    field.text() + " is longer than " + maxBytes + " bytes",
                    "shorten it, and put what is long into the payload");
        }
        return text;
    }

    private static boolean isLonger(String text, int maxBytes) {
        return text.length() > maxBytes
                || text.length() * 3L > maxBytes && text.getBytes(StandardCharsets.UTF_8).length > maxBytes;
    }

    /** A claimed order-id or event-time: up to 18 digits as a number or as text; anything else claims nothing. */
    private long position(int valueFrom, int valueTo) {
        boolean quoted = json[valueFrom] == '"';
        int start = quoted ? valueFrom + 1 : valueFrom;
        int stop = quoted ? valueTo - 1 : valueTo;
        if (stop == start || stop - start > 18) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < stop; i++) {
            if (json[i] < '0' || json[i] > '9') {
                return -1;
            }
            number = number * 10 + (json[i] - '0');
        }
        return number;
    }

    private Result<ParsedEvent> finish() {
        if (requiredStream != null) {
            if (streamName != null && !streamName.equals(requiredStream)) {
                return bad(
                        "stream-name is '" + Excerpt.of(streamName) + "', the request names '"
                                + Excerpt.of(requiredStream) + "'",
                        "leave stream-name out, or name the same stream");
            }
            if (requiredStream.isEmpty() || isLonger(requiredStream, StreamNames.MAX_BYTES)) {
                return bad(
                        "the stream's name in the request is empty or longer than " + StreamNames.MAX_BYTES + " bytes",
                        "choose a shorter name");
            }
            streamName = requiredStream;
        }
        if (streamName == null) {
            return bad("stream-name is missing", "name the stream to append to");
        }
        if (eventType == null) {
            return bad("event-type is missing", "say what happened, e.g. \"event-type\":\"OrderPlaced\"");
        }
        if (trace != null && (unknownSeen == null || !trace.isIn(unknownSeen))) {
            keepTrace(trace);
        }
        if (payloadFrom < 0) {
            return bad("payload is missing", "any JSON value will do, e.g. \"payload\":{}");
        }
        return Result.ok(new ParsedEvent(new EventDraft(streamName, eventType, localId, body()), orderId, eventTime));
    }

    private void keepTrace(TraceContext whence) {
        byte[] fields = whence.fields();
        kept = kept == null ? new ByteBuilder(fields.length) : kept;
        kept.add(fields, 0, fields.length);
    }

    private byte[] body() {
        byte[] stream = EventLine.escape(Objects.requireNonNull(streamName));
        byte[] type = EventLine.escape(Objects.requireNonNull(eventType));
        byte[] id = localId == null ? null : EventLine.escape(localId);
        int size = PREFIX.length + stream.length + TYPE.length + type.length + 2;
        size += id == null ? 0 : LOCAL_ID.length + id.length;
        size += kept == null ? 0 : kept.size();
        size += PAYLOAD.length + payloadTo - payloadFrom;
        ByteBuilder body = new ByteBuilder(size);
        body.add(PREFIX).add(stream).add(TYPE).add(type);
        if (id != null) {
            body.add(LOCAL_ID).add(id);
        }
        body.add((byte) '"');
        if (kept != null) {
            body.add(kept.array(), 0, kept.size());
        }
        body.add(PAYLOAD);
        if (payloadHasLineBreak) {
            body.addOnOneLine(json, payloadFrom, payloadTo);
        } else {
            body.add(json, payloadFrom, payloadTo);
        }
        return body.add((byte) '}').toArray();
    }

    /** Index of the quote that ends the name; the scanner has been over it. */
    private int closingQuote(int nameFrom) {
        int at = nameFrom;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private Result<ParsedEvent> notAnObject(int at) {
        String found = described(json[at]);
        if (found == null) {
            scanner.value(at);
            return malformed();
        }
        return bad(
                "an event must be a JSON object, found " + found,
                "e.g. {\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{}}");
    }

    private Result<ParsedEvent> malformed() {
        return bad(
                "malformed JSON at byte " + (scanner.errorAt() - from) + ": " + scanner.error(),
                "an event is one JSON object");
    }

    private static Failure twice(String name) {
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                "field '" + Excerpt.of(name) + "' stands twice",
                "an event names each field once");
    }

    /** What a value is, by its first byte; null when none starts so. */
    private static @Nullable String described(byte first) {
        return switch (first) {
            case '{' -> "an object";
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "a number";
            default -> null;
        };
    }

    private static Result<ParsedEvent> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
    }
}
