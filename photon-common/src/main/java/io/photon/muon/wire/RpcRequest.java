// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call, the payload of {@code rpc/request.made} (docs/muon-protocol 6.2).
 *
 * @param url e.g. {@code rpc://photon/projection-keys}
 * @param body its argument as bytes of {@code contentType}; blank or empty means none
 * @param contentType of the body; may be {@code avro} (see {@link #asJson}); null when not said
 * @param token who asks, from {@code auth}; null when not said
 */
public record RpcRequest(
        String url,
        byte[] body,
        @Nullable String contentType,
        @Nullable String token) {

    private static final byte[][] FIELDS = {
        "url".getBytes(StandardCharsets.US_ASCII),
        "body".getBytes(StandardCharsets.US_ASCII),
        "content_type".getBytes(StandardCharsets.US_ASCII),
        "auth".getBytes(StandardCharsets.US_ASCII)
    };

    public RpcRequest {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(body, "body");
    }

    /** The endpoint: the URL's path with its leading slash, without query; {@code /} when the URL has none. */
    public String path() {
        int scheme = url.indexOf("://");
        int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        if (slash < 0) {
            return "/";
        }
        int end = slash;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return url.substring(slash, end);
    }

    /** Why the body cannot be read as what its type says; empty when it can, or is of a type that is not known here. */
    public Optional<Failure> unreadable() {
        return isAvro() && ClojureAvro.json(body) instanceof Result.Err<byte[]> err
                ? Optional.of(err.failure())
                : Optional.empty();
    }

    /** The same with a JSON body, where the body is Clojure data in Avro; else this one. */
    public RpcRequest asJson() {
        return isAvro() && ClojureAvro.json(body) instanceof Result.Ok<byte[]> ok
                ? new RpcRequest(url, ok.value(), Steps.JSON, token)
                : this;
    }

    private boolean isAvro() {
        return contentType != null && contentType.startsWith(Steps.AVRO);
    }

    /** The payload. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("url").add(':').quoted(url);
        to.add(',').quoted("body").add(':').byteNumbers(body, 0, body.length);
        if (contentType != null) {
            to.add(',').quoted("content_type").add(':').quoted(contentType);
        }
        return Auth.add(to, token).add('}').toArray();
    }

    /** Reads such a payload; BAD_INPUT with the reason when it is none. Nothing throws. */
    public static Result<RpcRequest> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        String url = null;
        byte[] body = new byte[0];
        String type = null;
        String token = null;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> url = cursor.text();
                case 1 -> body = cursor.byteNumbers();
                case 2 -> type = cursor.text();
                case 3 -> token = Auth.token(cursor);
                default -> cursor.skip();
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed() || url == null) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "not an RPC request: " + (cursor.failed() ? cursor.problem() : "no url"),
                    "send {\"url\":\"rpc://SERVICE/PATH\",\"body\":[…],\"content_type\":\"application/json\"}");
        }
        return Result.ok(new RpcRequest(url, body, type, token));
    }
}
