// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessage.ChannelOp;
import io.photon.muon.wire.Steps;
import io.photon.rabbit.MuonPeer;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever anybody at the broker may write to the packaged daemon: nothing of it may end it, or a socket. */
class MuonJunkSystemTest {

    private static final String EVENT = "{\"event-type\":\"T\",\"stream-name\":\"flood\",\"payload\":{\"n\":1}}";

    @TempDir
    Path home;

    private DaemonProcess daemon;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        RabbitMqRequirement.met();
        daemon = DaemonProcess.start(home, "-muon.url", RabbitMq.shared().url());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(RabbitMq.shared().port());
        connection = factory.newConnection();
    }

    @AfterEach
    void stop() {
        if (connection != null) {
            connection.abort(1_000);
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static String payload(MuonMessage message) {
        return message == null ? "" : new String(message.payload(), StandardCharsets.UTF_8);
    }

    private static void assertStores(MuonPeer peer) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        peer.listen(body -> answers.add(payload(MuonPeer.inner(body))));
        peer.send(MuonPeer.emit(EVENT));
        for (String answer = answers.poll(30, TimeUnit.SECONDS); ; answer = answers.poll(30, TimeUnit.SECONDS)) {
            assertTrue(answer != null, "no answer to an emit");
            if (answer.contains("PERSISTED")) {
                return; // answers to the junk before, and pings, may come first
            }
        }
    }

    @Test
    void junkOnASocketIsDroppedAndTheSocketLivesOn() throws Exception {
        MuonPeer peer = MuonPeer.open(connection.createChannel());
        byte[] whole = MuonPeer.emit(EVENT);
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : 7) {
            peer.send(Arrays.copyOf(whole, length));
        }
        for (String text : new String[] {
            "",
            "{}",
            "[]",
            "null",
            "1e400",
            "\"x\"",
            "{\"payload\":5}",
            "{\"payload\":[1,2,\"x\"]}",
            "{\"step\":null}",
            "{\"step\":\"message\",\"protocol\":\"shared-channel\",\"content_type\":\"application/json+DEFLATE\","
                    + "\"payload\":[120,156,1,2,3]}",
            "{\"step\":\"message\",\"protocol\":\"shared-channel\",\"payload\":[123,125]}",
            "{\"step\":[[[[[[[[[[]]]]]]]]]],\"id\":{}}",
            "[".repeat(20_000),
            "{\"a\":".repeat(20_000)
        }) {
            peer.send(text.getBytes(StandardCharsets.UTF_8));
        }
        Random random = new Random(20);
        for (int i = 0; i < 500; i++) {
            byte[] noise = Arrays.copyOf(whole, whole.length);
            for (int flips = 0; flips < 5; flips++) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            peer.send(noise);
        }
        for (String step : new String[] {"bogus", Steps.DATA_REQUESTED, Steps.CANCELLED, Steps.EVENT_PROCESSED}) {
            for (String protocol : new String[] {Steps.EVENT, Steps.STREAM, Steps.RPC, "bogus", "n/a"}) {
                peer.send(MuonPeer.body(MessageIds.next(), protocol, step, "{\"request\":\"many\",\"url\":7}"));
            }
        }
        assertStores(peer);
        assertFalse(daemon.stderr().contains("\tat "), daemon::stderr);
    }

    @Test
    void foreignHandshakesAndAnnouncementsHoldUpNobody() throws Exception {
        MuonPeer before = MuonPeer.open(connection.createChannel());
        Channel amqp = connection.createChannel();
        String[] names = {"", "x", "service.photon", "amq.direct", "ü".repeat(100), "y".repeat(250), "photon.listen.1"};
        for (String listen : names) {
            for (String reply : names) {
                for (String shake : new String[] {"initiated", "accepted", "rejected", ""}) {
                    Map<String, Object> headers = new HashMap<>(
                            Map.of("handshake", shake, "protocol", "shared-channel", "server_listen_q", listen));
                    headers.put("server_reply_q", reply.isEmpty() ? null : reply);
                    amqp.basicPublish(
                            "",
                            "service.photon",
                            new AMQP.BasicProperties.Builder().headers(headers).build(),
                            new byte[] {1, 2, 3});
                }
            }
        }
        amqp.basicPublish("", "service.photon", null, new byte[0]);
        for (String text : new String[] {
            "", "{", "[]", "{\"identifier\":7}", "{\"identifier\":\"a\",\"tags\":null}", "{\"name\":1}"
        }) {
            for (String key : new String[] {"discovery", "discovery-request"}) {
                amqp.basicPublish("muon-broadcast", key, null, text.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertStores(MuonPeer.open(connection.createChannel()));
        assertStores(before);
        assertFalse(daemon.stderr().contains("\tat "), daemon::stderr);
        assertEquals(0, daemon.http().json("/api/stats").at("/muon/reconnects").asLong());
    }

    @Test
    void aFloodOfEmitsIsAnsweredToTheLastAndTheSocketLives() throws Exception {
        int emits = 20_000;
        MuonPeer peer = MuonPeer.open(connection.createChannel());
        BlockingQueue<MuonMessage> answers = new LinkedBlockingQueue<>();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        peer.listen(body -> {
            MuonMessage inner = MuonPeer.inner(body);
            if (inner != null) {
                answers.add(inner);
            } else if (new String(body, StandardCharsets.UTF_8).contains("\"closed\"")) {
                ends.add(new String(body, StandardCharsets.UTF_8));
            }
        });
        for (int i = 0; i < emits; i++) {
            peer.send(MuonPeer.emit(EVENT));
        }
        int stored = 0;
        for (int i = 0; i < emits; i++) {
            MuonMessage answer = answers.poll(30, TimeUnit.SECONDS);
            assertTrue(answer != null, "answered " + i + " of " + emits + "; closed: " + ends);
            assertEquals(ChannelOp.NORMAL, answer.op());
            String text = payload(answer);
            assertTrue(text.contains("PERSISTED") || text.contains("FAILED"), text);
            stored += text.contains("PERSISTED") ? 1 : 0;
        }
        assertEquals(0, ends.size(), ends::toString);
        assertTrue(stored > 0);
        assertEquals(stored, daemon.http().replay("flood").size());
        assertFalse(daemon.stderr().contains("OutOfMemory"), daemon::stderr);
    }
}
