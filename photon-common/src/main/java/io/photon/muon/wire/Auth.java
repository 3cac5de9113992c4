// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The credentials that newer clients put into a request (docs/muon-protocol 6.2): {@code {"provider":…,"token":…}}. */
final class Auth {

    private static final byte[] BEFORE_TOKEN =
            ",\"auth\":{\"provider\":\"photon\",\"token\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] FIELDS = {"token".getBytes(StandardCharsets.US_ASCII)};

    private Auth() {}

    /** Adds the field {@code auth} after others; nothing when the token is null. */
    static WireBuffer add(WireBuffer to, @Nullable String token) {
        return token == null ? to : to.add(BEFORE_TOKEN).quoted(token).add('}');
    }

    /** The token in the value at the cursor, null when there is none. */
    static @Nullable String token(JsonCursor cursor) {
        if (!cursor.atObject()) {
            cursor.skip();
            return null;
        }
        cursor.openObject();
        String token = null;
        int field = cursor.nextField(FIELDS);
        while (field != JsonCursor.END) {
            if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            } else {
                token = cursor.text();
            }
            field = cursor.nextField(FIELDS);
        }
        return token;
    }
}
