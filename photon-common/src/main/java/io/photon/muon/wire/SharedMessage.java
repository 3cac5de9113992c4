// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a message on a shared channel carries: a whole message of one virtual channel (docs/muon-protocol 5.5).
 *
 * @param channelId chosen by the client
 * @param message the message of that virtual channel
 */
public record SharedMessage(String channelId, MuonMessage message) {

    /** The protocol of a socket with virtual channels in it. */
    public static final String PROTOCOL = "shared-channel";

    /** The one step of that protocol. */
    public static final String STEP = "message";

    /** Ids are UUIDs; they are kept for as long as their channels, and named in every answer. */
    private static final int MAX_CHANNEL_ID_CHARS = 255;

    private static final int CHANNEL_ID = 0;
    private static final byte[][] FIELDS = {
        "channelId".getBytes(StandardCharsets.US_ASCII), "message".getBytes(StandardCharsets.US_ASCII)
    };
    private static final byte[] OPENING = "{\"channelId\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = ",\"message\":".getBytes(StandardCharsets.US_ASCII);

    public SharedMessage {
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(message, "message");
    }

    /** The payload of the message around it. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add(OPENING).quoted(channelId).add(MESSAGE);
        MuonMessageCodec.write(to, message, message.payload(), message.contentType());
        return to.add('}').toArray();
    }

    /** Reads such a payload; BAD_INPUT with the reason when it is none. Nothing throws. */
    public static Result<SharedMessage> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        String channelId = null;
        Result<MuonMessage> message = MuonMessageCodec.bad("no message in the shared channel's message");
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            } else if (field == CHANNEL_ID) {
                channelId = cursor.text();
            } else {
                message = MuonMessageCodec.read(cursor);
            }
            field = cursor.nextField(FIELDS);
        }
        if (cursor.failed()) {
            return MuonMessageCodec.bad(cursor.problem());
        }
        if (channelId == null || !cursor.atEnd()) {
            return MuonMessageCodec.bad("no channelId in the shared channel's message, or text after it");
        }
        if (channelId.length() > MAX_CHANNEL_ID_CHARS) {
            return MuonMessageCodec.bad("a channelId of more than " + MAX_CHANNEL_ID_CHARS + " characters");
        }
        String id = channelId;
        return message.map(inner -> new SharedMessage(id, inner));
    }
}
