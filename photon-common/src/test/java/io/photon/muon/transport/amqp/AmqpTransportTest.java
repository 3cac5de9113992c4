// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transport over a real RabbitMQ: sockets, discovery, and what happens when one side goes. */
class AmqpTransportTest {

    /** For what must happen: a machine under load is slow, and what never happens takes for ever. */
    private static final long PATIENCE_S = 30;

    private AmqpTransport server;
    private AmqpTransport client;

    @BeforeEach
    void connect() {
        RabbitMqRequirement.met();
        BrokerAddress broker = address(RabbitMq.shared().url());
        server = connected(broker, "a server");
        client = connected(broker, "a client");
    }

    @AfterEach
    void disconnect() {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    /** A handshake has three seconds, and a connection that is still being made would take of them. */
    static AmqpTransport connected(BrokerAddress broker, String name) {
        AmqpTransport transport = AmqpTransport.open(broker, name, null);
        assertInstanceOf(Result.Ok.class, transport.awaitAttempt(TimeUnit.SECONDS.toMillis(PATIENCE_S)));
        return transport;
    }

    static BrokerAddress address(String url) {
        return ((Result.Ok<BrokerAddress>) BrokerAddress.parse(url, null)).value();
    }

    static MuonMessage text(String step, String text) {
        return new MuonMessage(
                MessageIds.next(),
                1,
                "t",
                "o",
                "rpc",
                step,
                "success",
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8),
                MuonMessage.ChannelOp.NORMAL);
    }

    @Test
    void aSocketCarriesMessagesBothWaysInOrder() throws Exception {
        String service = "echo-" + MessageIds.next();
        server.serve(service, channel -> new Heard() {
            @Override
            public void message(MuonMessage message, Runnable done) {
                channel.send(text(message.step() + "!", new String(message.payload(), StandardCharsets.UTF_8)));
                done.run();
            }
        });
        Heard heard = new Heard();
        Channel channel = open(client, service, heard);
        for (int i = 0; i < 1_000; i++) {
            channel.send(text("s", Integer.toString(i)));
        }
        for (int i = 0; i < 1_000; i++) {
            MuonMessage answer = heard.next();
            assertEquals("s!", answer.step());
            assertEquals(Integer.toString(i), new String(answer.payload(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aMessageWhoseHandlingEndsInAnErrorIsAcknowledgedAndTheNextOnesCome() throws Exception {
        String service = "failing-" + MessageIds.next();
        int more = 1_000; // than may be under way at a time
        server.serve(service, channel -> new Heard() {
            @Override
            public void message(MuonMessage message, Runnable done) {
                if ("last".equals(message.step())) {
                    channel.send(text("heard", ""));
                    done.run();
                } else {
                    throw new NoClassDefFoundError("injected");
                }
            }
        });
        Heard heard = new Heard();
        Channel channel = open(client, service, heard);
        for (int i = 0; i < more; i++) {
            channel.send(text("s", Integer.toString(i)));
        }
        channel.send(text("last", ""));
        assertEquals("heard", heard.next().step());
    }

    @Test
    void whoAnnouncesIsFoundAndWhoIsSilentIsForgotten() throws Exception {
        String service = "found-" + MessageIds.next();
        server.discovery()
                .announce(new ServiceDescriptor(
                        service,
                        List.of("eventstore"),
                        List.of("application/json"),
                        List.of("amqp://localhost"),
                        List.of("shared-channel"),
                        service));
        assertTrue(client.discovery().awaitReady(PATIENCE_S * 1_000), "a list answers the question who is there");
        Eventually.holds("it is found", () -> names(client).contains(service));
        server.discovery().silence();
        Eventually.holds("it is forgotten", () -> !names(client).contains(service));
    }

    @Test
    void bothEndsHearOfAClose() throws Exception {
        String service = "closing-" + MessageIds.next();
        Heard atServer = new Heard();
        server.serve(service, channel -> atServer);
        Heard atClient = new Heard();
        Channel channel = open(client, service, atClient);
        channel.close();
        assertEquals("the other side closed it", atServer.end.poll(PATIENCE_S, TimeUnit.SECONDS));
        assertEquals("closed here", atClient.end.poll(PATIENCE_S, TimeUnit.SECONDS));
    }

    @Test
    void aServerThatStopsSaysGoodbye() throws Exception {
        String service = "stopping-" + MessageIds.next();
        server.serve(service, channel -> new Heard());
        Heard atClient = new Heard();
        open(client, service, atClient);
        server.close();
        assertEquals("the other side closed it", atClient.end.poll(PATIENCE_S, TimeUnit.SECONDS));
    }

    @Test
    void anErrorOfThePublishingChannelMakesTheConnectionAnew() throws Exception {
        String service = "again-" + MessageIds.next();
        server.serve(service, channel -> new Heard());
        open(client, service, new Heard());
        long before = server.connectivity().reconnects();
        try (Connection other = factory().newConnection()) {
            other.createChannel().exchangeDelete(AmqpNames.BROADCAST_EXCHANGE);
        }
        server.discovery()
                .announce(new ServiceDescriptor(service, List.of(), List.of(), List.of(), List.of(), service));
        Eventually.holds(
                "it is connected again",
                () -> server.connectivity().reconnects() > before
                        && server.connectivity().connected());
        open(client, service, new Heard());
    }

    @Test
    void aMessageThatNoBrokerTakesEndsItsSocketOnly() throws Exception {
        String service = "large-" + MessageIds.next();
        Heard atServer = new Heard();
        server.serve(service, channel -> atServer);
        Heard atClient = new Heard();
        Channel channel = open(client, service, atClient);
        Channel other = open(client, service, new Heard());
        byte[] noise = new byte[6 << 20];
        new Random(1).nextBytes(noise);
        channel.send(text("before", ""));
        channel.send(text("large", new String(noise, StandardCharsets.ISO_8859_1)));
        channel.send(text("behind", ""));
        String why = atClient.end.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertTrue(why != null && why.contains("larger than"), why);
        assertEquals("before", atServer.next().step());
        assertEquals("the other side closed it", atServer.end.poll(PATIENCE_S, TimeUnit.SECONDS));
        other.send(text("other", ""));
        Eventually.holds(
                "the message comes",
                () -> atServer.messages.stream().anyMatch(message -> "other".equals(message.step())));
        assertTrue(atServer.messages.stream().noneMatch(message -> "behind".equals(message.step())));
    }

    @Test
    void whoNeverReadsLosesItsSocketWithAllThatWaitedForIt() throws Exception {
        String service = "unread-" + MessageIds.next();
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Heard atServer = new Heard();
        server.serve(service, channel -> {
            accepted.add(channel);
            return atServer;
        });
        open(client, service, new Heard()); // from now on its handshakes are heard
        assertTrue(accepted.poll(PATIENCE_S, TimeUnit.SECONDS) != null);
        try (Connection other = factory().newConnection()) {
            List<String> listens = new ArrayList<>();
            for (boolean waits : new boolean[] {false, true}) {
                String reply = "reply-" + MessageIds.next();
                String listen = "listen-" + MessageIds.next();
                listens.add(listen);
                com.rabbitmq.client.Channel amqp = other.createChannel();
                amqp.queueDeclare(reply, false, false, true, Map.of());
                amqp.basicPublish(
                        "", AmqpNames.serviceQueue(service), AmqpNames.initiated("rpc", reply, listen), new byte[0]);
                Channel channel = accepted.poll(PATIENCE_S, TimeUnit.SECONDS);
                for (int i = 0; i < 10_000; i++) {
                    channel.send(text("s", "unread"));
                }
                if (waits) { // until the server finds that nobody is there
                    String why = atServer.end.poll(PATIENCE_S, TimeUnit.SECONDS);
                    assertTrue(why != null && why.contains("silent"), why);
                } else {
                    channel.close();
                    assertEquals("closed here", atServer.end.poll(PATIENCE_S, TimeUnit.SECONDS));
                }
            }
            for (String listen : listens) {
                Eventually.holds("the queue is gone", () -> !exists(other, listen));
            }
        }
    }

    private static boolean exists(Connection connection, String queue) {
        try {
            connection.createChannel().queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            return false; // as the broker says
        }
    }

    @Test
    void aClientDoesNotReadOnBehindAMessageThatItCannotRead() throws Exception {
        String service = "unreadable-" + MessageIds.next();
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        server.serve(service, channel -> {
            accepted.add(channel);
            return new Heard();
        });
        Heard atClient = new Heard();
        open(client, service, atClient);
        Channel channel = accepted.poll(PATIENCE_S, TimeUnit.SECONDS);
        channel.send(text("before", ""));
        channel.send(new MuonMessage(
                "id",
                1,
                "t",
                "o",
                "rpc",
                "bad",
                "success",
                "text/plain" + MuonMessageCodec.DEFLATE,
                new byte[] {1, 2, 3},
                MuonMessage.ChannelOp.NORMAL));
        channel.send(text("behind", ""));
        String why = atClient.end.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertTrue(why != null && why.contains("could not be read") && why.contains("inflated"), why);
        assertEquals(
                List.of("before"),
                atClient.messages.stream().map(MuonMessage::step).toList());
    }

    @Test
    void aSocketThatOpensTooLateIsClosedAgain() throws Exception {
        String service = "late-" + MessageIds.next();
        Heard atServer = new Heard();
        CompletableFuture<CompletableFuture<Result<Channel>>> asked = new CompletableFuture<>();
        server.serve(service, channel -> {
            asked.join().complete(Result.err(Failure.Kind.TIMED_OUT, "nobody waits any more", null));
            return atServer;
        });
        asked.complete(client.open(service, "rpc", new Heard()));
        assertEquals("the other side closed it", atServer.end.poll(PATIENCE_S, TimeUnit.SECONDS));
    }

    static ConnectionFactory factory() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(RabbitMq.shared().url());
        return factory;
    }

    private static List<String> names(AmqpTransport transport) {
        return transport.discovery().services().stream()
                .map(ServiceDescriptor::identifier)
                .toList();
    }

    static Channel open(AmqpTransport client, String service, ChannelListener listener) throws Exception {
        Result<Channel> result = client.open(service, "rpc", listener).get(PATIENCE_S, TimeUnit.SECONDS);
        if (result instanceof Result.Ok<Channel> ok) {
            return ok.value();
        }
        throw new AssertionError("not opened: " + result);
    }

    /** Keeps what it hears. */
    static class Heard implements ChannelListener {
        final LinkedBlockingQueue<MuonMessage> messages = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> end = new LinkedBlockingQueue<>();

        @Override
        public void message(MuonMessage message, Runnable done) {
            messages.add(message);
            done.run();
        }

        @Override
        public void closed(String why) {
            end.add(why);
        }

        MuonMessage next() throws InterruptedException {
            MuonMessage message = messages.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertTrue(message != null, "no message within " + PATIENCE_S + " s");
            return message;
        }
    }
}
