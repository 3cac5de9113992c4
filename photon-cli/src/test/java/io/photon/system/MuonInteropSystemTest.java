// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published npm client against the packaged daemon over a real RabbitMQ: what existing services do all day. */
class MuonInteropSystemTest {

    @TempDir
    static Path home;

    private static DaemonProcess daemon;
    private static NodeMuonClient client;

    @BeforeAll
    static void start() throws Exception {
        NodeMuonClient.required();
        RabbitMqRequirement.met();
        String broker = RabbitMq.shared().url();
        daemon = DaemonProcess.start(
                home,
                "-muon.url",
                broker,
                "-microservice.name",
                "photon",
                "-muon.permissions",
                "emit,replay,projections,manage,delete");
        client = NodeMuonClient.start("interop-client", broker).awaitService("photon");
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static Map<String, Object> event(String stream, int n) {
        return Map.of(
                "event-type", "Counted",
                "stream-name", stream,
                "service-id", "interop-client",
                "schema", "1",
                "payload", Map.of("n", n, "text", "héllo ✓"));
    }

    private static long emitted(String stream, int n) throws Exception {
        return client.stored(event(stream, n));
    }

    private static List<Integer> numbers(NodeMuonClient.Subscription items, int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(items.item().path("payload").path("n").asInt());
        }
        return numbers;
    }

    @Test
    void itIsFoundAsTheEventStore() throws Exception {
        JsonNode photon = null;
        for (JsonNode service : client.discover()) {
            photon = service.path("identifier").asText().equals("photon") ? service : photon;
        }
        assertEquals("[\"photon\",\"eventstore\"]", photon.path("tags").toString());
        assertEquals("[\"application/json\"]", photon.path("codecs").toString());
    }

    @Test
    void itSaysWhatItCanDo() throws Exception {
        JsonNode report = client.introspect("photon");
        assertEquals("photon", report.path("serviceName").asText());
        List<String> resources = report.path("protocols").findValuesAsText("resource");
        assertTrue(
                resources.containsAll(List.of("/stream", "/events", "/stream-names", "/stream/delete")),
                resources::toString);
    }

    @Test
    void aCallIsAnsweredAndAnUnknownOneIsNotFound() throws Exception {
        JsonNode url = client.rpc("rpc://photon/rest-url", Map.of());
        assertEquals("200", url.path("status").asText(), url::toString);
        assertTrue(url.path("body").path("_muon_wrapped_value").asText().startsWith("http://"), url::toString);
        assertEquals(
                "404",
                client.rpc("rpc://photon/no-such", Map.of()).path("status").asText());
    }

    @Test
    void anEventIsStoredAndABadOneIsRefusedWithTheReason() throws Exception {
        long orderId = emitted("stored", 1);
        assertEquals(1, daemon.http().replay("stored").size());
        assertTrue(daemon.http().replay("stored").get(0).contains("\"order-id\":" + orderId));
        JsonNode refused = client.emit(Map.of("stream-name", "stored", "payload", Map.of()));
        assertEquals("FAILED", refused.path("status").asText(), refused::toString);
        assertTrue(refused.path("cause").asText().contains("event-type"), refused::toString);
    }

    @Test
    void aColdReplayGivesAllInOrderAndEnds() throws Exception {
        List<Integer> expected = new ArrayList<>();
        for (int n = 0; n < 35; n++) { // more than the client asks for at once
            emitted("cold", n);
            expected.add(n);
        }
        NodeMuonClient.Subscription items = client.replay("cold", Map.of("stream-type", "cold"));
        assertEquals(expected, numbers(items, 35));
        assertEquals("completed", items.end());
        NodeMuonClient.Subscription none = client.replay("cold-and-empty", Map.of("stream-type", "cold"));
        assertEquals("completed", none.end());
    }

    @Test
    void aReplayBeginsWithTheOrderIdThatIsNamed() throws Exception {
        emitted("from", 0);
        long second = emitted("from", 1);
        emitted("from", 2);
        NodeMuonClient.Subscription items = client.replay("from", Map.of("stream-type", "cold", "from", second));
        assertEquals(List.of(1, 2), numbers(items, 2));
        assertEquals("completed", items.end());
        NodeMuonClient.Subscription text =
                client.replay("from", Map.of("stream-type", "cold", "from", Long.toString(second)));
        assertEquals(List.of(1, 2), numbers(text, 2));
    }

    @Test
    void aHotSubscriberHearsWhatComesAndNothingElse() throws Exception {
        emitted("hot", 0);
        NodeMuonClient.Subscription items = client.replay("hot", Map.of("stream-type", "hot"));
        awaitSubscription(1);
        emitted("another", 1);
        emitted("hot", 2);
        emitted("another", 3);
        emitted("hot", 4);
        assertEquals(List.of(2, 4), numbers(items, 2));
        cancelled(items);
    }

    @Test
    void aHotColdSubscriberHearsWhatWasAndWhatComes() throws Exception {
        emitted("both", 0);
        emitted("both", 1);
        NodeMuonClient.Subscription items = client.replay("both", Map.of("stream-type", "hot-cold"));
        assertEquals(List.of(0, 1), numbers(items, 2));
        emitted("elsewhere", 9);
        for (int n = 2; n < 30; n++) {
            emitted("both", n);
        }
        assertEquals(30 - 2, numbers(items, 28).size());
        cancelled(items);
    }

    private static void cancelled(NodeMuonClient.Subscription items) throws Exception {
        items.cancel();
        awaitSubscription(0);
    }

    /** Other tests leave none behind. */
    private static void awaitSubscription(int count) throws Exception {
        Eventually.within(
                60,
                () -> muon().path("subscriptions").asInt(-1) == count,
                () -> "not " + count + " subscriptions: " + daemon.stderr());
    }

    private static JsonNode muon() throws Exception {
        return daemon.http().json("/api/stats").path("muon");
    }

    @Test
    void aStreamThatIsNotThereIsAnErrorAtOnce() throws Exception {
        NodeMuonClient.Subscription items = client.subscribe("stream://photon/no-such", Map.of());
        assertTrue(items.end().startsWith("failed"));
    }

    @Test
    void streamsAreNamedAndDeleted() throws Exception {
        emitted("to-be-deleted", 1);
        assertTrue(names().contains("to-be-deleted"));
        JsonNode deleted = client.rpc("rpc://photon/stream/delete", Map.of("stream-name", "to-be-deleted"));
        assertEquals("true", deleted.path("body").path("correct").asText(), deleted::toString);
        assertTrue(!names().contains("to-be-deleted"));
        assertEquals(
                "completed",
                client.replay("to-be-deleted", Map.of("stream-type", "cold")).end());
    }

    @Test
    void aProjectionIsCreatedQueriedFollowedAndDeleted() throws Exception {
        emitted("folded", 1);
        emitted("folded", 2);
        JsonNode created = client.rpc(
                "rpc://photon/projections",
                Map.of(
                        "projection-name", "interop-sum",
                        "stream-name", "folded",
                        "language", "javascript",
                        "reduction", "function(prev, next) { prev.sum += next.payload.n; return prev; }",
                        "initial-value", "{\"sum\": 0}"));
        assertEquals("true", created.path("body").path("correct").asText(), created::toString);
        awaitSum(3);
        assertEquals("javascript", projection(Map.of()).path("language").asText());
        assertEquals("running", projection(Map.of()).path("status").asText());
        assertEquals(
                2,
                projection(Map.of("query-key", "processed"))
                        .path("_muon_wrapped_value")
                        .asInt());
        JsonNode keys = client.rpc("rpc://photon/projection-keys", Map.of()).path("body");
        assertTrue(keys.path("projection-keys").toString().contains("\"interop-sum\""), keys::toString);

        NodeMuonClient.Subscription updates = client.subscribe("stream://photon/projection/interop-sum", Map.of());
        awaitSubscription(1);
        emitted("folded", 4);
        assertEquals(7, updates.item().path("current-value").path("sum").asInt());
        cancelled(updates);

        JsonNode deleted = projection(Map.of("action", "delete"));
        assertEquals("true", deleted.path("correct").asText(), deleted::toString);
        assertEquals("{}", projection(Map.of()).toString());
    }

    private static JsonNode projection(Map<String, String> more) throws Exception {
        Map<String, String> query = new HashMap<>(more);
        query.put("projection-name", "interop-sum");
        JsonNode answer = client.rpc("rpc://photon/projection", query);
        assertEquals("200", answer.path("status").asText(), answer::toString);
        return answer.path("body");
    }

    private static void awaitSum(int sum) throws Exception {
        Eventually.within(
                60,
                () -> projection(Map.of()).path("current-value").path("sum").asInt() == sum,
                () -> "the projection never got to " + sum);
    }

    private static List<String> names() throws Exception {
        return client.rpc("rpc://photon/stream-names", Map.of()).path("body").findValuesAsText("stream-name");
    }

    @Test
    void aClientThatDiesLeavesNothingBehind() throws Exception {
        int before = muon().path("sockets").asInt();
        try (NodeMuonClient dying =
                NodeMuonClient.start("dying-client", RabbitMq.shared().url()).awaitService("photon")) {
            NodeMuonClient.Subscription items = dying.replay("dying", Map.of("stream-type", "hot"));
            awaitSubscription(1);
            emitted("dying", 1);
            assertEquals(List.of(1), numbers(items, 1));
        }
        awaitSubscription(0);
        Eventually.within(60, () -> muon().path("sockets").asInt() == before, () -> "a socket is left");
    }
}
