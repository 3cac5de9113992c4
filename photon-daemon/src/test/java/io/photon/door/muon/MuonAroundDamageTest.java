// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.muon.wire.MuonMessage;
import io.photon.store.EventStore;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.testkit.Events;
import io.photon.testing.Eventually;
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

/** Two of ten events are damaged: what a Muon client hears of them. */
class MuonAroundDamageTest {

    private static final String TOKEN = "the-token-of-this-start";
    private static final long FIRST = 1_700_000_000_000_000L;

    @TempDir
    Path scratch;

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork network = new MemoryNetwork(timer, Faults.seeded(1, 2, 0, 0));
    private final MemoryTransport clients = network.join("clients");
    private EventStore store;
    private EventLog log;
    private BarePhoton photon;
    private MuonDoor door;
    private RawClient client;

    @BeforeEach
    void open() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(Events.event("s", FIRST + 10L * i));
        }
        store = DamagedLog.of(events, FileEventStore.Limits.DEFAULT, events.get(3), events.get(7));
        log = DefaultEventLog.start(store, Clock.systemUTC());
        photon = new BarePhoton(log, TOKEN, scratch);
        PhotonApi api = photon.api();
        MemoryTransport transport = network.join("photon");
        MuonSettings settings =
                new MuonSettings("photon", "amqp://localhost", true, List.of("replay"), "http://localhost:3000");
        door = MuonDoor.open(api, photon.projections(), settings, () -> transport, MuonDoorTest.PATIENT);
        awaitServing(api);
        client = new RawClient(clients, "photon", "shared-channel");
        client.opening().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        door.leave();
        photon.close();
        log.close();
        door.close();
        store.close();
        timer.close();
    }

    private static void awaitServing(PhotonApi api) {
        Eventually.holds(
                "it is serving",
                () -> ok(api.loginByToken(new Origin("test", "x", true), TOKEN).then(api::stats))
                        .get("muon")
                        .toString()
                        .contains("serving"));
    }

    private static boolean isGapAt(String item, long orderId) {
        return item.startsWith("{\"damaged\":{\"first\":") && item.endsWith("\"last\":" + orderId + "}}");
    }

    @Test
    void askedToAReplayNamesEachGapInItsPlaceAndTakesOneOfTheDemandForIt() throws Exception {
        String id = client.subscribe(
                "/stream", Map.of("stream-name", "__all__", "stream-type", "cold", "skip-damaged", "true"));
        assertEquals("SubAck", client.await(id).step());
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            client.request(id, 1);
            MuonMessage next = client.await(id);
            assertEquals("Data", next.step());
            items.add(RawClient.text(next));
        }
        assertTrue(isGapAt(items.get(3), FIRST + 30), items.toString());
        assertTrue(isGapAt(items.get(7), FIRST + 70), items.toString());
        client.request(id, 1);
        assertEquals("Completed", client.await(id).step());
    }

    @Test
    void withoutThatAReplayEndsWithAnErrorThatSaysHowToGoOn() throws Exception {
        String id = client.subscribe("/stream", Map.of("stream-name", "s", "stream-type", "cold"));
        client.request(id, Long.MAX_VALUE);
        MuonMessage next = client.await(id);
        while (!next.step().equals("Errored")) {
            assertTrue(next.step().equals("SubAck") || next.step().equals("Data"), next.step());
            next = client.await(id);
        }
        String text = RawClient.text(next);
        assertTrue(text.contains("\"code\":\"damaged\"") && text.contains("skip-damaged"), text);
    }
}
