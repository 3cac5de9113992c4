// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.photon.rabbit.FreePort;
import io.photon.rabbit.MuonPeer;
import io.photon.testing.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon serve -muon.url embedded}: no broker to install, and the published npm client works. */
class EmbeddedBrokerSystemTest {

    @TempDir
    Path home;

    @Test
    void theNpmClientEmitsAndReplaysThroughIt() throws Exception {
        NodeMuonClient.required();
        String port = Integer.toString(FreePort.next());
        try (DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", "embedded", "-muon.port", port)) {
            Eventually.within(
                    30,
                    () -> daemon.http().json("/api/stats").at("/muon/connected").asBoolean(),
                    daemon::stderr);
            try (NodeMuonClient client = NodeMuonClient.start("embedded-client", "amqp://127.0.0.1:" + port)) {
                client.awaitService("photon");
                client.stored(Map.of(
                        "event-type", "Tried",
                        "stream-name", "first",
                        "service-id", "embedded-client",
                        "payload", Map.of("n", 1)));
                NodeMuonClient.Subscription items = client.replay("first", Map.of("stream-type", "cold"));
                assertEquals(1, items.item().at("/payload/n").asInt());
                assertEquals("completed", items.end());
            }
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
    }

    @Test
    void whoIsConnectedHearsGoodbyeBeforeTheBrokerGoes() throws Exception {
        int port = FreePort.next();
        try (DaemonProcess daemon =
                DaemonProcess.start(home, "-muon.url", "embedded", "-muon.port", Integer.toString(port))) {
            Eventually.within(
                    30,
                    () -> daemon.http()
                            .json("/api/stats")
                            .at("/muon/state")
                            .asText()
                            .equals("serving"),
                    daemon::stderr);
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(port);
            Connection connection = factory.newConnection();
            try {
                StringBuffer heard = new StringBuffer();
                MuonPeer.open(connection.createChannel())
                        .listen(body -> heard.append(new String(body, StandardCharsets.UTF_8)));
                assertEquals(0, daemon.stop(), daemon::stderr);
                Eventually.within(5, () -> heard.indexOf("\"ChannelShutdown\"") >= 0, () -> "only " + heard);
            } finally {
                connection.abort(1_000); // the broker has ended it by now
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndTheDaemonRunsWithoutMuon() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DaemonProcess daemon = DaemonProcess.start(
                        home, "-muon.url", "embedded", "-muon.port", Integer.toString(taken.getLocalPort()))) {
            Eventually.within(30, () -> daemon.stderr().contains("muon: off"), daemon::stderr);
            assertTrue(daemon.stderr().contains("-muon.port"), daemon::stderr);
            assertEquals(200, daemon.http().get("/api/stats").statusCode());
        }
    }
}
