// SPDX-License-Identifier: Apache-2.0
package io.photon.store.shared;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.lease.SequencerLease;
import io.photon.store.memory.MemoryData;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a remote backend keeps: events, the highest epoch, and who holds the lease. Guarded by its own monitor. */
public final class SharedMemory {

    private final MemoryData data = new MemoryData();
    private final Facts facts = new Facts();
    private long epoch;
    private Lease holder;

    /** One process's way to it. */
    public EventStore open() {
        return new Store();
    }

    /** The lease as one process sees it. @param interval between two renewals or attempts */
    public Lease lease(Duration interval) {
        return new Lease(interval);
    }

    /** What those that share it tell each other. */
    private static final class Facts implements FactTable {

        private final Map<String, Fact> all = new TreeMap<>();

        @Override
        public synchronized void put(Fact fact) {
            all.put(fact.kind() + " " + fact.name(), fact);
        }

        @Override
        public synchronized List<Fact> list(String kind) {
            return all.values().stream()
                    .filter(fact -> fact.kind().equals(kind))
                    .toList();
        }

        @Override
        public synchronized void remove(String kind, String name) {
            all.remove(kind + " " + name);
        }
    }

    private final class Store extends DelegatingStore {

        @Override
        public Optional<FactTable> facts() {
            return Optional.of(facts);
        }

        Store() {
            super(new MemoryEventStore(data));
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            synchronized (SharedMemory.this) {
                if (fence.epoch() < epoch) {
                    throw StoreException.fenced(fence, epoch);
                }
                super.append(batch, fence);
            }
        }
    }

    /** Held by one at a time. */
    public final class Lease implements SequencerLease {

        private volatile String lost;

        private final Duration interval;

        private Lease(Duration interval) {
            this.interval = interval;
        }

        @Override
        public Optional<Fence> acquire() {
            synchronized (SharedMemory.this) {
                if (holder != null && holder != this) {
                    return Optional.empty();
                }
                holder = this;
                lost = null;
                return Optional.of(new Fence(++epoch));
            }
        }

        @Override
        public void renew() {
            synchronized (SharedMemory.this) {
                if (holder != this) {
                    lost = "the lease ran out";
                }
            }
        }

        /** Gets it although another has it, whose time has run out without its knowing. */
        public Fence takeOver() {
            synchronized (SharedMemory.this) {
                holder = null;
                return acquire().orElseThrow();
            }
        }

        /** This process finds that it has not been heard for too long. */
        public void lose(String why) {
            close();
            lost = why;
        }

        @Override
        public Optional<String> lost() {
            return Optional.ofNullable(lost);
        }

        @Override
        public Duration interval() {
            return interval;
        }

        @Override
        public void close() {
            synchronized (SharedMemory.this) {
                holder = holder == this ? null : holder;
            }
        }
    }
}
