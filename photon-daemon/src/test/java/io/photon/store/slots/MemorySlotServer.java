// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.EventStore.Durability;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A server in miniature, shared by all that connect to it, which can lose requests and answers, and do what it was asked
 * late. Guarded by its own monitor.
 */
final class MemorySlotServer {

    private static final int PAGE = 16;

    private final UUID id = UUID.randomUUID();
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private final Map<String, byte[]> parts = new TreeMap<>();
    private final Map<String, FactTable.Fact> facts = new TreeMap<>();
    private final List<Runnable> late = new ArrayList<>();
    private LeaseTable.Row lease;
    private Random faults;

    /** From now on one in three of the requests that compare and set has no answer. @param random null for no faults */
    synchronized void faults(Random random) {
        faults = random;
        if (random == null) {
            late.forEach(Runnable::run);
            late.clear();
        }
    }

    /** Forgets a slot. */
    synchronized void lose(long slot) {
        slots.remove(slot);
    }

    SlotServer connect() {
        return new Connection();
    }

    private interface Change<T> {
        T make();
    }

    /** Does it, or not, or later, and says so or not. */
    private synchronized <T> T once(Change<T> change) throws NoAnswerException {
        if (faults == null) {
            return change.make();
        }
        if (!late.isEmpty() && faults.nextInt(3) == 0) {
            late.remove(faults.nextInt(late.size())).run();
        }
        switch (faults.nextInt(9)) {
            case 0:
                throw new NoAnswerException("the request was lost", null);
            case 1:
                change.make();
                throw new NoAnswerException("the answer was lost", null);
            case 2:
                late.add(change::make);
                throw new NoAnswerException("the request is late", null);
            default:
                return change.make();
        }
    }

    private final class Connection implements SlotServer, SlotTable, PartTable, FactTable, LeaseTable {

        private volatile boolean isClosed;

        private void requireOpen() throws StoreException {
            if (isClosed) {
                throw new StoreException(Kind.CLOSED, "the store is closed");
            }
        }

        @Override
        public Names names() {
            return new Names("Memory", "slots", "nothing does that");
        }

        @Override
        public UUID storeId() {
            return id;
        }

        @Override
        public Tables tables() {
            return new Tables(this, this, this, this);
        }

        @Override
        public Durability durability() {
            return Durability.MEMORY;
        }

        @Override
        public void look() {
            // It promises nothing.
        }

        @Override
        public void addTo(Map<String, Object> stats) {
            stats.put("durability-reason", "it is a test");
        }

        @Override
        public void close() {
            isClosed = true;
        }

        @Override
        public Slot claim(Slot slot) throws NoAnswerException, StoreException {
            requireOpen();
            return once(() -> {
                Slot there = slots.putIfAbsent(slot.number(), slot);
                return there == null ? slot : there;
            });
        }

        @Override
        public int longestPage() {
            return PAGE;
        }

        @Override
        public Asked ask(long from, int most) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                List<Slot> found = List.copyOf(slots.subMap(from, from + most).values());
                return () -> found;
            }
        }

        @Override
        public Slot find(long number) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                return slots.get(number);
            }
        }

        @Override
        public boolean rewrite(Slot slot, Slot.Content content) throws NoAnswerException, StoreException {
            requireOpen();
            return once(() -> {
                Slot there = slots.get(slot.number());
                if (there == null || there.revision() != slot.revision()) {
                    return false;
                }
                slots.put(
                        slot.number(),
                        new Slot(
                                there.number(),
                                there.writer(),
                                there.epoch(),
                                there.first(),
                                there.last(),
                                there.count(),
                                there.revision() + 1,
                                content));
                return true;
            });
        }

        @Override
        public void put(UUID content, int number, byte[] bytes) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                parts.put(content + "/" + number, bytes);
            }
        }

        @Override
        public byte[] get(UUID content, int number) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                return parts.get(content + "/" + number);
            }
        }

        @Override
        public void remove(UUID content, int count) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                for (int i = 0; i < count; i++) {
                    parts.remove(content + "/" + i);
                }
            }
        }

        @Override
        public void put(Fact fact) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                facts.put(fact.kind() + "/" + fact.name(), fact);
            }
        }

        @Override
        public List<Fact> list(String kind) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                return facts.values().stream()
                        .filter(each -> each.kind().equals(kind))
                        .toList();
            }
        }

        @Override
        public void remove(String kind, String name) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                facts.remove(kind + "/" + name);
            }
        }

        @Override
        public Row read(Duration timeout) throws StoreException {
            requireOpen();
            synchronized (MemorySlotServer.this) {
                return lease;
            }
        }

        @Override
        public boolean take(Row was, Row next, Duration timeout) throws NoAnswerException, StoreException {
            requireOpen();
            return once(() -> {
                boolean isSame = was == null ? lease == null : was.equals(lease);
                lease = isSame ? next : lease;
                return isSame;
            });
        }

        @Override
        public boolean keep(String holder, long epoch, Row next, Duration timeout)
                throws NoAnswerException, StoreException {
            requireOpen();
            return once(() -> {
                boolean isSame = lease != null && lease.holder().equals(holder) && lease.epoch() == epoch;
                lease = isSame ? next : lease;
                return isSame;
            });
        }
    }
}
