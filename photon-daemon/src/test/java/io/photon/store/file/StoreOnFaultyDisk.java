// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.store.testkit.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** What tests of the log under faults share: a store with small segments, and readers that go past damage. */
final class StoreOnFaultyDisk {

    static final FileEventStore.Limits TINY = new FileEventStore.Limits(4 * 1024, 12);

    private StoreOnFaultyDisk() {}

    /** Work behind the log is done at once, on the caller's thread. */
    static FileEventStore open(Disk disk, RecordSource source) throws StoreException {
        return FileEventStore.open(disk, TINY, source, Runnable::run);
    }

    static FileEventStore open(Disk disk) throws StoreException {
        return open(disk, RecordSource.NONE);
    }

    static List<Event> batch(Random random, long firstId, int count) {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long id = firstId + i;
            String payload = "\"" + "x".repeat(random.nextInt(20) == 0 ? 2_000 : random.nextInt(200)) + "\"";
            batch.add(event("s" + random.nextInt(4), id, "id-" + id, payload));
        }
        return batch;
    }

    /** Appends batches; returns them by their first order-id. */
    static TreeMap<Long, List<Event>> fill(FileEventStore store, Random random, int batches) throws StoreException {
        TreeMap<Long, List<Event>> stored = new TreeMap<>();
        for (int i = 0; i < batches; i++) {
            List<Event> batch = batch(random, store.lastOrderId() + 1, 1 + random.nextInt(4));
            store.append(batch);
            stored.put(batch.get(0).orderId(), batch);
        }
        return stored;
    }

    static List<Event> flat(TreeMap<Long, List<Event>> batches) {
        List<Event> events = new ArrayList<>();
        batches.values().forEach(events::addAll);
        return events;
    }

    /** What a patient reader gets: events, and the order-ids that it was told are lost. */
    static final class Found {
        final List<Event> events = new ArrayList<>();
        final List<long[]> lost = new ArrayList<>();

        boolean isNamedLost(long orderId) {
            return lost.stream().anyMatch(range -> orderId >= range[0] && orderId <= range[1]);
        }
    }

    static Found patiently(EventReader store, String stream, Direction direction) throws StoreException {
        Found found = new Found();
        boolean forwards = direction == Direction.FORWARDS;
        long cursor = forwards ? 0 : Long.MAX_VALUE;
        Page page = null;
        do {
            try {
                page = store.read(
                        new ReadRequest(stream, cursor, forwards ? Long.MAX_VALUE : 0, direction, 7, 64 * 1024));
                found.events.addAll(page.events());
                cursor = page.cursor();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.DAMAGED || e.gapLast() == 0) {
                    throw e;
                }
                found.lost.add(new long[] {e.gapFirst(), e.gapLast()});
                long next = e.readOnFrom(direction);
                if (forwards ? next <= cursor : next >= cursor) {
                    throw new AssertionError("no way past the damage at " + cursor, e);
                }
                cursor = next;
            }
        } while (page == null || !page.end());
        return found;
    }

    static List<Event> all(FileEventStore store) throws StoreException {
        Found found = patiently(store, StreamNames.ALL, Direction.FORWARDS);
        if (!found.lost.isEmpty()) {
            throw new AssertionError("damage from " + found.lost.get(0)[0]);
        }
        return found.events;
    }

    static List<String> verify(FileEventStore store) throws StoreException {
        return Verified.of(store).damages().stream().map(Object::toString).toList();
    }

    /** A second copy that has everything. */
    static RecordSource copyOf(List<Event> events) {
        return (after, upTo, max) -> {
            List<RecordSource.CopiedRecord> records = new ArrayList<>();
            long previous = 0;
            for (Event event : events) {
                if (event.orderId() > after && event.orderId() <= upTo && records.size() < max) {
                    records.add(
                            new RecordSource.CopiedRecord(event.orderId(), previous, Healer.crc(event), event.line()));
                }
                previous = event.orderId();
            }
            return records;
        };
    }
}
