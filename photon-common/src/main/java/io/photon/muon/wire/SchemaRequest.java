// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Which schemas an endpoint has, the payload of {@code introspect/schemaIntrospection} (docs/muon-protocol 9.3).
 *
 * @param protocol e.g. {@code rpc}; empty when not said
 * @param endpoint its path; empty when not said
 */
public record SchemaRequest(String protocol, String endpoint) {

    private static final byte[][] FIELDS = {
        "protocol".getBytes(StandardCharsets.US_ASCII), "endpoint".getBytes(StandardCharsets.US_ASCII)
    };

    public SchemaRequest {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Reads such a payload; what cannot be read is empty. Nothing throws. */
    public static SchemaRequest decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        String[] texts = new String[FIELDS.length];
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            } else {
                texts[field] = cursor.text();
            }
            field = cursor.nextField(FIELDS);
        }
        return new SchemaRequest(texts[0] == null ? "" : texts[0], texts[1] == null ? "" : texts[1]);
    }
}
