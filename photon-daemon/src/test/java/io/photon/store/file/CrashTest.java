// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.testing.Seed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Power cuts, kills and failing forces at every operation of the disk, over and over on the same store. What was answered
 * stays, and so does what was ever read after a start: a reader may have acted on it.
 */
class CrashTest {

    private static final FileEventStore.Limits TINY = new FileEventStore.Limits(4 * 1024, 12);

    /** What deletions seal is small then, and is merged. */
    private static final FileEventStore.Limits MERGING = new FileEventStore.Limits(64 * 1024, 400);

    private static final String DELETED = "gone";

    @Test
    void whatWasAnsweredOrServedSurvivesKillsThenPowerCutsAndFailedForcesWholeAndWhatIsErasedStaysSo()
            throws Exception {
        histories(1_500, Seed.any());
    }

    @Test
    @Tag("soak")
    void whatWasAnsweredOrServedSurvivesMillionsOfKillsAndPowerCuts() throws Exception {
        histories(Integer.getInteger("photon.histories", 300_000), Seed.any());
    }

    private static void histories(int count, long seed) throws Exception {

        long merged = 0;
        for (int i = 0; i < count; i++) {
            long one = seed + i;
            try {
                History history = new History(one);
                history.run();
                merged += history.merged;
            } catch (StoreException | RuntimeException | AssertionError e) {
                fail("history with seed " + one, e);
            }
        }
        assertTrue(merged > count / 10, "only " + merged + " segments were merged in " + count + " histories");
    }

    /** Some lives of one store, each ended by a power cut, a kill or a clean stop. */
    private static final class History {
        private final Random random;
        private final FileEventStore.Limits limits;
        private FaultyDisk disk = new FaultyDisk();
        private final Queue<Runnable> background = new ArrayDeque<>();
        private FileEventStore store;
        private long nextId = 1;
        private int number;
        private boolean forcesFail;

        /** A folder whose sync failed may have files again that were removed: until a start finds them. */
        private boolean forcesFailed;

        /** Batches that were answered. */
        private final TreeMap<Long, Event> answered = new TreeMap<>();

        /** The batch under way when the power went: all of it or none. */
        private List<Event> unknown = List.of();

        private long deletedUpTo;
        private PinnedView pinned;
        private List<Event> pinnedEvents;
        private long merged;

        /** What stands in events that were deleted and in no others. */
        private final List<String> gone = new ArrayList<>();

        History(long seed) {
            random = new Random(seed);
            limits = random.nextInt(5) > 0 ? TINY : MERGING;
        }

        void run() throws StoreException {
            int lives = 1 + random.nextInt(5);
            for (int life = 0; life < lives; life++) {
                live();
                background.clear();
                pinned = null;
                merged += store == null ? 0 : ((Number) store.stats().get("segments-merged")).longValue();
                store = null;
                disk = random.nextBoolean() ? disk.afterKill() : disk.afterPowerCut(random);
            }
            open();
            check();
            List<Event> once = all();
            background.clear();
            disk = disk.afterPowerCut(random);
            open();
            assertEquals(once, all(), "a second start finds something else");
            check();
        }

        private void live() throws StoreException {
            forcesFail = false;
            if (random.nextInt(5) > 0) {
                disk.stopAfter(1 + random.nextInt(limits == TINY ? 90 : 500));
            }
            try {
                openDespiteTooFewDescriptors();
                check();
                if (random.nextInt(3) > 0) {
                    work();
                }
                if (random.nextInt(3) > 0) {
                    store.close();
                }
            } catch (StoreException e) {
                if (!disk.isStopped() && !forcesFail) {
                    throw e;
                }
            }
            forcesFailed |= forcesFail;
        }

        private void openDespiteTooFewDescriptors() throws StoreException {
            if (random.nextInt(4) == 0) {
                disk.descriptors(random.nextInt(5));
                try {
                    open();
                    store.close();
                } catch (StoreException e) {
                    background.clear();
                }
                disk.descriptors(Long.MAX_VALUE);
            }
            if (random.nextInt(8) == 0) {
                forcesFail = true;
                disk.failForces(1);
            }
            open();
        }

        private void open() throws StoreException {
            store = FileEventStore.open(disk, limits, RecordSource.NONE, background::add);
            if (deletedUpTo > 0) {
                store.hide(DELETED, deletedUpTo);
            }
        }

        private void work() throws StoreException {
            int steps = random.nextInt(limits == TINY ? 25 : 60);
            int kinds = limits == TINY ? 13 : 7; // with as many deletions as appends there is something to merge
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(kinds)) {
                    case 0 -> stage();
                    case 4 -> pinOrUnpin();
                    case 12 -> {
                        forcesFail |= random.nextInt(5) == 0;
                        disk.failForces(forcesFail ? 1 : 0);
                    }
                    case 1 -> {
                        // Recorded durably by the caller before, which is another event in its log.
                        deletedUpTo = store.lastOrderId();
                        forgetDeleted();
                        store.hide(DELETED, deletedUpTo);
                    }
                    case 2, 3 -> {
                        while (!background.isEmpty()) {
                            background.poll().run();
                        }
                        checkErased();
                    }
                    default -> append();
                }
            }
        }

        /** What a view saw first it sees always, whatever was deleted, erased and merged since. */
        private void pinOrUnpin() throws StoreException {
            if (pinned == null) {
                pinned = store.pin();
                pinnedEvents = read(pinned, StreamNames.ALL);
                return;
            }
            assertEquals(text(pinnedEvents), text(read(pinned, StreamNames.ALL)));
            if (random.nextBoolean()) {
                pinned.close();
                pinned = null;
            }
        }

        private void append() throws StoreException {
            List<Event> batch = batch();
            unknown = batch;
            try {
                store.append(batch);
            } catch (StoreException e) {
                if (!disk.isStopped()) {
                    assertEquals(text(new ArrayList<>(answered.values())), text(all()), "a group that is not forced");
                }
                throw e;
            }
            answer(batch);
        }

        private void stage() throws StoreException {
            List<Event> staged = new ArrayList<>();
            try (Staging staging = store.stage()) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    List<Event> batch = batch();
                    staging.add(batch);
                    staged.addAll(batch);
                }
                if (random.nextBoolean()) {
                    unknown = staged;
                    staging.publish(Fence.LOCAL);
                    answer(staged);
                }
            }
        }

        private void answer(List<Event> batch) {
            batch.forEach(event -> answered.put(event.orderId(), event));
            unknown = List.of();
        }

        private List<Event> batch() {
            List<Event> batch = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String stream = random.nextInt(4) == 0 ? DELETED : "s" + random.nextInt(3);
                String payload = "\"" + "x".repeat(random.nextInt(10) == 0 ? 3_000 : random.nextInt(200)) + "\"";
                batch.add(event(stream, nextId, "id-" + number++, payload));
                nextId += 1 + random.nextInt(3);
            }
            return batch;
        }

        private void check() throws StoreException {
            List<Event> found = all();
            List<Event> expected = new ArrayList<>(answered.values());
            List<Event> withUnknown = new ArrayList<>(expected);
            unknown.stream()
                    .filter(event -> !event.streamName().equals(DELETED) || event.orderId() > deletedUpTo)
                    .forEach(withUnknown::add);
            if (found.equals(withUnknown) && !unknown.isEmpty()) {
                answer(unknown);
                expected = withUnknown;
            }
            unknown = List.of();
            forgetDeleted();
            assertEquals(text(new ArrayList<>(answered.values())), text(found));
            for (Event event : found) {
                assertEquals(
                        event,
                        store.findByLocalId(event.streamName(), event.localId()).orElse(null));
            }
            for (String stream : List.of("s0", "s1", "s2", DELETED)) {
                List<Event> ofStream = found.stream()
                        .filter(event -> event.streamName().equals(stream))
                        .toList();
                assertEquals(text(ofStream), text(read(stream)));
            }
            assertTrue(store.lastOrderId()
                    >= (found.isEmpty() ? 0 : found.get(found.size() - 1).orderId()));
            nextId = Math.max(nextId, store.lastOrderId() + 1);
            assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
            checkErased();
        }

        private void forgetDeleted() {
            answered.values().removeIf(event -> {
                boolean deleted = event.streamName().equals(DELETED) && event.orderId() <= deletedUpTo;
                return deleted && gone.add("\"" + event.localId() + "\"");
            });
        }

        /** Once an erasure is reported done and no reader has the old files, no disk that may be found has a byte of it. */
        private void checkErased() {
            if (store.erasure().pendingStreams() > 0
                    || pinned != null
                    || disk.isStopped()
                    || forcesFail
                    || forcesFailed) {
                return;
            }
            for (FaultyDisk image : List.of(disk, disk.afterPowerCut(random), disk.afterPowerCut(random))) {
                for (String text : gone) {
                    assertEquals(List.of(), image.containing(text), text + " is erased");
                }
            }
        }

        private static String text(List<Event> events) {
            StringBuilder text = new StringBuilder();
            events.forEach(event -> text.append(event.orderId())
                    .append(' ')
                    .append(event.streamName())
                    .append('\n'));
            return text.toString();
        }

        private List<Event> all() throws StoreException {
            return read(StreamNames.ALL);
        }

        private List<Event> read(String stream) throws StoreException {
            return read(store, stream);
        }

        private static List<Event> read(EventReader from, String stream) throws StoreException {
            List<Event> events = new ArrayList<>();
            long cursor = 0;
            Page page;
            do {
                page = from.read(ReadRequest.forwards(stream, cursor));
                events.addAll(page.events());
                cursor = page.cursor();
            } while (!page.end());
            return events;
        }
    }
}
