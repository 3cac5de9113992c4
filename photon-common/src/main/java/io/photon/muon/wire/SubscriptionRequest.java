// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is asked for, the payload of {@code reactive-stream/SubscriptionRequested} (docs/muon-protocol 7.1 to
 * 7.3).
 *
 * @param streamName a path, e.g. {@code /stream}
 * @param args by name, every scalar as text; null values are absent. Unmodifiable
 * @param token who asks, from {@code auth}; null when not said
 */
public record SubscriptionRequest(
        String streamName,
        Map<String, String> args,
        @Nullable String token) {

    /** More arguments than anybody means. */
    private static final int MAX_ARGS = 1_000;

    private static final byte[][] FIELDS = {
        "streamName".getBytes(StandardCharsets.US_ASCII),
        "args".getBytes(StandardCharsets.US_ASCII),
        "auth".getBytes(StandardCharsets.US_ASCII)
    };

    public SubscriptionRequest {
        Objects.requireNonNull(streamName, "streamName");
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
    }

    /** The payload; arguments as text, which every server reads. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("streamName").add(':').quoted(streamName);
        to.add(',').quoted("args").add(':');
        char before = '{';
        for (Map.Entry<String, String> arg : args.entrySet()) {
            to.add(before).quoted(arg.getKey()).add(':').quoted(arg.getValue());
            before = ',';
        }
        if (before == '{') {
            to.add('{');
        }
        to.add('}');
        return Auth.add(to, token).add('}').toArray();
    }

    /** Reads such a payload; BAD_INPUT with the reason when it is none or an argument is nested. Nothing throws. */
    public static Result<SubscriptionRequest> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        String stream = null;
        Map<String, String> args = new LinkedHashMap<>();
        String nested = null;
        String token = null;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> stream = cursor.text();
                case 1 -> nested = readArgs(cursor, args);
                case 2 -> token = Auth.token(cursor);
                default -> cursor.skip();
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed() || stream == null) {
            return bad("not a subscription: " + (cursor.failed() ? cursor.problem() : "no streamName"));
        }
        return nested != null
                ? bad("argument '" + nested + "' is neither text nor a number")
                : Result.ok(new SubscriptionRequest(stream, args, token));
    }

    /** The name of an argument that is no scalar, or null. */
    private static @Nullable String readArgs(JsonCursor cursor, Map<String, String> args) {
        if (!cursor.atObject()) {
            boolean isNested = cursor.atNested();
            cursor.skip();
            return isNested ? "args" : null;
        }
        cursor.openObject();
        String nested = null;
        String name = cursor.nextName();
        while (name != null) {
            if (cursor.atNested() || args.size() >= MAX_ARGS) {
                nested = name;
                cursor.skip();
            } else {
                String value = cursor.text();
                if (value != null) {
                    args.put(name, value);
                }
            }
            name = cursor.nextName();
        }
        return nested;
    }

    private static Result<SubscriptionRequest> bad(String why) {
        return Result.err(
                Failure.Kind.BAD_INPUT, why, "send {\"streamName\":\"/stream\",\"args\":{\"stream-name\":\"NAME\"}}");
    }
}
