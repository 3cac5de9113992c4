// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.testing.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A log that is a copy of an original, damaged in many places while the original erased some of what lay there: all that the
 * original has can be read, and all that the copy knows besides was not damaged.
 */
@Timeout(120)
class CopyOfAnOriginalTest {

    private static final int ROUNDS = 60;

    private final List<Event> events = new ArrayList<>();
    private final List<Event> kept = new ArrayList<>();

    @Test
    void allThatTheOriginalHasComesBack() throws Exception {
        long seed = Seed.any();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            FaultyDisk disk = filled(random);
            erase(random);
            damage(disk, random);
            try {
                check(disk);
            } catch (StoreException | AssertionError e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    private FaultyDisk filled(Random random) throws StoreException {
        events.clear();
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        events.addAll(StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, random, 30)));
        store.close();
        return disk;
    }

    /** Of each stream up to somewhere, as deletions do. */
    private void erase(Random random) {
        kept.clear();
        String gone = "s" + random.nextInt(6); // there are four: in some rounds nothing goes
        long upTo = events.get(random.nextInt(events.size())).orderId();
        events.stream()
                .filter(event -> !event.streamName().equals(gone) || event.orderId() > upTo)
                .forEach(kept::add);
    }

    private static void damage(FaultyDisk disk, Random random) throws Exception {
        List<String> logs =
                disk.list().stream().filter(name -> name.endsWith(".log")).toList();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = logs.get(random.nextInt(logs.size()));
            int length = disk.content(name).length - SegmentFormat.SEGMENT_HEADER;
            if (length > 0) {
                int at = SegmentFormat.SEGMENT_HEADER + random.nextInt(length);
                byte[] sector = new byte[Math.min(disk.content(name).length - at, 1 + random.nextInt(512))];
                random.nextBytes(sector);
                disk.corrupt(name, at, sector);
            }
        }
        for (String name : disk.list()) {
            if (name.endsWith(".idx") && random.nextBoolean()) {
                disk.delete(name);
            }
        }
    }

    private void check(FaultyDisk disk) throws StoreException {
        FileEventStore store = FileEventStore.open(disk, StoreOnFaultyDisk.TINY, new Original());
        try {
            List<Event> found = new ArrayList<>();
            long cursor = 0;
            Page page;
            do {
                page = healed(store, ReadRequest.forwards(StreamNames.ALL, cursor));
                found.addAll(page.events());
                cursor = page.cursor();
            } while (!page.end());
            assertEquals(kept, found.stream().filter(kept::contains).toList());
            assertEquals(found, events.stream().filter(found::contains).toList(), "nothing else, and in order");
            for (Event event : kept) {
                assertEquals(
                        event, store.event(event.streamName(), event.orderId()).orElseThrow());
                assertEquals(
                        event,
                        store.findByLocalId(event.streamName(), event.localId()).orElseThrow());
            }
            assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
            assertEquals(0, store.known("new").unseenUpTo());
        } finally {
            store.close();
        }
        FileEventStore again = StoreOnFaultyDisk.open(disk);
        assertEquals(
                kept,
                StoreOnFaultyDisk.patiently(again, StreamNames.ALL, Direction.FORWARDS).events.stream()
                        .filter(kept::contains)
                        .toList());
        assertEquals(List.of(), StoreOnFaultyDisk.verify(again));
        again.close();
    }

    /** As the cache of a backend reads. */
    private static Page healed(FileEventStore store, ReadRequest request) throws StoreException {
        return AroundDamage.healed(() -> store.read(request), gap -> store.heal(gap.first(), gap.last()));
    }

    private final class Original implements RecordSource {

        @Override
        public List<CopiedRecord> between(long after, long upTo, int max) throws Unreadable {
            return StoreOnFaultyDisk.copyOf(kept).between(after, upTo, max);
        }

        @Override
        public boolean isOriginal() {
            return true;
        }

        @Override
        public long generation() {
            return 1;
        }

        @Override
        public void all(long after, long upTo, Sink sink) throws StoreException, IOException {
            sink.take(kept.stream()
                    .filter(event -> event.orderId() > after && event.orderId() <= upTo)
                    .toList());
        }
    }
}
