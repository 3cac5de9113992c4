// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryData;
import io.photon.store.memory.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A server in miniature that can append, read, hide, and keep chunks; and a store on it that inherits all facets. */
public final class PlainMemory {

    private final MemoryData data = new MemoryData();
    private final List<List<Event>> chunks = new ArrayList<>();
    private Integer decided;
    private long epoch;
    /** How many more operations that change something succeed. */
    private int remaining = Integer.MAX_VALUE;

    /** From the operation after so many others on, none that changes something succeeds. */
    public synchronized void stopAfter(int operations) {
        remaining = operations;
    }

    private synchronized void refuseFenced(Fence fence) throws StoreException {
        if (fence.epoch() < epoch) {
            throw StoreException.fenced(fence, epoch);
        }
    }

    private synchronized void change(Fence fence) throws StoreException {
        refuseFenced(fence);
        if (remaining-- <= 0) {
            throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "the server does not answer");
        }
        epoch = fence.epoch();
    }

    /** Opens a store, as after a restart, which takes over. */
    public Store open() throws StoreException {
        Store store = new Store();
        store.takeOver(new Fence(epoch));
        return store;
    }

    public final class Store extends PlainEventStore {

        private final MemoryEventStore memory;

        private Store() {
            this(new MemoryEventStore(data));
        }

        private Store(MemoryEventStore memory) {
            super(memory, new Chunks());
            this.memory = memory;
        }

        @Override
        protected void appendToLog(List<Event> batch, Fence fence) throws StoreException {
            change(fence);
            memory.append(batch);
        }

        @Override
        protected void hideInLog(String stream, long upTo) throws StoreException {
            memory.hide(stream, upTo);
        }

        @Override
        public Durability durability() {
            return memory.durability();
        }

        @Override
        public StoreState state() {
            return memory.state();
        }

        @Override
        public Map<String, Object> stats() {
            return memory.stats();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private final class Chunks implements StagedChunks {

        @Override
        public void put(int number, List<Event> events, Fence fence) throws StoreException {
            refuseFenced(fence);
            chunks.subList(number, chunks.size()).clear();
            chunks.add(events);
        }

        @Override
        public List<Event> get(int number) {
            return chunks.get(number);
        }

        @Override
        public void decide(int count, Fence fence) throws StoreException {
            change(fence);
            decided = count;
        }

        @Override
        public OptionalInt decided() {
            return decided == null ? OptionalInt.empty() : OptionalInt.of(decided);
        }

        @Override
        public void clear(Fence fence) throws StoreException {
            change(fence);
            decided = null;
            chunks.clear();
        }
    }
}
