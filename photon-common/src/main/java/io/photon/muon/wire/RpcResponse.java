// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a call, the payload of {@code rpc/request.response} (docs/muon-protocol 6.3).
 *
 * @param status as in HTTP
 * @param body bytes of {@code contentType}
 * @param contentType null when not said
 */
public record RpcResponse(int status, byte[] body, @Nullable String contentType) {

    private static final byte[][] FIELDS = {
        "status".getBytes(StandardCharsets.US_ASCII),
        "body".getBytes(StandardCharsets.US_ASCII),
        "content_type".getBytes(StandardCharsets.US_ASCII)
    };

    public RpcResponse {
        Objects.requireNonNull(body, "body");
    }

    /** An answer in JSON. */
    public static RpcResponse json(int status, String body) {
        return new RpcResponse(status, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** The payload. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("status").add(':').add((long) status);
        to.add(',').quoted("body").add(':').byteNumbers(body, 0, body.length);
        if (contentType != null) {
            to.add(',').quoted("content_type").add(':').quoted(contentType);
        }
        return to.add('}').toArray();
    }

    /** Reads such a payload, a status also from text; BAD_INPUT with the reason when it is none. Nothing throws. */
    public static Result<RpcResponse> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        long status = -1;
        byte[] body = new byte[0];
        String type = null;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> status = cursor.number(-1);
                case 1 -> body = cursor.byteNumbers();
                case 2 -> type = cursor.text();
                default -> cursor.skip();
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed() || status < 0 || status > Integer.MAX_VALUE) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "not an RPC answer: " + (cursor.failed() ? cursor.problem() : "no status"),
                    "the service called does not keep to the protocol");
        }
        return Result.ok(new RpcResponse((int) status, body, type));
    }
}
