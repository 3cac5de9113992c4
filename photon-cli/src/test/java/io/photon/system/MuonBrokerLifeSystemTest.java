// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 20: a daemon's life with a broker that comes late, is killed, stands still. */
class MuonBrokerLifeSystemTest {

    @TempDir
    Path home;

    @BeforeAll
    static void requirements() {
        NodeMuonClient.required();
        RabbitMqRequirement.met();
    }

    private static JsonNode muon(DaemonProcess daemon) throws Exception {
        return daemon.http().json("/api/stats").path("muon");
    }

    private static void awaitConnected(DaemonProcess daemon, boolean connected) throws Exception {
        Eventually.within(60, () -> muon(daemon).path("connected").asBoolean() == connected, daemon::stderr);
    }

    private static void emit(NodeMuonClient client, int n) throws Exception {
        client.stored(Map.of(
                "event-type", "Lived",
                "stream-name", "life",
                "service-id", "life-client",
                "payload", Map.of("n", n)));
    }

    private static NodeMuonClient client(RabbitMq rabbit) throws Exception {
        return NodeMuonClient.start("life-client", rabbit.url()).awaitService("photon");
    }

    @Test
    void aBrokerThatComesLateIsFoundAndOneThatIsKilledIsFoundAgain() throws Exception {
        try (RabbitMq rabbit = RabbitMq.prepare();
                DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", rabbit.url())) {
            Eventually.within(30, () -> daemon.stderr().contains("no AMQP broker at"), daemon::stderr);
            assertEquals(200, daemon.http().get("/api/stats").statusCode());
            rabbit.launch();
            awaitConnected(daemon, true);
            try (NodeMuonClient client = client(rabbit)) {
                emit(client, 1);
            }
            rabbit.kill();
            awaitConnected(daemon, false);
            daemon.http().stored("{\"stream-name\":\"life\",\"event-type\":\"T\",\"payload\":{\"n\":2}}");
            rabbit.launch();
            awaitConnected(daemon, true);
            assertTrue(muon(daemon).path("reconnects").asLong() >= 1);
            try (NodeMuonClient client = client(rabbit)) {
                emit(client, 3);
                NodeMuonClient.Subscription items = client.replay("life", Map.of("stream-type", "cold"));
                for (int n = 1; n <= 3; n++) {
                    assertEquals(n, items.item().at("/payload/n").asInt());
                }
                assertEquals("completed", items.end());
            }
            assertFalse(daemon.stderr().contains("\tat "), daemon::stderr);
        }
    }

    @Test
    void aBrokerThatStandsStillForAMomentCostsNobodyAnything() throws Exception {
        try (RabbitMq rabbit = RabbitMq.start();
                DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", rabbit.url());
                NodeMuonClient client = client(rabbit)) {
            NodeMuonClient.Subscription items = client.replay("life", Map.of("stream-type", "hot-cold"));
            emit(client, 1);
            assertEquals(1, items.item().at("/payload/n").asInt());
            rabbit.freeze();
            assertTrue(items.silentFor(2_500));
            rabbit.thaw();
            emit(client, 2);
            assertEquals(2, items.item().at("/payload/n").asInt());
            assertEquals(0, muon(daemon).path("reconnects").asLong());
        }
    }

    @Test
    @Tag("soak")
    void aBrokerThatStandsStillForAMinuteIsGivenUpAndFoundAgain() throws Exception {
        try (RabbitMq rabbit = RabbitMq.start();
                DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", rabbit.url())) {
            try (NodeMuonClient client = client(rabbit)) {
                emit(client, 1);
                rabbit.freeze();
                awaitConnected(daemon, false);
                NodeMuonClient.Subscription nothing = client.replay("life", Map.of("stream-type", "hot"));
                assertTrue(nothing.silentFor(45_000));
            }
            rabbit.thaw();
            awaitConnected(daemon, true);
            try (NodeMuonClient client = client(rabbit)) {
                emit(client, 2);
            }
        }
    }

    @Test
    void ofTwoPhotonsOfOneNameTheSecondStaysAwayAndSaysSo() throws Exception {
        try (DaemonProcess first = DaemonProcess.start(
                        home.resolve("first"), "-muon.url", RabbitMq.shared().url(), "-microservice.name", "twin");
                DaemonProcess second = DaemonProcess.start(
                        home.resolve("second"), "-muon.url", RabbitMq.shared().url(), "-microservice.name", "twin")) {
            Eventually.within(
                    30, () -> second.stderr().contains("twin") || first.stderr().contains("twin"), second::stderr);
            boolean firstServes = second.stderr().contains("twin");
            DaemonProcess serving = firstServes ? first : second;
            DaemonProcess away = firstServes ? second : first;
            try (NodeMuonClient client =
                    NodeMuonClient.start("twin-client", RabbitMq.shared().url()).awaitService("twin")) {
                for (int n = 0; n < 6; n++) {
                    assertEquals(
                            "200",
                            client.rpc("rpc://twin/rest-url", Map.of())
                                    .path("status")
                                    .asText());
                }
            }
            assertTrue(muon(serving).path("calls").asLong() >= 6, serving::stderr);
            assertEquals(0, muon(away).path("calls").asLong(), away::stderr);
        }
    }
}
