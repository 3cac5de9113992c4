// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of one service: fills in who it is, the time and the id. Thread-safe when the suppliers are.
 *
 * @param service our own name, {@code origin_service} of everything
 * @param clock ms since 1970
 * @param ids a UUID each time; {@link MessageIds#next} outside of tests
 */
public record MessageWriter(String service, LongSupplier clock, Supplier<String> ids) {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** A step of a protocol, with a JSON payload and status {@code success}. @param target may be null */
    public MuonMessage step(@Nullable String target, String protocol, String step, byte[] payload) {
        return step(target, protocol, step, Steps.SUCCESS, payload);
    }

    /** The same with another status. */
    public MuonMessage step(@Nullable String target, String protocol, String step, String status, byte[] payload) {
        return new MuonMessage(
                ids.get(),
                clock.getAsLong(),
                target,
                service,
                protocol,
                step,
                status,
                Steps.JSON,
                payload,
                MuonMessage.ChannelOp.NORMAL);
    }

    /** A step whose payload is {@code {}}. */
    public MuonMessage step(@Nullable String target, String protocol, String step) {
        return step(target, protocol, step, EMPTY_OBJECT);
    }

    /** A message of a virtual channel, wrapped for the socket it shares (docs/muon-protocol 5.5). */
    public MuonMessage shared(String channelId, MuonMessage message) {
        return step(
                message.target(),
                SharedMessage.PROTOCOL,
                SharedMessage.STEP,
                new SharedMessage(channelId, message).encode());
    }

    /** A ping (docs/muon-protocol 5.1), as the original writes it. */
    public MuonMessage ping(String protocol) {
        return new MuonMessage(
                ids.get(),
                clock.getAsLong(),
                null,
                service,
                protocol,
                Steps.KEEP_ALIVE,
                Steps.SUCCESS,
                null,
                NOTHING,
                MuonMessage.ChannelOp.NORMAL);
    }

    /**
     * The end of a socket (docs/muon-protocol 3.8).
     *
     * @param step {@link Steps#CHANNEL_SHUTDOWN} or {@link Steps#CHANNEL_FAILURE}
     */
    public MuonMessage closing(String step) {
        return new MuonMessage(
                ids.get(),
                clock.getAsLong(),
                null,
                service,
                null,
                step,
                Steps.SUCCESS,
                "text/plain",
                NOTHING,
                MuonMessage.ChannelOp.CLOSED);
    }
}
