// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The index of a segment that is still written, in memory: arrays of numbers, so that 200,000 streams of one event cost
 * some tens of megabytes. Added to only when the bytes are forced, so a reader sees nothing that could still be lost.
 *
 * <p>All access is under the object's lock, held for the time of a look-up.
 */
final class ActiveIndex implements SegmentIndex {

    private static final int FIRST_CAPACITY = 1_024;

    private int events;
    private long[] orderIds = new long[FIRST_CAPACITY];
    private int[] offsets = new int[FIRST_CAPACITY];

    private long lowestTime = Long.MAX_VALUE;
    private long highestTime = Long.MIN_VALUE;

    private int groups;
    private int[] groupOffsets = new int[FIRST_CAPACITY];
    private long[] groupLasts = new long[FIRST_CAPACITY];

    private int streams;
    private StreamEntry[] sorted = {};
    private List<Damage> blindSpots = List.of();
    private StreamEntry[] streamTable = new StreamEntry[FIRST_CAPACITY * 2];

    /** Of the group for which room was made: each event's stream, and the streams that are new. */
    private StreamEntry[] reserved = {};

    private StreamEntry[] newTable = {};
    private int newStreams;

    private int ids;
    private long[] idHashes = new long[FIRST_CAPACITY * 2];
    private int[] idOrdinals = new int[FIRST_CAPACITY * 2];

    /** A stream and the ordinals of its events. */
    static final class StreamEntry {
        final byte[] name;
        final long hash;
        int[] ordinals = new int[2];
        int count;
        /** How many events of the group that is being written are of this stream. */
        int coming;

        StreamEntry(byte[] name, long hash) {
            this.name = name;
            this.hash = hash;
        }

        void makeRoom(int more) {
            if (count + more > ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, Math.max(count * 2, count + more));
            }
        }

        void add(int ordinal) {
            ordinals[count++] = ordinal;
        }
    }

    synchronized void addGroup(long offset, long last) {
        reserveGroup();
        groupOffsets[groups] = (int) offset;
        groupLasts[groups++] = last;
    }

    private void reserveGroup() {
        if (groups == groupOffsets.length) {
            groupOffsets = Arrays.copyOf(groupOffsets, groups * 2);
            groupLasts = Arrays.copyOf(groupLasts, groups * 2);
        }
    }

    /** @param offset where the record starts */
    synchronized void add(Event event, long offset) {
        reserve(1);
        StreamEntry entry = entry(event, event.streamHash(), 1);
        entry.makeRoom(1);
        put(event, entry, offset);
    }

    /**
     * Makes room for a group, so that {@link #add(List, long, SegmentWriter)} takes no memory and cannot fail. Nothing is
     * to be seen of it yet, and it may be given up.
     */
    synchronized void reserve(List<Event> group) {
        reserveGroup();
        reserve(group.size());
        newStreams = 0;
        if (reserved.length < group.size()) {
            reserved = new StreamEntry[group.size()];
        }
        for (int i = 0; i < group.size(); i++) {
            Event event = group.get(i);
            reserved[i] = entry(event, event.streamHash(), group.size());
            reserved[i].coming = 0;
        }
        for (int i = 0; i < group.size(); i++) {
            reserved[i].coming++;
        }
        for (int i = 0; i < group.size(); i++) {
            reserved[i].makeRoom(reserved[i].coming);
        }
    }

    /** Adds a group for which room was made; it is durable, so this does not fail. */
    synchronized void add(List<Event> group, long groupAt, SegmentWriter written) {
        groupOffsets[groups] = (int) groupAt;
        groupLasts[groups++] = written.last();
        for (int i = 0; i < group.size(); i++) {
            put(group.get(i), reserved[i], written.offset(i));
            reserved[i] = null;
        }
        if (newStreams > 0) {
            Arrays.fill(newTable, null);
        }
    }

    private void put(Event event, StreamEntry entry, long offset) {
        lowestTime = Math.min(lowestTime, event.eventTime());
        highestTime = Math.max(highestTime, event.eventTime());
        put(event.orderId(), entry, offset, event.localIdHash());
    }

    private void put(long orderId, StreamEntry entry, long offset, long localIdHash) {
        if (entry.count == 0) {
            streamTable[slot(streamTable, entry.name, 0, entry.name.length, entry.hash)] = entry;
            streams++;
        }
        entry.add(events);
        orderIds[events] = orderId;
        offsets[events] = (int) offset;
        if (localIdHash != 0) {
            putId(localIdHash, events);
            ids++;
        }
        events++;
    }

    /** Takes over what another index of the same segment knows, into an empty one. */
    synchronized void addAll(IndexFile other) {
        lowestTime = other.lowestTime();
        highestTime = other.highestTime();
        for (int group = 0; group < other.groups(); group++) {
            addGroup(other.groupOffset(group), other.groupLast(group));
        }
        Map<Long, Long> hashes = other.localIdHashes();
        other.eachRecord((orderId, offset, name) -> {
            reserve(1);
            long hash = EventLine.hash(name, 0, name.length);
            StreamEntry known = streamTable[slot(streamTable, name, 0, name.length, hash)];
            StreamEntry entry = known != null ? known : new StreamEntry(name, hash);
            entry.makeRoom(1);
            put(orderId, entry, offset, hashes.getOrDefault(offset, 0L));
        });
    }

    private void reserve(int more) {
        if (events + more > orderIds.length) {
            int capacity = Math.max(events * 2, events + more);
            orderIds = Arrays.copyOf(orderIds, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
        }
        while ((streams + more) * 2 > streamTable.length) {
            StreamEntry[] larger = new StreamEntry[streamTable.length * 2];
            for (StreamEntry entry : streamTable) {
                if (entry != null) {
                    larger[slot(larger, entry.name, 0, entry.name.length, entry.hash)] = entry;
                }
            }
            streamTable = larger;
        }
        while ((ids + more) * 2 > idHashes.length) {
            growIds();
        }
    }

    /** The stream's entry, or a new one that is not in the table yet. */
    private StreamEntry entry(Event event, long hash, int group) {
        int from = event.header().streamFrom();
        int to = event.header().streamTo();
        StreamEntry known = streamTable[slot(streamTable, event.array(), from, to, hash)];
        if (known != null) {
            return known;
        }
        if (group == 1) {
            return new StreamEntry(Arrays.copyOfRange(event.array(), from, to), hash);
        }
        if (newStreams == 0) { // what a group that was given up has left
            if (newTable.length < group * 2) {
                newTable = new StreamEntry[Integer.highestOneBit(group) * 4];
            }
            Arrays.fill(newTable, null);
        }
        int slot = slot(newTable, event.array(), from, to, hash);
        if (newTable[slot] == null) {
            newTable[slot] = new StreamEntry(Arrays.copyOfRange(event.array(), from, to), hash);
            newStreams++;
        }
        return newTable[slot];
    }

    /** Where the stream stands, or the empty slot where it belongs. */
    private static int slot(StreamEntry[] table, byte @Nullable [] array, int from, int to, long hash) {
        int slot = (int) hash & (table.length - 1);
        while (table[slot] != null
                && !(table[slot].hash == hash
                        && Arrays.equals(table[slot].name, 0, table[slot].name.length, array, from, to))) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private void growIds() {
        long[] oldHashes = idHashes;
        int[] oldOrdinals = idOrdinals;
        long[] hashes = new long[oldHashes.length * 2];
        idOrdinals = new int[oldHashes.length * 2]; // both made before either is used
        idHashes = hashes;
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                putId(oldHashes[i], oldOrdinals[i]);
            }
        }
    }

    private void putId(long hash, int ordinal) {
        int slot = (int) hash & (idHashes.length - 1);
        while (idHashes[slot] != 0) {
            slot = (slot + 1) & (idHashes.length - 1);
        }
        idHashes[slot] = hash;
        idOrdinals[slot] = ordinal;
    }

    @Override
    public synchronized int groups() {
        return groups;
    }

    @Override
    public synchronized long groupOffset(int group) {
        return groupOffsets[group];
    }

    @Override
    public synchronized long groupLast(int group) {
        return groupLasts[group];
    }

    @Override
    public synchronized int events() {
        return events;
    }

    @Override
    public synchronized int eventsUpTo(long orderId) {
        int at = Arrays.binarySearch(orderIds, 0, events, orderId);
        return at < 0 ? -at - 1 : at + 1;
    }

    @Override
    public synchronized long lowestTime() {
        return lowestTime;
    }

    @Override
    public synchronized long highestTime() {
        return highestTime;
    }

    /** The first order-id, 0 without events. */
    synchronized long firstOrderId() {
        return events == 0 ? 0 : orderIds[0];
    }

    /** The last order-id, 0 without events. */
    synchronized long lastOrderId() {
        return events == 0 ? 0 : orderIds[events - 1];
    }

    synchronized void blindSpots(List<Damage> damages) {
        blindSpots = List.copyOf(damages);
    }

    @Override
    public synchronized List<Damage> blindSpots() {
        return blindSpots;
    }

    @Override
    public synchronized @Nullable Postings stream(byte[] name, long hash) {
        StreamEntry entry = streamTable[slot(streamTable, name, 0, name.length, hash)];
        return entry == null ? null : postings(entry);
    }

    /** Sorts outside the lock, so that a listing does not hold up the writer; kept until there is a new stream. */
    @Override
    public StreamList streams() {
        StreamEntry[] entries;
        synchronized (this) {
            if (sorted.length == streams) {
                return new HeapStreams(sorted);
            }
            entries = new StreamEntry[streams];
            int n = 0;
            for (StreamEntry entry : streamTable) {
                if (entry != null) {
                    entries[n++] = entry;
                }
            }
        }
        Arrays.sort(entries, (a, b) -> EscapedNames.compare(a.name, b.name));
        synchronized (this) {
            sorted = entries;
        }
        return new HeapStreams(entries);
    }

    private final class HeapStreams implements StreamList {
        private final StreamEntry[] entries;

        HeapStreams(StreamEntry[] entries) {
            this.entries = entries;
        }

        @Override
        public int size() {
            return entries.length;
        }

        @Override
        public byte[] name(int n) {
            return entries[n].name;
        }

        @Override
        public Postings postings(int n) {
            synchronized (ActiveIndex.this) {
                return ActiveIndex.this.postings(entries[n]);
            }
        }
    }

    @Override
    public synchronized long[] localIds(long hash) {
        long[] found = new long[0];
        int slot = (int) hash & (idHashes.length - 1);
        while (idHashes[slot] != 0) {
            if (idHashes[slot] == hash) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = offsets[idOrdinals[slot]];
            }
            slot = (slot + 1) & (idHashes.length - 1);
        }
        Arrays.sort(found);
        return found;
    }

    /** The local-id hashes in rising order, each with the offset of its record. */
    synchronized void eachLocalId(IdVisitor visitor) {
        int[] slots = new int[ids];
        int n = 0;
        for (int slot = 0; slot < idHashes.length; slot++) {
            if (idHashes[slot] != 0) {
                slots[n++] = slot;
            }
        }
        IntSort.sort(
                slots,
                (a, b) -> idHashes[a] != idHashes[b]
                        ? Long.compare(idHashes[a], idHashes[b])
                        : Integer.compare(idOrdinals[a], idOrdinals[b]));
        for (int slot : slots) {
            visitor.visit(idHashes[slot], offsets[idOrdinals[slot]]);
        }
    }

    @Override
    public synchronized void eachLocalIdHash(LongConsumer visitor) {
        for (long hash : idHashes) {
            if (hash != 0) {
                visitor.accept(hash);
            }
        }
    }

    @Override
    public synchronized int localIdCount() {
        return ids;
    }

    /** Hears of each local-id. */
    interface IdVisitor {
        void visit(long hash, long offset);
    }

    /** The stream's events as of now. The ordinals array only grows at its end, or is replaced. */
    private Postings postings(StreamEntry entry) {
        return new HeapPostings(entry.ordinals, entry.count, orderIds, offsets);
    }

    private record HeapPostings(int[] ordinals, int size, long[] orderIds, int[] offsets) implements Postings {

        @Override
        public long orderId(int n) {
            return orderIds[ordinals[n]];
        }

        @Override
        public long offset(int n) {
            return offsets[ordinals[n]];
        }
    }
}
