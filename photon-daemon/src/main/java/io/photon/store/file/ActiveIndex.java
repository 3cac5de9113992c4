package io.photon.store.file;

import io.photon.event.Event;
import java.util.Arrays;
import java.util.List;

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

    private int ids;
    private long[] idHashes = new long[FIRST_CAPACITY * 2];
    private int[] idOrdinals = new int[FIRST_CAPACITY * 2];

    /** A stream and the ordinals of its events. */
    static final class StreamEntry {
        final byte[] name;
        final long hash;
        int[] ordinals = new int[2];
        int count;

        StreamEntry(byte[] name, long hash) {
            this.name = name;
            this.hash = hash;
        }

        void add(int ordinal) {
            if (count == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, count * 2);
            }
            ordinals[count++] = ordinal;
        }
    }

    synchronized void addGroup(long offset, long last) {
        if (groups == groupOffsets.length) {
            groupOffsets = Arrays.copyOf(groupOffsets, groups * 2);
            groupLasts = Arrays.copyOf(groupLasts, groups * 2);
        }
        groupOffsets[groups] = (int) offset;
        groupLasts[groups++] = last;
    }

    /** @param offset where the record starts */
    synchronized void add(Event event, long offset) {
        if (events == orderIds.length) {
            orderIds = Arrays.copyOf(orderIds, events * 2);
            offsets = Arrays.copyOf(offsets, events * 2);
        }
        orderIds[events] = event.orderId();
        offsets[events] = (int) offset;
        lowestTime = Math.min(lowestTime, event.eventTime());
        highestTime = Math.max(highestTime, event.eventTime());
        long streamHash = event.streamHash();
        entry(event, streamHash).add(events);
        long id = event.localIdHash();
        if (id != 0) {
            addId(id, events);
        }
        events++;
    }

    private StreamEntry entry(Event event, long hash) {
        int from = event.header().streamFrom();
        int to = event.header().streamTo();
        if (streams * 2 > streamTable.length) {
            StreamEntry[] old = streamTable;
            streamTable = new StreamEntry[old.length * 2];
            for (StreamEntry entry : old) {
                if (entry != null) {
                    streamTable[slot(entry.name, 0, entry.name.length, entry.hash)] = entry;
                }
            }
        }
        int slot = slot(event.array(), from, to, hash);
        if (streamTable[slot] == null) {
            streamTable[slot] = new StreamEntry(Arrays.copyOfRange(event.array(), from, to), hash);
            streams++;
        }
        return streamTable[slot];
    }

    /** Where the stream stands, or the empty slot where it belongs. */
    private int slot(byte[] array, int from, int to, long hash) {
        int slot = (int) hash & (streamTable.length - 1);
        while (streamTable[slot] != null
                && !(streamTable[slot].hash == hash
                        && Arrays.equals(streamTable[slot].name, 0, streamTable[slot].name.length, array, from, to))) {
            slot = (slot + 1) & (streamTable.length - 1);
        }
        return slot;
    }

    private void addId(long hash, int ordinal) {
        if (ids * 2 > idHashes.length) {
            long[] oldHashes = idHashes;
            int[] oldOrdinals = idOrdinals;
            idHashes = new long[oldHashes.length * 2];
            idOrdinals = new int[oldHashes.length * 2];
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldHashes[i] != 0) {
                    putId(oldHashes[i], oldOrdinals[i]);
                }
            }
        }
        putId(hash, ordinal);
        ids++;
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
    public synchronized Postings stream(byte[] name, long hash) {
        StreamEntry entry = streamTable[slot(name, 0, name.length, hash)];
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
        Arrays.sort(entries, (a, b) -> Names.compare(a.name, b.name));
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

    synchronized int localIdCount() {
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
