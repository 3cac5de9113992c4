// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.photon.muon.transport.Listening;
import io.photon.muon.transport.Transport;
import io.photon.muon.transport.TransportContract;
import io.photon.muon.transport.amqp.AmqpTransport;
import io.photon.muon.transport.amqp.BrokerAddress;
import io.photon.rabbit.FreePort;
import io.photon.rabbit.HoldingProxy;
import io.photon.rabbit.MuonPeer;
import io.photon.result.Result;
import io.photon.rules.House;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.server.security.auth.AuthenticationResult.AuthenticationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything Muon's transport promises over RabbitMQ it keeps over this broker too. */
class EmbeddedBrokerTest extends TransportContract {

    private static EmbeddedBroker broker;
    private static int port;

    private static final int GOODBYES = 5;
    private static final int PEERS = 20;

    private final Map<Transport, HoldingProxy> lines = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        port = FreePort.next();
        broker = EmbeddedBroker.start(port);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Override
    protected Transport connect(String name) {
        HoldingProxy line = new HoldingProxy(port);
        BrokerAddress address = new BrokerAddress(false, "127.0.0.1", line.port(), "muon", "microservices", "/");
        AmqpTransport transport = AmqpTransport.open(address, name, null);
        assertInstanceOf(Result.Ok.class, transport.awaitAttempt(30_000)); // else a handshake waits for it
        lines.put(transport, line);
        return transport;
    }

    @Override
    protected void vanish(Transport transport) {
        lines.get(transport).hold();
    }

    @AfterEach
    void cutLines() {
        lines.values().forEach(HoldingProxy::close);
    }

    @Test
    void aTableThatIsCutOrForeignLetsNobodyIn() throws IOException {
        byte[] whole = table("LOGIN", "someone", "PASSWORD", "wrong");
        for (int length = 1; length < whole.length; length++) {
            assertEquals(AuthenticationStatus.ERROR, status(Arrays.copyOf(whole, length)), "cut at " + length);
        }
        assertEquals(AuthenticationStatus.ERROR, status(new byte[] {5, 'L', 'O', 'G', 'I', 'N', 'S', -1, -1, -1, -1}));
        assertEquals(AuthenticationStatus.CONTINUE, status(new byte[0]));
    }

    /** The users are not asked: none of these tables is whole. */
    private static AuthenticationStatus status(byte[] response) {
        return new AmqPlainNegotiator((user, password) ->
                        new org.apache.qpid.server.security.auth.AuthenticationResult(AuthenticationStatus.ERROR))
                .handleResponse(response)
                .getStatus();
    }

    private static byte[] table(String... pairs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeByte(pairs[i].length());
            out.writeBytes(pairs[i]);
            byte[] value = pairs[i + 1].getBytes(StandardCharsets.UTF_8);
            out.writeByte('S');
            out.writeInt(value.length);
            out.write(value);
        }
        return bytes.toByteArray();
    }

    @Test
    void aGoodbyeIsHeardThoughTheBrokerGoesRightAfterIt() throws Exception {
        for (int round = 0; round < GOODBYES; round++) {
            int own = FreePort.next();
            EmbeddedBroker going = EmbeddedBroker.start(own);
            AmqpTransport serving = AmqpTransport.open(
                    new BrokerAddress(false, "127.0.0.1", own, "muon", "microservices", "/"), "photon", null);
            assertInstanceOf(Result.Ok.class, serving.awaitAttempt(30_000));
            serving.serve("photon", channel -> new Listening(true));
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(own);
            factory.setAutomaticRecoveryEnabled(false);
            List<Connection> connections = new ArrayList<>();
            CountDownLatch goodbyes = new CountDownLatch(PEERS);
            for (int i = 0; i < PEERS; i++) {
                connections.add(factory.newConnection());
                MuonPeer.open(connections.get(i).createChannel()).listen(body -> {
                    if (new String(body, StandardCharsets.UTF_8).contains("ChannelShutdown")) {
                        goodbyes.countDown();
                    }
                });
            }
            serving.close();
            going.close();
            assertTrue(
                    goodbyes.await(10, TimeUnit.SECONDS),
                    goodbyes.getCount() + " of " + PEERS + " heard nothing in round " + round);
            connections.forEach(connection -> connection.abort(1_000));
        }
    }

    @Test
    void theHouseRulesHold() {
        House house = House.module("photon-broker");
        house.hasNoCycles();
        house.hasADoorPlateOnEachRoom();
        house.hasShortFilesOnly();
        house.sleepsNowhere();
        house.isNeutral();
    }
}
