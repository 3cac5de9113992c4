// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.muon.stack.server.ServerStats;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.MessageIds;
import io.photon.simulation.Crash;
import io.photon.simulation.FailingStore;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A whole Photon behind its Muon door with clients that misbehave, in virtual time on one thread, the same again from the
 * same seed. Its disk is slow at times, so that emits wait; disk, memory, threads and power fail, and it starts again.
 */
final class MuonWorld {

    static final String ALL = "__all__";

    private static final long START_MS = 1_764_000_000_000L;

    final VirtualTimer time = new VirtualTimer(START_MS);
    final Random random;
    final MemoryNetwork network;
    private final FailingStore failing;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private SimulatedPhoton photon;
    private boolean diskIsFull;
    int lastUid;
    /** For reports on what happened at all. */
    final Tally tally = new Tally();

    /** @param onFiles over the file store, else over the memory store */
    MuonWorld(long seed, boolean onFiles) throws StoreException {
        this.random = new Random(seed);
        this.network = new MemoryNetwork(time, Faults.seeded(seed, 15, 0.05, 0.1));
        this.failing = new FailingStore(random, onFiles);
        this.photon = new SimulatedPhoton(this, failing);
        pass(2_000);
    }

    String nextId() {
        return MessageIds.text(random.nextLong(), random.nextLong());
    }

    /** Lets time pass, in which the power may go. */
    void pass(long ms) {
        long until = time.nowMs() + ms;
        while (time.nowMs() < until) {
            try {
                time.pass(until - time.nowMs());
            } catch (Crash powerCut) {
                startAgain();
            }
        }
    }

    private void startAgain() {
        tally.crashes++;
        photon.die();
        failing.powerCut();
        try {
            photon = new SimulatedPhoton(this, failing);
        } catch (StoreException e) {
            throw new AssertionError("it does not start again", e);
        }
    }

    /** One more thing happens. */
    void step() {
        int what = random.nextInt(100);
        if (clients.size() < 6 && (what < 10 || clients.isEmpty())) {
            clients.add(new SimulatedClient(this, network.join("client-" + clients.size())));
        } else if (what < 18) {
            goWrong(what);
        } else {
            clients.get(random.nextInt(clients.size())).act();
        }
        pass(random.nextInt(40));
    }

    private void goWrong(int how) {
        switch (how) {
            case 10 -> photon.diskIsSlow = !photon.diskIsSlow;
            case 11 -> {
                if (random.nextInt(4) == 0) {
                    photon.cut(random.nextInt(8_000));
                }
            }
            case 12 -> photon.workersAreBusy = !photon.workersAreBusy;
            case 13 -> failing.errorSoon();
            case 14 -> {
                diskIsFull = !diskIsFull;
                failing.full(diskIsFull);
            }
            case 15 -> {
                if (random.nextInt(2) == 0) {
                    failing.faultSoon();
                }
            }
            case 16 -> {
                if (random.nextInt(2) == 0) {
                    startAgain();
                }
            }
            default -> {
                // nothing, for once
            }
        }
    }

    /** Everything goes well again, and everybody waits for it. */
    void calmDown() {
        failing.noErrors();
        failing.full(false);
        startAgain(); // a store whose force failed writes again only then
        pass(20_000);
        clients.forEach(SimulatedClient::finishEmits);
        clients.forEach(SimulatedClient::demandEverything);
        pass(30_000);
    }

    /** What must be so after that, and when everybody has gone. */
    void check() throws StoreException {
        Stored stored = new Stored(stored());
        assertEquals(0, photon.heldBytes(), "memory is not given back");
        clients.forEach(client -> client.check(stored));

        clients.forEach(SimulatedClient::leave);
        pass(20_000);
        ServerStats stats = photon.stack().stats();
        EventLog log = photon.log();
        assertEquals(0, stats.sockets(), "sockets are left");
        assertEquals(0, stats.channels(), "virtual channels are left");
        assertEquals(0, stats.subscriptions(), "subscriptions are left in the door");
        assertEquals(0, log.stats().subscribers(), "subscriptions are left in the log");
        assertEquals(0, network.openSockets(), "sockets are left in the network");
        assertEquals(0, log.stats().queuedEvents(), "events are left in the queue");
        photon.release();
    }

    private List<Event> stored() throws StoreException {
        List<Event> all = new ArrayList<>();
        long after = 0;
        Page page;
        do {
            page = photon.log()
                    .reader()
                    .read(new ReadRequest(ALL, after, Long.MAX_VALUE, Direction.FORWARDS, 1_000, 1 << 20));
            for (Event event : page.events()) {
                assertTrue(event.orderId() > after, "order-ids only rise");
                after = event.orderId();
                all.add(event);
            }
        } while (!page.end());
        return all;
    }
}
