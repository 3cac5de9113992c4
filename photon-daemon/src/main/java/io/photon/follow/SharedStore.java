// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.follow.NodeRole.Role;
import io.photon.log.EventLog;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that several Photons use: to other nodes they are one, so what one of them is told counts for all. Each looks into the
 * store every second, and before it appends anything as its new writer; see docs/adr/0076. Thread-safe.
 */
final class SharedStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStore.class);

    private static final long LOOK_MS = 1_000;
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FORGOTTEN_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long REMOVED_MS = TimeUnit.DAYS.toMillis(1);
    private static final int STOP_WAIT_SECONDS = 2;

    /** How one was heard of last. @param sinceNanos by {@link System#nanoTime()}: its own clock may differ */
    private record Heard(StoreFacts.Present said, long sinceNanos) {}

    private final EventLog log;
    private final Cluster cluster;
    private final NodeRole role;
    private final NodeFile file;
    private final StoreFacts facts;
    private final String process = UUID.randomUUID().toString();
    private final Lock looking = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-shared-store");
    private Map<String, Heard> heard = Map.of(); // guarded by looking
    private long seenUpTo; // guarded by looking
    private volatile List<Heard> others = List.of();

    /** What was said last, null for nothing, and when; of the timer's thread until it has ended. */
    private StoreFacts.@Nullable Present said;

    private long saidNanos;
    private boolean isTroubled;

    /** @param seenUpTo up to which order-id the cluster has read which epochs began */
    SharedStore(EventLog log, Cluster cluster, NodeRole role, NodeFile file, StoreFacts facts, long seenUpTo) {
        this.log = log;
        this.cluster = cluster;
        this.role = role;
        this.file = file;
        this.facts = facts;
        this.seenUpTo = seenUpTo;
    }

    /** From now on it looks by itself, and says that it is there. */
    void begin() {
        timer.scheduleWithFixedDelay(this::tick, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            look();
            say();
            isTroubled = false;
        } catch (StoreException e) {
            if (!isTroubled) {
                isTroubled = true;
                LOG.warn("what other Photons have told this store is not known now: {}", e.getMessage());
            }
        }
    }

    private void say() throws StoreException {
        boolean writes = log.isWriter();
        long now = System.nanoTime();
        StoreFacts.Present before = said;
        if (before == null || writes != before.writes() || now - saidNanos > SAY_NANOS) {
            StoreFacts.Present own = new StoreFacts.Present(
                    process, cluster.nodeId(), cluster.name(), cluster.address(), System.currentTimeMillis(), writes);
            facts.present(own);
            said = own;
            saidNanos = now;
        }
    }

    /**
     * Takes in what the other Photons on the store have been told. On any thread, also that which appends: it waits for the store
     * and for nothing else.
     */
    void look() throws StoreException {
        looking.lock();
        try {
            long head = log.head();
            if (head != seenUpTo) {
                EpochEvents.above(log.reader(), seenUpTo).forEach(cluster::learn);
                seenUpTo = head;
            }
            StoreFacts.Known known = facts.read();
            takeIn(known);
            hear(known.present());
        } finally {
            looking.unlock();
        }
    }

    private void takeIn(StoreFacts.Known known) throws StoreException {
        Epoch epoch = cluster.epoch();
        if (role.role() == Role.FOLLOWER && cluster.isBegunHere(known)) {
            role.lead(); // at once: nothing more of the old primary may be taken
            afterwards(cluster::leads);
        }
        Optional<Retirement> kept = file.retirement().filter(told -> told.by().isAbove(epoch));
        if (role.role() != Role.FOLLOWER) {
            known.stepsDownFor(kept.map(Retirement::by).orElse(epoch)).ifPresent(cluster::stepsDown);
        }
        if (kept.isPresent() && known.retired(kept.get().by()).isEmpty()) { // the server has lost it
            facts.retired(kept.get());
        }
    }

    /** On its own thread, for it may wait for others. */
    private void afterwards(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("this Photon stops, and so does what it followed");
        }
    }

    private void hear(List<StoreFacts.Present> present) throws StoreException {
        long nanos = System.nanoTime();
        long ms = System.currentTimeMillis();
        Map<String, Heard> now = new HashMap<>();
        List<Heard> listed = new ArrayList<>();
        for (StoreFacts.Present one : present) {
            if (one.process().equals(process)) {
                continue;
            }
            Heard before = heard.get(one.process());
            // Of one that is met for the first time only its own clock tells how old that is.
            long since = before == null
                    ? nanos - TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(ms - one.beat(), 2 * FORGOTTEN_MS)))
                    : before.said().beat() == one.beat() ? before.sinceNanos() : nanos;
            Heard latest = new Heard(one, since);
            now.put(one.process(), latest);
            if (nanos - since < TimeUnit.MILLISECONDS.toNanos(FORGOTTEN_MS)) {
                listed.add(latest);
            } else if (ms - one.beat() > REMOVED_MS) {
                facts.gone(one);
            }
        }
        heard = now;
        others = listed;
    }

    /** The others that use the store, without those that have not been heard of for a minute. */
    List<Companion> others() {
        long now = System.nanoTime();
        return others.stream()
                .map(each -> new Companion(
                        each.said().name(),
                        each.said().nodeId(),
                        each.said().address(),
                        each.said().writes(),
                        Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - each.sinceNanos()))))
                .toList();
    }

    /** Takes back that it is there. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            StoreFacts.Present last = timer.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS) ? said : null;
            if (last != null) {
                facts.gone(last);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.debug("others notice by themselves that this Photon is gone: {}", e.getMessage());
        }
    }
}
