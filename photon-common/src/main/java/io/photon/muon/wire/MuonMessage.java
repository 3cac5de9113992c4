// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Muon message, as docs/muon-protocol section 2.2 describes it. Immutable by convention: the callers do not write to the
 * payload.
 *
 * <p>Every field but {@code payload} and {@code op} may be null: what is absent is left out on the wire. Fields that
 * only some senders write and no one needs ({@code event_source}, {@code provenance_id}, {@code target_service_instance})
 * are not kept.
 *
 * @param id unique per message, a UUID
 * @param created the sender's clock in ms since 1970, 0 when absent
 * @param target the receiver's service name; may be absent, {@code n/a} or wrong
 * @param origin the sender's service name
 * @param protocol {@code shared-channel}, {@code rpc}, {@code event}, {@code reactive-stream}, {@code introspect}, …
 * @param step the step within the protocol
 * @param status {@code success}, {@code failure}, {@code error}
 * @param contentType what {@code payload} is, after decompression, e.g. {@code application/json}
 * @param payload the bytes, never compressed here, empty when absent
 * @param op whether this message ends its socket or virtual channel
 */
public record MuonMessage(
        String id,
        long created,
        @Nullable String target,
        String origin,
        @Nullable String protocol,
        String step,
        @Nullable String status,
        @Nullable String contentType,
        byte[] payload,
        ChannelOp op) {

    /** Whether more may follow. */
    public enum ChannelOp {
        NORMAL,
        CLOSED
    }

    public MuonMessage {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(op, "op");
    }
}
