// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.budget.Budget;
import io.photon.log.EventLog;
import io.photon.log.LogLimits;
import io.photon.log.engine.DefaultEventLog;
import io.photon.log.engine.MillisClock;
import io.photon.muon.stack.server.ServerLimits;
import io.photon.muon.stack.server.ServerStack;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.MessageWriter;
import io.photon.simulation.FailingStore;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One life of a Photon behind its Muon door, from a start to the moment when the power goes; in virtual time. */
final class SimulatedPhoton {

    private final VirtualTimer time;
    private final Random random;
    private final FailingStore failing;
    private final Budget budget;
    private final MemoryTransport network;
    private final EventLog log;
    /** Of events that projections would fold: none. */
    private final EventLog projected;

    private final BarePhoton photon;
    private final ServerStack stack;
    private final PhotonService service;
    private boolean over;
    /** Its appends take long. */
    boolean diskIsSlow;
    /** It has no worker left for one more question. */
    boolean workersAreBusy;

    SimulatedPhoton(MuonWorld world, FailingStore failing) throws StoreException {
        this.time = world.time;
        this.random = world.random;
        this.failing = failing;
        // What floods is refused for want of memory, too.
        this.budget = Budget.of(1 << 20, 4_000 + random.nextInt(40_000));
        this.network = world.network.join("photon");
        this.log = DefaultEventLog.stepped(
                failing.open(),
                new MillisClock(time::nowMs),
                LogLimits.DEFAULT,
                budget,
                task -> onThread(task, diskIsSlow ? 2_500 : 5),
                task -> onThread(task, 3));
        this.projected = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        this.photon = new BarePhoton(log, projected, "token", Path.of("none"));
        MuonSettings settings =
                new MuonSettings("photon", "memory", true, List.of("emit", "replay", "delete"), "http://localhost");
        Executor workers = task -> {
            if (workersAreBusy) {
                throw new RejectedExecutionException("too many wait");
            }
            later(0, task);
        };
        this.service = new PhotonService(
                photon.api(), photon.projections(), settings, workers, workers, task -> later(0, task));
        this.stack = new ServerStack(
                service,
                new MessageWriter("photon", time::nowMs, world::nextId),
                new ServerLimits(20, 400, 1_000, 800),
                time::nowMs);
        Presence presence = new Presence(settings, stack, network, time.nowMs());
        every(50, stack::tick);
        every(100, () -> presence.watch(time.nowMs()));
        every(20, failing::workBehind);
    }

    /** A thread of the log may be missing when it is asked for. */
    private void onThread(Runnable task, int withinMs) {
        failing.threadPlace();
        later(random.nextInt(withinMs), task);
    }

    private void later(long ms, Runnable task) {
        time.after(ms, () -> {
            if (!over) {
                task.run();
            }
        });
    }

    private void every(long ms, Runnable task) {
        later(ms, () -> {
            task.run();
            every(ms, task);
        });
    }

    /** Its connection to the network is gone for some time. */
    void cut(int forMs) {
        network.cut(forMs);
    }

    /** It dies without a word. */
    void die() {
        over = true;
        network.vanish();
        release();
    }

    /** What a stopped process does not have. */
    void release() {
        service.close();
        photon.close();
        projected.close();
        budget.close();
    }

    EventLog log() {
        return log;
    }

    ServerStack stack() {
        return stack;
    }

    long heldBytes() {
        return budget.usedBytes();
    }
}
