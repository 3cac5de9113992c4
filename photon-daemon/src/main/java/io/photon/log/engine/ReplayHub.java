// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.log.LogLimits;
import io.photon.log.SubscriberState;
import io.photon.store.EventStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all replays of one log share. Thread-safe. */
final class ReplayHub {

    private final EventStore store;
    private final LiveFeed live;
    private final Executor readers;
    private final Executor filters;
    private final Budget budget;
    private final LongSupplier nowMs;
    private final int pageEvents;
    private final long maxStalledBytes;
    private final AtomicLong stalledBytes = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong internal = new AtomicLong();
    private final LongAdder delivered = new LongAdder();
    private final Set<ReplaySubscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile Runnable onNotScheduled = () -> {};

    /**
     * @param filters runs replays with a condition, as the readers run the others
     * @param nowMs since 1970
     */
    ReplayHub(
            EventStore store,
            LiveFeed live,
            Executor readers,
            Executor filters,
            LogLimits limits,
            Budget budget,
            LongSupplier nowMs) {
        this.budget = budget;
        this.nowMs = nowMs;
        this.store = store;
        this.live = live;
        this.readers = readers;
        this.filters = filters;
        this.pageEvents = limits.pageEvents();
        this.maxStalledBytes = limits.stalledBytes();
    }

    EventStore store() {
        return store;
    }

    LiveFeed live() {
        return live;
    }

    /** What runs a replay's turns. @param isCostly whether each event is put to a condition */
    Executor readers(boolean isCostly) {
        return isCostly ? filters : readers;
    }

    /** Whether no other replay waits for a thread of these readers. */
    boolean isAlone(boolean isCostly) {
        return readers(isCostly) instanceof ThreadPoolExecutor pool
                && pool.getQueue().isEmpty();
    }

    Budget budget() {
        return budget;
    }

    long nowMs() {
        return nowMs.getAsLong();
    }

    /** Most events to take at once. */
    int pageEvents() {
        return pageEvents;
    }

    /** @param told hears, at any time, that {@link #wakeAll} is needed; takes no memory */
    void onNotScheduled(Runnable told) {
        onNotScheduled = told;
    }

    /** A replay has a reason to run, and there was no memory to schedule it. */
    void notScheduled() {
        onNotScheduled.run();
    }

    /** Has all replays look for themselves whether there is something for them. */
    void wakeAll() {
        open.forEach(ReplaySubscription::schedule);
    }

    /** Numbers a new replay. */
    long opened(ReplaySubscription replay) {
        open.add(replay);
        return replay.isCounted() ? started.incrementAndGet() : -internal.incrementAndGet();
    }

    void ended(ReplaySubscription replay) {
        open.remove(replay);
    }

    /** Lets a reader without demand keep this much of what it read, or null; given back later. */
    @Nullable Lease keep(long bytes) {
        if (stalledBytes.addAndGet(bytes) <= maxStalledBytes) {
            Lease lease = budget.tryTake(Use.REPLAYS, bytes);
            if (lease != null) {
                return lease;
            }
        }
        stalledBytes.addAndGet(-bytes);
        return null;
    }

    void giveBack(Lease kept) {
        stalledBytes.addAndGet(-kept.bytes());
        kept.close();
    }

    /** Ends all replays. */
    void close() {
        closed = true;
        wakeAll();
    }

    boolean isClosed() {
        return closed;
    }

    /** Counts events that subscribers were given. */
    void delivered(long events) {
        delivered.add(events);
    }

    long delivered() {
        return delivered.sum();
    }

    List<SubscriberState> subscribers() {
        return open.stream()
                .filter(ReplaySubscription::isCounted)
                .map(ReplaySubscription::state)
                .toList();
    }

    long started() {
        return started.get();
    }

    int openCount() {
        return (int) open.stream().filter(ReplaySubscription::isCounted).count();
    }

    int slowCount() {
        return (int) open.stream()
                .filter(replay -> replay.isCounted() && replay.isBehindRing())
                .count();
    }
}
