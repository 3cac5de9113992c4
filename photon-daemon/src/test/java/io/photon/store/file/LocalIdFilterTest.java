// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.result.Results;
import io.photon.store.StoreException;
import io.photon.store.file.disk.RealDisk;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter over all local-ids never hides an event, whatever becomes of the segments. */
class LocalIdFilterTest {

    private static final FileEventStore.Limits SMALL = new FileEventStore.Limits(1 << 20, 20);

    @TempDir
    Path folder;

    private final long seed = Seed.any();
    private final Random random = new Random(seed);
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Map<String, Long> stored = new HashMap<>();
    private final Map<String, Long> deletions = new HashMap<>();
    private FileEventStore store;
    private long last = 1_795_485_600_000_000L;
    private int made;

    @Test
    void everyStoredLocalIdIsFoundWhileSegmentsAreSealedDeletedMergedAndReopened() throws Exception {
        System.out.println("LocalIdFilterTest seed " + seed);
        open();
        for (int step = 0; step < 600; step++) {
            int dice = random.nextInt(100);
            if (dice < 60) {
                append(1 + random.nextInt(30));
            } else if (dice < 75) {
                runSome();
            } else if (dice < 80) {
                delete("s" + random.nextInt(5));
            } else if (dice < 82) {
                store.close();
                open();
            } else {
                look();
            }
        }
        while (!background.isEmpty()) {
            background.poll().run();
        }
        for (String id : stored.keySet()) {
            find(id);
        }
        store.close();
    }

    @Test
    void aNewLocalIdIsLookedForInTheLastSegmentsOnly() throws Exception {
        open();
        for (int i = 0; i < 100; i++) {
            append(20);
        }
        find("never stored"); // asks every segment, and has the filter made
        while (!background.isEmpty()) {
            background.poll().run();
        }
        assertTrue(
                store.stats().get("segments") instanceof Integer count && count > 20,
                store.stats().toString());
        List<Segment> segments = store.segments();
        int asked = 0;
        for (int i = 0; i < 1_000; i++) {
            asked += store.localIdFilter().possible(segments, random.nextLong()).size();
        }
        assertTrue(asked < 1_000 * 3, "a look-up asks " + asked / 1_000.0 + " of " + segments.size() + " segments");
        store.close();
    }

    private void open() throws Exception {
        store = FileEventStore.open(new RealDisk(folder.resolve("log")), SMALL, RecordSource.NONE, background::add);
        for (Map.Entry<String, Long> deletion : deletions.entrySet()) { // as a start does: the store need not remember
            store.hide(deletion.getKey(), deletion.getValue());
        }
    }

    private void append(int count) throws StoreException {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String stream = "s" + random.nextInt(5);
            String id = stream + "/" + made++;
            String json = "{\"stream-name\":\"" + stream + "\",\"event-type\":\"t\",\"local-id\":\"" + id
                    + "\",\"payload\":1}";
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            EventDraft draft = Results.ok(EventParser.parseDraft(bytes, 0, bytes.length));
            batch.add(draft.stamped(++last, 1));
            stored.put(id, last);
        }
        store.append(batch);
    }

    private void runSome() {
        for (int n = random.nextInt(5); n > 0 && !background.isEmpty(); n--) {
            background.poll().run();
        }
    }

    private void delete(String stream) throws StoreException {
        store.hide(stream, last);
        deletions.put(stream, last);
        stored.keySet().removeIf(id -> id.startsWith(stream + "/"));
    }

    private void look() throws StoreException {
        for (int i = 0; i < 20; i++) {
            find("s" + random.nextInt(5) + "/" + random.nextInt(made + 1));
        }
    }

    private void find(String id) throws StoreException {
        String stream = id.substring(0, 2);
        assertEquals(
                stored.get(id),
                store.findByLocalId(stream, id).map(Event::orderId).orElse(null),
                () -> id + ", seed " + seed);
    }
}
