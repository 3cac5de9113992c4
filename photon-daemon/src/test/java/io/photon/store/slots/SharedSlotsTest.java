// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.pace.BackgroundPace;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.store.testkit.SharedStoreContract;
import io.photon.testing.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes share slots in a server in memory, also one that loses requests and answers and does things late. */
@Timeout(120)
class SharedSlotsTest extends SharedStoreContract {

    @TempDir
    Path folder;

    private final MemorySlotServer server = new MemorySlotServer();
    private int opened;

    @Override
    protected OpenedStore open() throws StoreException {
        try {
            return SlotStore.open(
                    server.connect(),
                    new SlotOptions(
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(2),
                            false,
                            folder.resolve("cache-" + opened++),
                            ""),
                    BackgroundPace.unhurried());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withAnswersThatAreLostAndRequestsThatAreLateEachAnsweredEventOfTwoWritersIsThereOnce() throws Exception {
        Random random = new Random(Seed.any());
        List<OpenedStore> writers = List.of(open(), open());
        Set<Long> answered = new TreeSet<>();
        Set<Long> unknown = new TreeSet<>();
        server.faults(random);
        for (long id = 1; id <= 150; id++) {
            try {
                writers.get(random.nextInt(2)).store().append(List.of(event("s", id)), new Fence(1));
                answered.add(id);
            } catch (StoreException e) {
                assertTrue(e.kind() == Kind.OUTCOME_UNKNOWN || e.kind() == Kind.REFUSED, e.kind() + e.getMessage());
                if (e.kind() == Kind.OUTCOME_UNKNOWN) {
                    unknown.add(id);
                }
            }
        }
        server.faults(null);
        for (OpenedStore writer : writers) {
            writer.store().takeOver(new Fence(1));
        }
        OpenedStore fresh = open();
        List<OpenedStore> all = new ArrayList<>(writers);
        all.add(fresh);
        for (OpenedStore each : all) {
            List<Long> ids = Logs.ids(each.store());
            assertEquals(List.copyOf(new TreeSet<>(ids)), ids, "in order, and none twice");
            assertTrue(ids.containsAll(answered), "none that was answered is missing");
            TreeSet<Long> more = new TreeSet<>(ids);
            more.removeAll(answered);
            assertTrue(unknown.containsAll(more), "none that was refused");
            each.lease().close();
            each.store().close();
        }
    }
}
