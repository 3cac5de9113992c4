// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts one event together from options and a JSON argument. What is in it is the daemon's to judge. */
public final class EventText {

    /** An event of which only the payload is in question. */
    private static final String PROBE = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":";

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
    private @Nullable Failure failure;

    /** Adds a text field; null adds nothing. */
    public EventText text(String name, @Nullable String value) {
        return value == null ? this : add(name, Utf8.bytes(JsonFields.quote(value)));
    }

    /** Adds a field that is a number when it looks like one, else a text; null adds nothing. */
    public EventText numberOrText(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        return add(name, Utf8.bytes(numberOrText(value)));
    }

    /** A value as JSON: a number when it looks like one, else a text. */
    static String numberOrText(String value) {
        return Moments.isDigits(value) && value.length() < 19 ? value : JsonFields.quote(value);
    }

    /** Adds one JSON value as it is written; null adds nothing. @param given as the user wrote the option */
    public EventText json(String name, String given, byte @Nullable [] json) {
        if (json == null) {
            return this;
        }
        int from = JsonFields.space(json, 0, json.length);
        int end = JsonFields.valueEnd(json, from, json.length);
        boolean one = end > from && JsonFields.space(json, end, json.length) == json.length;
        byte[] probe = joined(Utf8.bytes(PROBE), json, Utf8.bytes("}"));
        if (!one || EventParser.parseDraft(probe, 0, probe.length) instanceof Result.Err) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    given + " is not one JSON value" + (from == json.length ? ", but empty" : ": " + shortened(json)),
                    "quote it for the shell: --payload '{\"amount\":3}', or '\"a text\"'; of a file: --payload @FILE");
            return this;
        }
        return add(name, json);
    }

    private EventText add(String name, byte[] json) {
        fields.writeBytes(Utf8.bytes((fields.size() == 0 ? "" : ",") + JsonFields.quote(name) + ":"));
        fields.writeBytes(json);
        return this;
    }

    /** The event of the options alone. */
    public Result<byte[]> build() {
        return failure != null
                ? Result.err(failure)
                : Result.ok(joined(Utf8.bytes("{"), fields.toByteArray(), Utf8.bytes("}")));
    }

    /** The options' fields put before those of a JSON object. */
    public Result<byte[]> into(byte[] object) {
        if (failure != null) {
            return Result.err(failure);
        }
        int from = JsonFields.space(object, 0, object.length);
        if (from == object.length || object[from] != '{') {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the event is not a JSON object: " + shortened(object),
                    "give the whole event, '{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{}}', or its parts:"
                            + " --stream orders --type Placed --payload '{}'");
        }
        int to = object.length;
        while (Character.isWhitespace(object[to - 1])) {
            to--;
        }
        if (fields.size() == 0) {
            return Result.ok(Arrays.copyOfRange(object, from, to));
        }
        int first = JsonFields.space(object, from + 1, to);
        boolean empty = first < to && object[first] == '}';
        byte[] rest = Arrays.copyOfRange(object, from + 1, to);
        return Result.ok(joined(Utf8.bytes("{"), fields.toByteArray(), Utf8.bytes(empty ? "" : ","), rest));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String shortened(byte[] json) {
        String text = new String(json, 0, Math.min(json.length, 300), StandardCharsets.UTF_8).strip();
        return Excerpt.of(text, 60);
    }
}
