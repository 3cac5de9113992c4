// SPDX-License-Identifier: Apache-2.0
package io.photon.cloudevents;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.codec.TraceContext;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of CloudEvents: {@code type} is the event-type, {@code dataschema} the schema, {@code causedby} what caused it, the
 * data the payload. Source and id together are the local-id, so that a delivery that is repeated is stored once: {@code SOURCE ID},
 * of which the source has no space. All other attributes are kept in a field {@code cloudevent}. What is refused names every
 * attribute that is missing or wrong. Immutable.
 *
 * @param stream the stream that the request names, or null: then it is {@code streamname}, else {@code subject}, else the usual one
 * @param usualStream of those that name none; null for none
 * @param trace of the request, or null
 * @param hook that they are delivered to, kept in the field {@code hook}; null for none
 */
public record CloudEventReader(
        @Nullable String stream,
        @Nullable String usualStream,
        @Nullable TraceContext trace,
        @Nullable String hook) {

    /** The field of an event that makes it a CloudEvent. */
    static final String FIELD = "cloudevent";

    /** In it, how the payload holds the data, if that is not JSON. No attribute has a name like this. */
    static final String DATA_AS = "data-as";

    static final String NO_DATA = "none";
    static final String TEXT = "text";
    static final String BASE64 = "base64";

    /** In an event: the hook that it came by. */
    public static final String HOOK = "hook";

    private static final byte[] NULL = Utf8.bytes("null");
    private static final String HINT = "see CloudEvents 1.0: id, source, specversion and type are needed";
    private static final String NAME_A_STREAM =
            "name a stream in subject or streamname, or by stream=NAME in the query; cloudevents.stream is one for all";

    /** Of what comes by no hook. */
    public CloudEventReader(@Nullable String stream, @Nullable String usualStream, @Nullable TraceContext trace) {
        this(stream, usualStream, trace, null);
    }

    /** One in structured mode: a JSON object with attributes and data. */
    public Result<EventDraft> structured(byte[] json, int offset, int length) {
        Optional<Failure> malformed = EventParser.refuseUnlessJson(json, offset, length);
        if (malformed.isPresent()) {
            return Result.err(malformed.get());
        }
        int from = JsonFields.space(json, offset, offset + length);
        if (json[from] != '{') {
            return Result.err(Failure.Kind.BAD_INPUT, "a CloudEvent is a JSON object", HINT);
        }
        Attributes attributes = new Attributes();
        byte[][] data = new byte[2][];
        JsonFields.forEach(json, from, offset + length, (bytes, nameFrom, nameTo, valueFrom, valueTo) -> {
            String name = Utf8.text(bytes, nameFrom, nameTo);
            byte[] value = Arrays.copyOfRange(bytes, valueFrom, valueTo);
            if (name.equals("data") || name.equals("data_base64")) {
                int which = name.equals("data") ? 0 : 1;
                if (data[which] != null) {
                    attributes.wrong(name + " stands twice");
                }
                data[which] = value;
            } else {
                attributes.json(name, value);
            }
        });
        if (data[1] != null && data[1][0] == 'n') {
            data[1] = null; // null is as good as none
        }
        if (data[0] != null && data[1] != null) {
            attributes.wrong("data and data_base64 are both there");
        }
        if (data[1] != null) {
            if (!isBase64(data[1])) {
                attributes.wrong("data_base64 is not a string of Base64");
            }
            return draft(attributes, data[1], BASE64);
        }
        if (data[0] == null) {
            return draft(attributes, NULL, NO_DATA);
        }
        boolean isText = data[0][0] == '"' && !AttributeRules.isJson(attributes.text("datacontenttype"));
        return draft(attributes, data[0], isText ? TEXT : null);
    }

    static boolean isBase64(byte[] json) {
        if (json[0] != '"') {
            return false;
        }
        try {
            Base64.getDecoder().decode(JsonFields.text(json, 0, json.length));
            return true;
        } catch (IllegalArgumentException e) {
            return false; // the caller says so
        }
    }

    /**
     * One in binary mode.
     *
     * @param headers attributes by name, as they are written in headers
     * @param contentType of the data, or null
     * @param body the data; none when it is empty
     */
    public Result<EventDraft> binary(
            Map<String, String> headers, @Nullable String contentType, byte[] body, int length) {
        Attributes attributes = new Attributes();
        headers.forEach((name, value) -> HeaderValue.decode(value)
                .ifPresentOrElse(
                        text -> attributes.text(name, text),
                        () -> attributes.wrong(
                                name + " has bytes that are not UTF-8, as they are or percent-encoded")));
        if (headers.containsKey("datacontenttype")) {
            attributes.wrong("datacontenttype is a header of its own: it is the Content-Type");
        } else if (contentType != null) {
            attributes.text("datacontenttype", contentType);
        }
        if (length == 0) {
            return draft(attributes, NULL, NO_DATA);
        }
        if (AttributeRules.isJson(contentType)) {
            Optional<Failure> malformed = EventParser.refuseUnlessJson(body, 0, length);
            return malformed.isPresent()
                    ? Result.err(malformed.get())
                    : draft(attributes, Arrays.copyOf(body, length), null);
        }
        boolean isText =
                contentType != null && AttributeRules.isText(contentType) && Utf8.firstInvalid(body, 0, length) < 0;
        String payload = isText
                ? JsonFields.quote(Utf8.text(body, 0, length))
                : '"' + Base64.getEncoder().encodeToString(Arrays.copyOf(body, length)) + '"';
        return draft(attributes, Utf8.bytes(payload), isText ? TEXT : BASE64);
    }

    private Result<EventDraft> draft(Attributes attributes, byte[] payload, @Nullable String dataAs) {
        attributes.require("specversion", "id", "source", "type");
        String name = attributes.text("streamname");
        if (name == null && stream == null) {
            name = attributes.text("subject") != null ? attributes.text("subject") : usualStream;
        }
        if (name == null && stream == null) {
            attributes.wrong("no stream is named, by subject or by the extension streamname");
        }
        if (!attributes.wrong().isEmpty()) {
            boolean lacksOnlyAStream =
                    name == null && stream == null && attributes.wrong().size() == 1;
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the CloudEvent is refused: " + String.join("; ", attributes.wrong()),
                    lacksOnlyAStream ? NAME_A_STREAM : HINT);
        }
        JsonWriter event = new JsonWriter(payload.length + 512).object();
        if (name != null) {
            event.field("stream-name", name);
        }
        move(attributes, "type", event, "event-type");
        event.field("local-id", attributes.text("source") + " " + attributes.text("id"));
        attributes.take("streamname");
        move(attributes, "dataschema", event, "schema");
        move(attributes, "causedby", event, "caused-by");
        move(attributes, "traceparent", event, "traceparent");
        move(attributes, "tracestate", event, "tracestate");
        if (hook != null) {
            event.field(HOOK, hook);
        }
        event.field(FIELD).object();
        attributes.all().forEach((attribute, value) -> event.field(attribute).raw(value));
        if (dataAs != null) {
            event.field(DATA_AS, dataAs);
        }
        byte[] json =
                event.endObject().field("payload").raw(payload).endObject().bytes();
        return EventParser.parseDraftOf(stream, trace, json, 0, json.length);
    }

    private static void move(Attributes attributes, String attribute, JsonWriter event, String field) {
        byte[] value = attributes.take(attribute);
        if (value != null) {
            event.field(field).raw(value);
        }
    }
}
