package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.event.Event;
import io.photon.log.DefaultEventLog;
import io.photon.log.EventLog;
import io.photon.log.LogLimits;
import io.photon.muon.stack.server.ServerLimits;
import io.photon.muon.stack.server.ServerStack;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.security.Authenticator;
import io.photon.store.Direction;
import io.photon.store.ReadRequest;
import io.photon.store.memory.MemoryEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A whole Photon behind its Muon door with clients that misbehave, in virtual time on one thread, the same again from the
 * same seed. Its disk is slow at times, so that emits wait.
 */
final class MuonWorld {

    static final String ALL = "__all__";
    private static final long START_MS = 1_764_000_000_000L;

    final VirtualTimer time = new VirtualTimer(START_MS);
    final Random random;
    final MemoryNetwork network;
    private final MemoryTransport server;
    private final EventLog log;
    private final ServerStack stack;
    private final Presence presence;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private boolean diskIsSlow;
    int lastUid;
    /** For reports on what happened at all. */
    long persisted;

    long failed;
    long items;

    MuonWorld(long seed) throws Exception {
        this.random = new Random(seed);
        this.network = new MemoryNetwork(time, Faults.seeded(seed, 15, 0.05, 0.1));
        this.server = network.join("photon");
        this.log = DefaultEventLog.stepped(
                new MemoryEventStore(),
                new TimerClock(),
                LogLimits.DEFAULT,
                task -> time.after(diskIsSlow ? random.nextInt(2_500) : random.nextInt(5), task),
                task -> time.after(random.nextInt(3), task));
        PhotonApi api = new PhotonApi(
                log,
                new Authenticator("admin", "p4010n", "token", System::nanoTime),
                new BackupService(log, Clock.systemUTC()),
                new RestoreService(log, Clock.systemUTC(), Path.of("none"), 1 << 20),
                new DaemonFacts("test", "memory", null, 0));
        MuonSettings settings =
                new MuonSettings("photon", "memory", true, List.of("emit", "replay", "delete"), "http://localhost");
        this.stack = new ServerStack(
                new PhotonService(api, null, settings, time::soon, time::soon, time::soon),
                new MessageWriter("photon", time::nowMs, this::nextId),
                new ServerLimits(20, 400, 1_000, 800),
                time::nowMs);
        this.presence = new Presence(settings, stack, server, START_MS);
        every(50, stack::tick);
        every(100, () -> presence.watch(time.nowMs()));
        time.pass(2_000);
    }

    String nextId() {
        return MessageIds.text(random.nextLong(), random.nextLong());
    }

    private void every(long ms, Runnable task) {
        time.after(ms, () -> {
            task.run();
            every(ms, task);
        });
    }

    /** One more thing happens. */
    void step() {
        int what = random.nextInt(100);
        if (clients.size() < 6 && (what < 10 || clients.isEmpty())) {
            clients.add(new SimulatedClient(this, network.join("client-" + clients.size())));
        } else if (what == 10) {
            diskIsSlow = !diskIsSlow;
        } else if (what == 11 && random.nextInt(4) == 0) {
            server.cut(random.nextInt(8_000));
        } else {
            clients.get(random.nextInt(clients.size())).act();
        }
        time.pass(random.nextInt(40));
    }

    /** Everything goes well again, and everybody waits for it. */
    void calmDown() {
        diskIsSlow = false;
        time.pass(20_000);
        clients.forEach(SimulatedClient::demandEverything);
        time.pass(30_000);
    }

    /** What must be so after that, and when everybody has gone. */
    void check() {
        List<Event> stored = stored();
        assertStrictlyRising(stored);
        for (SimulatedClient client : clients) {
            client.check(stored);
            persisted += client.persisted();
            failed += client.failures();
            items += client.items();
        }
        clients.forEach(SimulatedClient::leave);
        time.pass(20_000);
        assertEquals(0, stack.stats().sockets(), "sockets are left");
        assertEquals(0, stack.stats().channels(), "virtual channels are left");
        assertEquals(0, stack.stats().subscriptions(), "subscriptions are left in the door");
        assertEquals(0, log.stats().subscribers(), "subscriptions are left in the log");
        assertEquals(0, network.openSockets(), "sockets are left in the network");
        assertEquals(0, log.stats().queuedEvents(), "events are left in the queue");
    }

    private static void assertStrictlyRising(List<Event> events) {
        for (int i = 1; i < events.size(); i++) {
            assertTrue(events.get(i - 1).orderId() < events.get(i).orderId());
        }
    }

    private List<Event> stored() {
        try {
            List<Event> all = new ArrayList<>();
            long after = 0;
            while (true) {
                List<Event> page = log.reader()
                        .read(new ReadRequest(ALL, after, Long.MAX_VALUE, Direction.FORWARDS, 1_000, 1 << 20))
                        .events();
                if (page.isEmpty()) {
                    return all;
                }
                all.addAll(page);
                after = page.get(page.size() - 1).orderId();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class TimerClock extends Clock {
        @Override
        public long millis() {
            return time.nowMs();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(time.nowMs());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this; // only milliseconds are asked of it
        }
    }
}
