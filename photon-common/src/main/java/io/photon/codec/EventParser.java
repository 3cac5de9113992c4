package io.photon.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads one event from JSON text and brings it into canonical form ({@link EventLine}): the envelope's names are read,
 * everything else is kept byte for byte, except that line breaks between tokens go. Thread-safe.
 *
 * <p>Refused: anything that is not one well-formed JSON object in UTF-8; a missing or empty {@code stream-name} or
 * {@code event-type}; a missing {@code payload}; a field of the wrong type; the same envelope field twice (inside a
 * payload duplicates stay: they are the emitter's). {@code token} and {@code provider} are dropped (DESIGN 8: never
 * stored), and so are optional fields that are null, as older clients send them.
 */
public final class EventParser {

    /** Longest event-type and local-id, in UTF-8 bytes. */
    private static final int MAX_TEXT_BYTES = 4_096;

    /** Deepest nesting of a payload. */
    private static final int MAX_DEPTH = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private EventParser() {}

    /** Reads an event that is to be appended; a claimed order-id or event-time is ignored. */
    public static Result<EventDraft> parseDraft(byte[] json, int offset, int length) {
        return parse(json, offset, length, null).then(parsed -> Result.ok(parsed.draft()));
    }

    /**
     * Reads an event that is to be appended to a given stream.
     *
     * @param streamName the stream the request names; a {@code stream-name} inside the event must be equal or absent
     */
    public static Result<EventDraft> parseDraftFor(String streamName, byte[] json, int offset, int length) {
        return parse(json, offset, length, streamName).then(parsed -> Result.ok(parsed.draft()));
    }

    /** Reads an event together with the order-id and event-time it claims, as a restore needs them. */
    public static Result<ParsedEvent> parseStored(byte[] json, int offset, int length) {
        return parse(json, offset, length, null);
    }

    private static Result<ParsedEvent> parse(byte[] json, int offset, int length, String streamName) {
        int invalid = Utf8.firstInvalid(json, offset, offset + length);
        if (invalid >= 0) {
            return bad("invalid UTF-8 at byte " + (invalid - offset), "send the event as JSON text in UTF-8");
        }
        try (JsonParser parser = JSON.createParser(json, offset, length)) {
            return new Reading(parser, json, offset, length, streamName).read();
        } catch (JsonProcessingException e) {
            return bad(
                    "malformed JSON at byte " + Math.max(0, byteOffset(e)) + ": " + firstLine(e.getOriginalMessage()),
                    "an event is one JSON object");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static long byteOffset(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static <T> Result<T> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
    }

    /** One pass over one event. */
    private static final class Reading {
        private final JsonParser parser;
        private final byte[] json;
        private final int offset;
        private final int length;
        private final Set<String> seen = new HashSet<>();
        private final ByteArrayOutputStream rest = new ByteArrayOutputStream(256);
        private String streamName;
        private final String requiredStream;
        private String eventType;
        private String localId;
        private long orderId = -1;
        private long eventTime = -1;
        private int payloadFrom = -1;
        private int payloadTo = -1;
        private Failure failure;

        Reading(JsonParser parser, byte[] json, int offset, int length, String requiredStream) {
            this.parser = parser;
            this.json = json;
            this.offset = offset;
            this.length = length;
            this.requiredStream = requiredStream;
        }

        Result<ParsedEvent> read() throws IOException {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return bad(
                        first == null ? "empty input" : "an event must be a JSON object, found " + describe(first),
                        "e.g. {\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{}}");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!seen.add(name)) {
                    return bad("field '" + shortened(name) + "' stands twice", "an event names each field once");
                }
                JsonToken value = parser.nextToken();
                field(name, value);
                if (failure != null) {
                    return Result.err(failure);
                }
            }
            if (parser.nextToken() != null) {
                return bad("text after the event's closing brace", "send one event a line");
            }
            return finish();
        }

        private void field(String name, JsonToken value) throws IOException {
            switch (name) {
                case "stream-name" -> streamName = text(name, value);
                case "event-type" -> eventType = text(name, value);
                case "local-id" -> localId = value == JsonToken.VALUE_NULL ? null : text(name, value);
                case "payload" -> {
                    payloadFrom = start();
                    parser.skipChildren();
                    payloadTo = end();
                }
                case "order-id" -> orderId = position(name, value);
                case "event-time" -> eventTime = position(name, value);
                case "token", "provider" -> parser.skipChildren();
                case "schema", "service-id", "caused-by-relation", "encoding" -> optional(name, value, Shape.TEXT);
                case "caused-by" -> optional(name, value, Shape.TEXT_OR_NUMBER);
                case "server-timestamp" -> optional(name, value, Shape.NUMBER);
                case "provenance" -> optional(name, value, Shape.OBJECT);
                default -> keep(name);
            }
        }

        private enum Shape {
            TEXT("a string"),
            NUMBER("a number"),
            TEXT_OR_NUMBER("a string or a number"),
            OBJECT("an object");

            private final String words;

            Shape(String words) {
                this.words = words;
            }

            boolean fits(JsonToken token) {
                return switch (this) {
                    case TEXT -> token == JsonToken.VALUE_STRING;
                    case NUMBER -> token.isNumeric();
                    case TEXT_OR_NUMBER -> token == JsonToken.VALUE_STRING || token.isNumeric();
                    case OBJECT -> token == JsonToken.START_OBJECT;
                };
            }
        }

        private void optional(String name, JsonToken value, Shape shape) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                return;
            }
            if (!shape.fits(value)) {
                failure = wrongType(name, shape.words, value);
                return;
            }
            keep(name);
        }

        /** Copies the current value, as it came, behind the fields kept so far. */
        private void keep(String name) throws IOException {
            int from = start();
            parser.skipChildren();
            if (hasLoneSurrogate(name)) {
                failure = Failure.of(Failure.Kind.BAD_INPUT, "a field name has half a surrogate pair");
                return;
            }
            rest.write(',');
            rest.write('"');
            rest.writeBytes(EventLine.escape(name));
            rest.write('"');
            rest.write(':');
            copyWithoutLineBreaks(from, end());
        }

        private String text(String name, JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                failure = wrongType(name, "a string", value);
                return null;
            }
            String text = parser.getText();
            int max = name.equals("stream-name") ? StreamNames.MAX_BYTES : MAX_TEXT_BYTES;
            if (text.isEmpty()) {
                failure = Failure.of(Failure.Kind.BAD_INPUT, name + " is empty");
            } else if (hasLoneSurrogate(text)) {
                failure = Failure.of(Failure.Kind.BAD_INPUT, name + " has half a surrogate pair");
            } else if (text.length() > max || text.getBytes(StandardCharsets.UTF_8).length > max) {
                failure = Failure.of(Failure.Kind.BAD_INPUT, name + " is longer than " + max + " bytes");
            }
            return text;
        }

        /** A claimed order-id or event-time: a number or its decimal text; anything else claims nothing. */
        private long position(String name, JsonToken value) throws IOException {
            String digits =
                    value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_STRING ? parser.getText() : "";
            parser.skipChildren();
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
        }

        private Result<ParsedEvent> finish() {
            if (requiredStream != null) {
                if (streamName != null && !streamName.equals(requiredStream)) {
                    return bad(
                            "stream-name is '" + shortened(streamName) + "', the request names '"
                                    + shortened(requiredStream) + "'",
                            "leave stream-name out, or name the same stream");
                }
                streamName = requiredStream;
            }
            if (streamName == null) {
                return bad("stream-name is missing", "name the stream to append to");
            }
            if (eventType == null) {
                return bad("event-type is missing", "say what happened, e.g. \"event-type\":\"OrderPlaced\"");
            }
            if (payloadFrom < 0) {
                return bad("payload is missing", "any JSON value will do, e.g. \"payload\":{}");
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream(length + 64);
            body.writeBytes(PREFIX);
            body.writeBytes(EventLine.escape(streamName));
            body.writeBytes(TYPE);
            body.writeBytes(EventLine.escape(eventType));
            if (localId != null) {
                body.writeBytes(LOCAL_ID);
                body.writeBytes(EventLine.escape(localId));
            }
            body.write('"');
            body.writeBytes(rest.toByteArray());
            body.writeBytes(PAYLOAD);
            rest.reset();
            copyWithoutLineBreaks(payloadFrom, payloadTo);
            body.writeBytes(rest.toByteArray());
            body.write('}');
            return Result.ok(new ParsedEvent(
                    new EventDraft(streamName, eventType, localId, body.toByteArray()), orderId, eventTime));
        }

        private int start() {
            return offset + (int) parser.currentTokenLocation().getByteOffset();
        }

        /** The index just behind the current token. */
        private int end() throws IOException {
            parser.finishToken();
            return offset + (int) parser.currentLocation().getByteOffset();
        }

        /** Raw line breaks can stand between tokens only: inside a JSON string they are malformed. */
        private void copyWithoutLineBreaks(int from, int to) {
            int runFrom = from;
            for (int i = from; i < to; i++) {
                if (json[i] == '\n' || json[i] == '\r') {
                    rest.write(json, runFrom, i - runFrom);
                    runFrom = i + 1;
                }
            }
            rest.write(json, runFrom, to - runFrom);
        }

        private static Failure wrongType(String name, String expected, JsonToken found) {
            return Failure.of(Failure.Kind.BAD_INPUT, name + " must be " + expected + ", found " + describe(found));
        }
    }

    private static final byte[] PREFIX = "\"stream-name\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TYPE = "\",\"event-type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOCAL_ID = "\",\"local-id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = ",\"payload\":".getBytes(StandardCharsets.US_ASCII);

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.name();
        };
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            } else if (Character.isLowSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
