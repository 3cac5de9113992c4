// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.PhotonApi;
import io.photon.codec.JsonFields;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.stack.server.ServerLimits;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Result;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Photon as its Muon clients see it, over a network in memory. */
class MuonDoorTest {

    private static final String TOKEN = "the-token-of-this-start";
    /** As always, but a machine that is busy for a second makes no emit fail. */
    static final ServerLimits PATIENT = new ServerLimits(5_000, 20_000, 100_000, 30_000);

    @TempDir
    Path scratch;

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork network = new MemoryNetwork(timer, Faults.seeded(1, 2, 0, 0));
    private final MemoryTransport clients = network.join("clients");
    private EventLog log;
    private BarePhoton photon;
    private PhotonApi api;
    private MuonDoor door;
    private RawClient client;

    @BeforeEach
    void open() throws Exception {
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        photon = new BarePhoton(log, TOKEN, scratch);
        api = photon.api();
        door = open(List.of("emit", "replay", "projections", "delete"), "photon");
        client = client();
    }

    private MuonDoor open(List<String> permissions, String name) {
        MemoryTransport transport = network.join(name);
        MuonSettings settings =
                new MuonSettings("photon", "amqp://localhost", true, permissions, "http://localhost:3000");
        return MuonDoor.open(api, photon.projections(), settings, () -> transport, PATIENT);
    }

    @AfterEach
    void close() {
        clients.close();
        door.leave();
        photon.close();
        log.close();
        door.close();
        Eventually.holds("no socket is open", () -> network.openSockets() == 0);
        timer.close();
    }

    private RawClient client() throws Exception {
        Eventually.holds("it serves", () -> "serving".equals(stats().get("state")));
        RawClient opened = new RawClient(clients, "photon", "shared-channel");
        opened.opening().get(30, TimeUnit.SECONDS);
        return opened;
    }

    @Test
    void whoIsOnTheBrokerIsAmongTheFacts() {
        Eventually.holds("it hears itself", () -> Map.of("photon", 1).equals(stats().get("services")));
        clients.discovery()
                .announce(new ServiceDescriptor("shop", List.of(), List.of(), List.of(), List.of(), "shop-1"));
        Eventually.holds(
                "it hears of another", () -> Map.of("photon", 1, "shop", 1).equals(stats().get("services")));
        assertEquals("amqp://localhost", stats().get("broker"));
    }

    @Test
    void aGuestIsNotToldTheProcess() {
        Map<String, Object> told = ((Result.Ok<Map<String, Object>>)
                        api.stats(api.guest(new io.photon.api.Origin("muon", "x", false), java.util.List.of("replay"))))
                .value();
        assertTrue(told.containsKey("head") && !told.containsKey("pid"), told.toString());
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> stats() {
        Result<Map<String, Object>> stats = api.loginByToken(new io.photon.api.Origin("test", "x", true), TOKEN)
                .then(api::stats);
        return (Map<String, Object>)
                ((Result.Ok<Map<String, Object>>) stats).value().get("muon");
    }

    private String emit(String event) throws InterruptedException {
        return RawClient.text(client.await(client.ask("event", "EventEmitted", event)));
    }

    private long emitted(String event) throws InterruptedException {
        String result = emit(event);
        assertTrue(result.contains("\"PERSISTED\""), result);
        return JsonFields.number(result.getBytes(StandardCharsets.UTF_8), "orderId");
    }

    private static String event(String stream, String more) {
        return "{\"event-type\":\"T\",\"stream-name\":\"" + stream + "\",\"service-id\":\"s\"," + more
                + "\"payload\":{\"n\":1.50,\"big\":12345678901234567890}}";
    }

    private List<String> replay(Map<String, String> args, String token) throws InterruptedException {
        String id = client.subscribe("/stream", args, token);
        client.request(id, Long.MAX_VALUE);
        List<String> items = new ArrayList<>();
        while (true) {
            MuonMessage next = client.await(id);
            switch (next.step()) {
                case "SubAck" -> {
                    // then the items
                }
                case "Data" -> items.add(RawClient.text(next));
                case "Completed" -> {
                    return items;
                }
                default -> {
                    items.add(next.step() + " " + RawClient.text(next));
                    return items;
                }
            }
        }
    }

    private List<String> cold(String stream) throws InterruptedException {
        return replay(Map.of("stream-name", stream, "stream-type", "cold"), null);
    }

    private RpcResponse call(String path, String body) throws InterruptedException {
        Result<RpcResponse> response =
                RpcResponse.decode(client.await(client.call(path, body)).payload());
        return ((Result.Ok<RpcResponse>) response).value();
    }

    private static String text(RpcResponse response) {
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsStoredAndComesBackWithEveryDigit() throws Exception {
        long orderId = emitted(event("orders", ""));
        List<String> items = cold("orders");
        assertEquals(1, items.size());
        assertTrue(items.get(0).startsWith("{\"order-id\":" + orderId + ",\"event-time\":"), items.get(0));
        assertTrue(items.get(0).endsWith("\"payload\":{\"n\":1.50,\"big\":12345678901234567890}}"), items.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"caused-by\":1795403833923002,|\"caused-by-id\":1795403833923002,",
                "\"caused-by\":\"1795403833923002\",|\"caused-by-id\":1795403833923002,",
                "\"caused-by-id\":\"77\",|\"caused-by\":\"77\",",
                "\"caused-by-id\":77,|\"caused-by\":77,",
            })
    void theCauseComesBackUnderBothNames(String cause, String other) throws Exception {
        emitted(event("caused", cause));
        String item = cold("caused").get(0);
        assertTrue(item.contains(cause), item);
        assertTrue(item.contains(other), item);
    }

    @Test
    void aCauseThatIsNoNumberIsLeftAsItIs() throws Exception {
        emitted(event("caused", "\"caused-by\":\"a-uuid\","));
        assertFalse(cold("caused").get(0).contains("caused-by-id"));
    }

    @Test
    void credentialsAreNeverStored() throws Exception {
        emitted(event("orders", "\"token\":\"secret-token\",\"provider\":\"somebody\",\"id\":\"e1\","));
        String item = cold("orders").get(0);
        assertFalse(item.contains("secret") || item.contains("somebody"), item);
        assertTrue(item.contains("\"id\":\"e1\""), item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "{}", "[]", "{\"event-type\":\"T\"}", "{\"stream-name\":\"s\",\"payload\":1}"})
    void anEventThatCannotBeReadIsAnsweredWithTheReason(String event) throws Exception {
        String result = emit(event);
        assertTrue(result.contains("\"orderId\":0,\"status\":\"FAILED\",\"cause\":\""), result);
    }

    @Test
    void anEmitterIsAnsweredBeforeItGivesUp() {
        assertTrue(ServerLimits.DEFAULT.emitPatienceMs() < 1_000, "docs/muon-protocol 8.4: clients wait a second");
    }

    @Test
    void whatAnEmitterClaimsOfPositionAndTimeIsIgnored() throws Exception {
        long orderId = emitted(event("orders", "\"order-id\":\"7\",\"event-time\":1.5e3,\"caused-by\":null,"));
        assertTrue(orderId > 1_000_000_000_000_000L);
    }

    @Test
    void internalStreamsAreNotWrittenByAnybody() throws Exception {
        assertTrue(emit(event("__config__", "")).contains("FAILED"));
        assertTrue(emit(event("__config__", "\"token\":\"" + TOKEN + "\",")).contains("FAILED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "decimal", "exponent"})
    void fromIsInclusiveHoweverTheNumberIsWritten(String written) throws Exception {
        emitted(event("orders", ""));
        long second = emitted(event("orders", ""));
        String from = switch (written) {
            case "plain" -> Long.toString(second);
            case "decimal" -> second + ".0";
            default -> new java.math.BigDecimal(second).movePointLeft(15) + "E15";
        };
        List<String> items = replay(Map.of("name", "orders", "stream-type", "cold", "from", from), null);
        assertEquals(1, items.size());
        assertTrue(items.get(0).contains("\"order-id\":" + second));
    }

    @Test
    void aStreamThatDoesNotExistIsAnEmptyOne() throws Exception {
        assertEquals(List.of(), cold("nothing/here"));
    }

    @Test
    void withoutATypeAReplayGoesOnWithLiveEvents() throws Exception {
        emitted(event("orders", ""));
        String id = client.subscribe("/stream", Map.of("stream-name", "orders", "stream-type", ""));
        client.request(id, 10);
        assertEquals("SubAck", client.await(id).step());
        assertEquals("Data", client.await(id).step());
        emitted(event("others", ""));
        long live = emitted(event("orders", ""));
        assertTrue(RawClient.text(client.await(id)).contains("\"order-id\":" + live));
        client.say(id, "reactive-stream", "Cancelled", "{}");
        Eventually.holds("no subscriber is left", () -> log.stats().subscribers() == 0);
    }

    @Test
    void anUnknownTypeIsAnErrorThatSaysWhatIsPossible() throws Exception {
        assertEquals(
                List.of("Errored {\"error\":\"type is 'warm'; use cold, hot or hot-cold\",\"code\":\"bad-input\"}"),
                replay(Map.of("stream-name", "orders", "stream-type", "warm"), null));
    }

    @Test
    void anUnknownStreamIsRefused() throws Exception {
        assertEquals(
                "SubNack", client.await(client.subscribe("stream", Map.of())).step());
        assertEquals(
                "SubNack",
                client.await(client.subscribe("/stream?x=y", Map.of())).step());
    }

    @Test
    void whoLosesItsSocketLosesItsSubscription() throws Exception {
        client.request(client.subscribe("/stream", Map.of()), 10);
        Eventually.holds("there is a subscriber", () -> log.stats().subscribers() == 1);
        client.channel().close();
        Eventually.holds("no subscriber is left", () -> log.stats().subscribers() == 0);
        Eventually.holds("no socket is left", () -> Long.valueOf(0).equals(stats().get("sockets")));
    }

    @Test
    void callsAnswerAsTheyAlwaysDid() throws Exception {
        assertEquals("200 {\"streams\":[]}", text(call("/stream-names", " ")));
        String stored = text(call("/events", event("a/b", "")));
        assertTrue(stored.startsWith("200 {\"order-id\":1"), stored);
        assertEquals(
                "200 {\"streams\":[{\"stream-name\":\"a/b\",\"total-events\":1}]}",
                text(call("/stream-names", "Obj\1")));
        assertEquals("200 {\"_muon_wrapped_value\":\"http://localhost:3000\"}", text(call("/rest-url", "")));
        assertEquals("200 {\"correct\":true}", text(call("/stream/delete", "{\"name\":\"a/b\"}")));
        assertEquals("200 {\"correct\":true}", text(call("/stream/delete", "{\"stream-name\":\"a/b\"}")));
        assertEquals(List.of(), cold("a/b"));
        assertEquals("404 {}", text(call("/nothing", "{}")));
        assertTrue(text(call("/stream/delete", "{}")).startsWith("400 {\"error\":\"stream-name is missing\""));
        assertTrue(text(call("/events", "{}")).startsWith("400 {\"error\":"));
        assertTrue(
                text(call("/stream/delete", "{\"stream-name\":\"__config__\"}")).startsWith("403 "));
        assertEquals("200 {\"projection-keys\":[]}", text(call("/projection-keys", "")));
    }

    @Test
    void introspectionShowsEveryEndpoint() throws Exception {
        Result<Introspection> report =
                Introspection.decode(client.await(client.ask("introspect", "introspectionRequested", "{}"))
                        .payload());
        String all = ((Result.Ok<Introspection>) report).value().toString();
        for (String expected : List.of("/stream", "/events", "/stream-names", "/stream/delete", "/rest-url", "event")) {
            assertTrue(all.contains(expected), all);
        }
    }

    @Test
    void aGuestMayDoWhatTheSettingsSayAndATokenMore() throws Exception {
        emitted(event("orders", ""));
        door.close();
        door = open(List.of("replay"), "photon-2");
        client = client();
        assertTrue(emit(event("orders", "")).contains("may not append"));
        emitted(event("orders", "\"token\":\"" + TOKEN + "\","));
        assertTrue(text(call("/stream/delete", "{\"stream-name\":\"orders\"}")).startsWith("403 "));
        assertEquals(2, cold("orders").size());
        assertTrue(emit(event("orders", "\"token\":\"wrong\",")).contains("may not append"));
        assertEquals(
                "200 {\"correct\":true}",
                text(call("/stream/delete", "{\"stream-name\":\"orders\",\"token\":\"" + TOKEN + "\"}")));
    }

    @Test
    void theStreamOfSecretsIsForWhoeverHasAToken() throws Exception {
        log.append(io.photon.log.AppendRequest.of(draft("__security__"))).get(10, TimeUnit.SECONDS);
        emitted(event("orders", ""));
        assertEquals(1, cold("__all__").size());
        assertEquals(List.of(), cold("__sec**"));
        assertTrue(
                cold("__security__").get(0).startsWith("Errored"),
                cold("__security__").toString());
        Map<String, String> all = Map.of("stream-name", "__all__", "stream-type", "cold");
        Map<String, String> secrets = Map.of("stream-name", "__security__", "stream-type", "cold");
        assertEquals(2, replay(all, TOKEN).size());
        assertEquals(1, replay(secrets, TOKEN).size());
    }

    private static io.photon.event.EventDraft draft(String stream) {
        byte[] json = event(stream, "").getBytes(StandardCharsets.UTF_8);
        return ((Result.Ok<io.photon.event.EventDraft>) io.photon.codec.EventParser.parseDraft(json, 0, json.length))
                .value();
    }

    @Test
    void aSecondPhotonOfTheSameNameStaysAwayUntilTheFirstIsGone() throws Exception {
        Eventually.holds("one service is found", () -> clients.services().size() == 1);
        MuonDoor second = open(List.of(), "second"); // from now on stats() are the second's
        try {
            Eventually.holds("the name is taken", () -> "name-taken".equals(stats().get("state")));
            List<ServiceDescriptor> known = clients.services();
            assertEquals(1, known.size(), known::toString);
            assertEquals(List.of("photon", "eventstore"), known.get(0).tags());
            emitted(event("orders", ""));
            door.close();
            Eventually.holds("it serves", () -> "serving".equals(stats().get("state")));
        } finally {
            second.close();
        }
    }

    @Test
    void aLostConnectionEndsSocketsAndPhotonIsBackByItself() throws Exception {
        MemoryTransport fragile = network.join("fragile");
        door.close();
        door = MuonDoor.open(
                api,
                photon.projections(),
                new MuonSettings("photon", "amqp://localhost", true, List.of("emit", "replay"), "x"),
                () -> fragile,
                PATIENT);
        client = client();
        client.request(client.subscribe("/stream", Map.of()), 10);
        Eventually.holds("there is a subscriber", () -> log.stats().subscribers() == 1);
        fragile.cut(3_000); // long enough to be seen
        Eventually.holds("no subscriber is left", () -> log.stats().subscribers() == 0);
        Eventually.holds("it is not connected", () -> "not-connected".equals(stats().get("state")));
        client = client();
        emitted(event("orders", ""));
        assertEquals(1L, stats().get("reconnects"));
        assertNull(client.closedWhy());
    }
}
