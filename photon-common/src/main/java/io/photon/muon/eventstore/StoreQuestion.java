package io.photon.muon.eventstore;

import io.photon.codec.JsonFields;
import io.photon.result.Excerpt;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a question to one of {@link StorePaths}. Immutable. Nothing throws on foreign bytes. */
public final class StoreQuestion {

    public static final String STREAM = "stream-name";
    public static final String EXACT = "exact";
    public static final String PROJECTION = "projection-name";
    public static final String LANGUAGE = "language";
    public static final String REDUCTION = "reduction";
    public static final String INITIAL = "initial-value";
    public static final String EDN = "edn";
    public static final String FILE = "file";
    public static final String REPLACE = "replace";
    public static final String KEY = "query-key";
    public static final String AT = "at";
    public static final String SKIP = "skip";
    public static final String FULL = "full";
    public static final String FROM = "from";
    public static final String TO = "to";
    public static final String UNTIL = "until";
    public static final String AT_LEAST = "at-least";
    public static final String TIMEOUT = "timeout";
    public static final String ORDER_ID = "order-id";
    public static final String LIMIT = "limit";
    public static final String AFTER = "after";
    public static final String PREFIX = "prefix";

    /** In {@code /stream/delete}: the answer says how many events went, and that a stream was not there. */
    public static final String DETAILED = "detailed";

    /** Nothing is said. */
    public static final StoreQuestion EMPTY = new StoreQuestion(Map.of());

    private final Map<String, String> fields;

    private StoreQuestion(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What a stream was asked for (docs/muon-protocol 7.1). */
    public static StoreQuestion of(Map<String, String> args) {
        return new StoreQuestion(Map.copyOf(args));
    }

    /** About one projection. */
    public static StoreQuestion ofProjection(String name) {
        return EMPTY.with(PROJECTION, name);
    }

    /** About one stream. */
    public static StoreQuestion ofStream(String name) {
        return EMPTY.with(STREAM, name);
    }

    /** Reads a call's body; what is no JSON object, as clients send where they have nothing to say, has no fields. */
    public static StoreQuestion read(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        int start = JsonFields.space(body, 0, body.length);
        if (start < body.length && body[start] == '{') {
            JsonFields.forEach(body, start, body.length, (json, nameFrom, nameTo, from, to) -> {
                if (json[from] != 'n') { // null says nothing
                    fields.put(JsonFields.text(json, nameFrom - 1, nameTo + 1), JsonFields.text(json, from, to));
                }
            });
        }
        return new StoreQuestion(fields);
    }

    /** One field more. @param value null leaves it out */
    public StoreQuestion with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString());
        return new StoreQuestion(more);
    }

    /** As a call's body and as a stream's arguments: every value is text, which either side reads. */
    public String json() {
        StringBuilder json = new StringBuilder(64).append('{');
        fields.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(JsonFields.quote(name))
                .append(':')
                .append(JsonFields.quote(value)));
        return json.append('}').toString();
    }

    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** A field, or null when nothing was said. */
    public String text(String name) {
        return fields.get(name);
    }

    /** A field that must be there. */
    public Result<String> required(String name) {
        String value = fields.get(name);
        return value == null
                ? Result.err(Kind.BAD_INPUT, name + " is missing", "send a JSON object with \"" + name + "\"")
                : Result.ok(value);
    }

    /** A whole number of 0 or more. @param otherwise when nothing was said */
    public Result<Long> number(String name, long otherwise) {
        String value = fields.get(name);
        if (value == null) {
            return Result.ok(otherwise);
        }
        return value.matches("\\d{1,18}")
                ? Result.ok(Long.parseLong(value))
                : Result.err(Kind.BAD_INPUT, name + " is '" + Excerpt.of(value) + "'", "send a whole number");
    }

    /** Whether it says {@code true}. */
    public boolean flag(String name) {
        return "true".equals(fields.get(name));
    }
}
