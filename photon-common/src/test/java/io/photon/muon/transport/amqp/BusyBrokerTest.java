// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.Listening;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broker does to whoever sends more than it, or we, can take. */
@Timeout(120)
class BusyBrokerTest {

    private final List<AmqpTransport> transports = new ArrayList<>();
    private final List<RabbitMq> brokers = new ArrayList<>();

    @BeforeEach
    void required() {
        RabbitMqRequirement.met();
    }

    @AfterEach
    void close() {
        transports.forEach(AmqpTransport::close);
        brokers.forEach(RabbitMq::close);
    }

    private AmqpTransport at(RabbitMq broker, String name, BlockingQueue<String> obstacles) {
        AmqpTransport made = AmqpTransport.open(
                AmqpTransportTest.address(broker.url()),
                name,
                null,
                reason -> obstacles.add(reason == null ? "gone" : reason));
        transports.add(made);
        return made;
    }

    private AmqpTransport at(RabbitMq broker, String name) {
        return at(broker, name, new LinkedBlockingQueue<>());
    }

    private RabbitMq own(String... settings) {
        RabbitMq broker = RabbitMq.start(settings);
        brokers.add(broker);
        return broker;
    }

    /** Bytes that compress to nothing less. */
    private static String noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return new String(noise, StandardCharsets.ISO_8859_1);
    }

    private static MuonMessage message(String step, String text) {
        return AmqpTransportTest.text(step, text);
    }

    @Test
    void aHandshakeIsAnsweredInTimeThoughAFloodHoldsUpTheConnection() throws Exception {
        String service = "flooded-" + MessageIds.next();
        AmqpTransport server = at(RabbitMq.shared(), "a server");
        BlockingQueue<Listening> listeners = new LinkedBlockingQueue<>();
        server.serve(service, channel -> {
            Listening listening = new Listening(false);
            listeners.add(listening);
            return listening;
        });
        AmqpTransportTest.open(at(RabbitMq.shared(), "the first"), service, new Listening(true)); // it serves now
        listeners.poll(5, TimeUnit.SECONDS);
        try (Connection raw = AmqpTransportTest.factory().newConnection()) {
            Listening flooded = flood(raw, service, listeners);
            Listening.Heard held = flooded.next();
            AmqpTransport late = at(RabbitMq.shared(), "a latecomer");
            Listening atClient = new Listening(true);
            Channel channel = AmqpTransportTest.open(late, service, atClient);
            assertNull(listeners.poll(), "the flood holds up nobody");
            channel.send(message("small", "heard?"));
            assertNull(atClient.closing(7_000), "pings keep it");
            held.done().run();
            Listening served = listeners.poll();
            Listening.Heard heard = null;
            for (int i = 0; i < 600 && heard == null; i++) {
                Listening.Heard more = flooded.poll(100);
                if (more != null) {
                    more.done().run();
                }
                served = served == null ? listeners.poll() : served;
                heard = served == null ? null : served.poll(0);
            }
            assertNotNull(served, "it never got its socket");
            assertNotNull(heard, "what it sent before it had its socket is lost");
            assertNull(atClient.closing(0));
        }
    }

    /** Ten messages of some 10 MB each, all at the broker; the server takes 12 MB at once. @return who hears them */
    private static Listening flood(Connection raw, String service, BlockingQueue<Listening> listeners)
            throws Exception {
        String reply = "reply-" + MessageIds.next();
        String listen = "listen-" + MessageIds.next();
        com.rabbitmq.client.Channel amqp = raw.createChannel();
        amqp.queueDeclare(reply, false, false, true, Map.of());
        amqp.basicPublish("", AmqpNames.serviceQueue(service), AmqpNames.initiated("rpc", reply, listen), new byte[0]);
        Listening flooded = listeners.poll(10, TimeUnit.SECONDS);
        assertNotNull(flooded, "no socket for the flood");
        byte[] body = MuonMessageCodec.encode(message("large", noise(2 << 20)));
        amqp.confirmSelect();
        for (int i = 0; i < 10; i++) {
            amqp.basicPublish("", listen, AmqpNames.clientMessage("rpc"), body);
        }
        amqp.waitForConfirmsOrDie(30_000);
        return flooded;
    }

    @Test
    void whoIsNotLetInIsToldAtOnce() throws Exception {
        String service = "full-" + MessageIds.next();
        at(RabbitMq.shared(), "a server").serve(service, channel -> {
            channel.close();
            return new Listening(true);
        });
        Listening atClient = new Listening(true);
        AmqpTransportTest.open(at(RabbitMq.shared(), "a client"), service, atClient);
        assertEquals("the other side closed it", atClient.closing(20_000)); // not: was silent
    }

    @Test
    void aMessageThatTheBrokerRefusesIsSaidToAllClientsAndNotSentASecondTime() throws Exception {
        RabbitMq broker = own("max_message_size = 1000000");
        AmqpTransport server = at(broker, "a server");
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        server.serve("s", channel -> {
            accepted.add(channel);
            return new Listening(true);
        });
        AmqpTransport client = at(broker, "a client");
        Listening atClient = new Listening(true);
        Listening atOther = new Listening(true);
        AmqpTransportTest.open(client, "s", atClient);
        Channel toClient = accepted.poll(5, TimeUnit.SECONDS);
        AmqpTransportTest.open(client, "s", atOther);
        MuonMessage large = message("large", noise(400_000));
        assertTrue(toClient.fits(large), "what the broker takes is not known yet");
        toClient.send(large);
        assertEquals("the other side closed it", atClient.closing(20_000)); // not: was silent
        assertEquals("the other side closed it", atOther.closing(20_000));

        accepted.clear();
        Listening again = new Listening(true);
        long reconnects = awaitReconnected(server);
        AmqpTransportTest.open(client, "s", again);
        Channel toAgain = accepted.poll(10, TimeUnit.SECONDS);
        assertNotNull(toAgain);
        assertFalse(toAgain.fits(large), "it is known now");
        toAgain.send(message("small", "fits"));
        assertEquals("small", again.next().message().step());
        assertEquals(reconnects, server.connectivity().reconnects());
    }

    private static long awaitReconnected(AmqpTransport transport) throws Exception {
        Eventually.holds(
                "it is connected again",
                () -> transport.connectivity().reconnects() >= 1
                        && transport.connectivity().connected());
        return transport.connectivity().reconnects();
    }

    @Test
    void aBrokerThatTakesNothingIsNamedAndNothingIsLostThatWaited() throws Exception {
        RabbitMq broker = own();
        BlockingQueue<String> obstacles = new LinkedBlockingQueue<>();
        AmqpTransport server = at(broker, "a server");
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Listening atServer = new Listening(true);
        server.serve("s", channel -> {
            accepted.add(channel);
            return atServer;
        });
        AmqpTransport client = at(broker, "a client", obstacles);
        Listening atClient = new Listening(true);
        Channel channel = AmqpTransportTest.open(client, "s", atClient);
        Channel toClient = accepted.poll(5, TimeUnit.SECONDS);
        assertNull(client.obstacle());

        broker.control("set_vm_memory_high_watermark", "absolute", "1");
        assertEquals("low on memory", obstacles.poll(20, TimeUnit.SECONDS));
        assertEquals("low on memory", client.obstacle());
        assertTrue(client.connectivity().connected());
        assertTrue(
                client.connectivity().detail().contains("takes no messages for now: low on memory"),
                client.connectivity()::detail);
        for (int i = 0; i < 100; i++) {
            channel.send(message("q" + i, "waits"));
            toClient.send(message("a" + i, "waits"));
        }
        assertNull(atClient.closing(8_000), "silence of all is no sign of death");
        assertNull(atServer.closing(0));

        broker.control("set_vm_memory_high_watermark", "0.4");
        assertEquals("gone", obstacles.poll(20, TimeUnit.SECONDS));
        assertNull(client.obstacle());
        for (int i = 0; i < 100; i++) {
            assertEquals("q" + i, atServer.next().message().step());
            assertEquals("a" + i, atClient.next().message().step());
        }
    }
}
