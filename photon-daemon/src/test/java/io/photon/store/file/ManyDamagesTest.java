// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import io.photon.store.testkit.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several damages of every kind at once: never a silent loss, and all of it back where there is a second copy. */
class ManyDamagesTest {

    private static final int STREAMS = 4;

    private final FaultyDisk disk = new FaultyDisk();
    private FaultyDisk older;
    private List<Event> events;

    @Test
    void whatEveryReaderCountsAgreesOrTheDamageIsNamed() throws Exception {
        rounds(60, System.nanoTime());
    }

    @Test
    @Tag("soak")
    void whatEveryReaderCountsAgreesOrTheDamageIsNamedAThousandTimes() throws Exception {
        for (int part = 0; part < 10; part++) {
            rounds(100, System.nanoTime());
        }
    }

    private void rounds(int rounds, long seed) throws Exception {
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(seed + round);
            if (round % 20 == 0) {
                fill(random);
            }
            FaultyDisk damaged = disk.copy();
            List<String> what = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                what.add(damage(damaged, random));
            }
            FaultyDisk healed = damaged.copy();
            try {
                check(damaged, RecordSource.NONE);
                List<Event> found = check(healed, StoreOnFaultyDisk.copyOf(events));
                assertTrue(found == null || found.equals(events), "everything comes back");
            } catch (StoreException | AssertionError e) {
                throw new AssertionError("seed " + seed + " round " + round + ": " + what, e);
            }
        }
    }

    private void fill(Random random) throws StoreException {
        for (String name : disk.list()) {
            try {
                disk.delete(name);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        events = StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, random, 25));
        store.close();
        older = disk.copy();
        store = StoreOnFaultyDisk.open(disk);
        events.addAll(StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, random, 25)));
        store.close();
    }

    private String damage(FaultyDisk damaged, Random random) throws Exception {
        List<String> names = damaged.list().stream()
                .filter(name -> name.endsWith(".log") || name.endsWith(".idx"))
                .toList();
        String name = names.get(random.nextInt(names.size()));
        byte[] content = damaged.content(name);
        int at = random.nextInt(content.length + 1);
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                int flipped = Math.min(at, Math.max(0, content.length - 1));
                if (content.length > 0) {
                    damaged.corrupt(name, flipped, new byte[] {(byte) (content[flipped] ^ 1 << random.nextInt(8))});
                }
                return "a bit of " + name + " at " + flipped;
            }
            case 2 -> {
                damaged.cut(name, at);
                return name + " cut at " + at;
            }
            case 3 -> {
                byte[] sector = new byte[Math.min(content.length - at, 1 + random.nextInt(512))];
                if (random.nextBoolean()) {
                    random.nextBytes(sector);
                }
                damaged.corrupt(name, at, sector);
                return sector.length + " bytes of " + name + " at " + at;
            }
            case 4 -> {
                String index = names.get(names.size() - 1).replace(".log", ".idx");
                for (String each : names) {
                    index = each.endsWith(".idx") && random.nextBoolean() ? each : index;
                }
                damaged.delete(index);
                return index + " deleted";
            }
            case 5 -> {
                String kind = name.substring(name.length() - 4);
                List<String> others =
                        names.stream().filter(each -> each.endsWith(kind)).toList();
                String other = others.get(random.nextInt(others.size()));
                damaged.rename(name, "kept");
                if (!other.equals(name)) {
                    damaged.rename(other, name);
                }
                damaged.rename("kept", other);
                return name + " swapped with " + other;
            }
            default -> {
                if (older.exists(name)) {
                    byte[] old = older.content(name);
                    damaged.cut(name, old.length);
                    damaged.corrupt(name, 0, old);
                }
                return name + " as it was earlier";
            }
        }
    }

    /** Returns what a replay gives, null when the start was refused and the file named. */
    private List<Event> check(FaultyDisk damaged, RecordSource source) throws StoreException {
        FileEventStore store;
        try {
            store = StoreOnFaultyDisk.open(damaged, source);
        } catch (StoreException e) {
            assertEquals(StoreException.Kind.REFUSED, e.kind());
            assertTrue(e.getMessage().contains(".log"), e.getMessage());
            return null;
        }
        StoreOnFaultyDisk.Found replay = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.FORWARDS);
        Set<Event> all = new LinkedHashSet<>(replay.events);
        assertEquals(all.size(), replay.events.size(), "nothing comes twice");
        assertTrue(events.containsAll(all), "what is served was written");
        namedOrThere(events, replay, "replay");
        assertEquals(events.get(events.size() - 1).orderId(), store.lastOrderId());
        StoreOnFaultyDisk.Found backwards = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.BACKWARDS);
        Collections.reverse(backwards.events);
        assertEquals(replay.events, backwards.events, "backwards");
        try (PinnedView pinned = store.pin()) {
            assertEquals(replay.events, everything(pinned), "backup");
        }
        for (int n = 0; n < STREAMS; n++) {
            String stream = "s" + n;
            List<Event> written =
                    events.stream().filter(e -> e.streamName().equals(stream)).toList();
            StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, stream, Direction.FORWARDS);
            namedOrThere(written, found, stream);
            // Where a group's header is lost, an index may still lead to a record of it that is sound.
            assertTrue(written.containsAll(found.events), stream);
        }
        Verified verified = Verified.of(store);
        List<Event> after = everything(store);
        assertEquals(after.size(), verified.checked(), "verify counts what a replay gives");
        for (Event event : events) {
            assertEquals(
                    !after.contains(event),
                    verified.damages().stream().anyMatch(damage -> damage.covers(event.orderId())),
                    () -> "verify and event " + event.orderId() + ": " + verified);
        }
        if (verified.damages().isEmpty()) {
            for (int n = 0; n < STREAMS; n++) {
                assertEquals(List.of(), StoreOnFaultyDisk.patiently(store, "s" + n, Direction.FORWARDS).lost);
            }
        }
        return after;
    }

    private static List<Event> everything(EventReader reader) throws StoreException {
        return StoreOnFaultyDisk.patiently(reader, StreamNames.ALL, Direction.FORWARDS).events;
    }

    private static void namedOrThere(List<Event> written, StoreOnFaultyDisk.Found found, String where) {
        for (Event event : written) {
            assertTrue(
                    found.events.contains(event) || found.isNamedLost(event.orderId()),
                    () -> "event " + event.orderId() + " is missing in " + where + " and no damage names it");
        }
    }
}
