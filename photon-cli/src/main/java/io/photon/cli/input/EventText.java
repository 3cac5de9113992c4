package io.photon.cli.input;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;

/** Puts one event together from options and a JSON argument. What is in it is the daemon's to judge. */
public final class EventText {

    /** An event of which only the payload is in question. */
    private static final String PROBE = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":";

    private final StringBuilder fields = new StringBuilder();
    private Failure failure;

    /** Adds a text field; null adds nothing. */
    public EventText text(String name, String value) {
        return value == null ? this : add(name, JsonFields.quote(value));
    }

    /** Adds a field that is a number when it looks like one, else a text; null adds nothing. */
    public EventText numberOrText(String name, String value) {
        if (value == null) {
            return this;
        }
        boolean number = Moments.isDigits(value) && value.length() < 19;
        return add(name, number ? value : JsonFields.quote(value));
    }

    /** Adds one JSON value as it is written; null adds nothing. */
    public EventText json(String name, String option, String value) {
        if (value == null) {
            return this;
        }
        byte[] json = value.getBytes(StandardCharsets.UTF_8);
        int from = JsonFields.space(json, 0, json.length);
        int end = JsonFields.valueEnd(json, from, json.length);
        boolean one = end > from && JsonFields.space(json, end, json.length) == json.length;
        if (!one
                || EventParser.parseDraft(utf8(PROBE + value + "}"), 0, PROBE.length() + json.length + 1)
                        instanceof Result.Err) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    option + " is not one JSON value: " + shortened(value),
                    "quote it for the shell: " + option + " '{\"amount\":3}', or '\"a text\"'");
            return this;
        }
        return add(name, value);
    }

    private EventText add(String name, String json) {
        fields.append(fields.length() == 0 ? "" : ",").append(JsonFields.quote(name));
        fields.append(':').append(json);
        return this;
    }

    /** The event of the options alone. */
    public Result<byte[]> build() {
        return failure != null ? Result.err(failure) : Result.ok(utf8("{" + fields + "}"));
    }

    /** The options' fields put before those of a JSON object. */
    public Result<byte[]> into(String object) {
        if (failure != null) {
            return Result.err(failure);
        }
        String given = object.strip();
        if (!given.startsWith("{")) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the event is not a JSON object: " + shortened(given),
                    "e.g. '{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{}}'");
        }
        if (fields.length() == 0) {
            return Result.ok(utf8(given));
        }
        boolean empty = given.substring(1).strip().startsWith("}");
        return Result.ok(utf8("{" + fields + (empty ? "" : ",") + given.substring(1)));
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
