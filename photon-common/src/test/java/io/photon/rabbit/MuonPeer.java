// SPDX-License-Identifier: Apache-2.0
package io.photon.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.MuonMessageCodec.Compression;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One Muon socket spoken by hand, so that a load of many costs little: messages are made beforehand, compressed as
 * clients compress them, and answers are decoded only on request.
 */
public final class MuonPeer {

    private static final MessageWriter WRITER = new MessageWriter("bench", System::currentTimeMillis, MessageIds::next);

    private static final int HANDSHAKES = 60;

    private final Channel amqp;
    private final String id = MessageIds.next();
    private final CountDownLatch accepted = new CountDownLatch(1);
    private volatile Consumer<byte[]> listener = body -> {};

    private MuonPeer(Channel amqp) {
        this.amqp = amqp;
    }

    /** Shakes hands with the service photon. */
    public static MuonPeer open(Channel amqp) throws IOException {
        MuonPeer peer = new MuonPeer(amqp);
        amqp.queueDeclare(peer.reply(), false, false, true, Map.of());
        amqp.basicConsume(peer.reply(), true, new DefaultConsumer(amqp) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                if (peer.accepted.getCount() > 0) {
                    peer.accepted.countDown();
                } else {
                    peer.listener.accept(body);
                }
            }
        });
        try {
            for (int i = 0; i < HANDSHAKES; i++) { // a daemon that has just started may not be at the broker yet
                peer.shakeHands();
                if (peer.accepted.await(500, TimeUnit.MILLISECONDS)) {
                    return peer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("photon does not answer a handshake");
    }

    private void shakeHands() throws IOException {
        amqp.basicPublish(
                "",
                "service.photon",
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of(
                                "handshake",
                                "initiated",
                                "protocol",
                                "shared-channel",
                                "server_reply_q",
                                reply(),
                                "server_listen_q",
                                listen()))
                        .build(),
                "{}".getBytes(StandardCharsets.US_ASCII));
    }

    private String reply() {
        return "photon.reply." + id;
    }

    private String listen() {
        return "photon.listen." + id;
    }

    /** Gets every AMQP body from now on; pings are among them. */
    public void listen(Consumer<byte[]> newListener) {
        listener = newListener;
    }

    public void send(byte[] body) throws IOException {
        amqp.basicPublish("", listen(), PROPERTIES, body);
    }

    private static final AMQP.BasicProperties PROPERTIES = new AMQP.BasicProperties.Builder()
            .headers(Map.of("content_type", "application/json", "protocol", "shared-channel"))
            .build();

    /** The body of one step on a virtual channel of its own. */
    public static byte[] body(String channelId, String protocol, String step, String payload) {
        MuonMessage inner = WRITER.step("photon", protocol, step, payload.getBytes(StandardCharsets.UTF_8));
        return MuonMessageCodec.encode(WRITER.shared(channelId, inner), Compression.ALWAYS);
    }

    public static byte[] emit(String event) {
        String withService = "{\"service-id\":\"bench\"," + event.substring(1);
        return body(MessageIds.next(), Steps.EVENT, Steps.EVENT_EMITTED, withService);
    }

    /** The message inside the shared channel's one; null for a ping. */
    public static MuonMessage inner(byte[] body) {
        if (MuonMessageCodec.decode(body) instanceof Result.Ok<MuonMessage> outer
                && !Steps.KEEP_ALIVE.equals(outer.value().step())
                && SharedMessage.decode(outer.value().payload()) instanceof Result.Ok<SharedMessage> shared) {
            return shared.value().message();
        }
        return null;
    }

    /** A ping is short and says so at its end: no need to decode it. */
    public static boolean isPing(byte[] body) {
        return body.length < 600 && new String(body, StandardCharsets.UTF_8).contains("keep-alive");
    }

    public static byte[] ping() {
        return MuonMessageCodec.encode(WRITER.ping("shared-channel"));
    }
}
