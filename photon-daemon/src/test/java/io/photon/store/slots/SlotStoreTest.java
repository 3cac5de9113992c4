// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.EventStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Slots in a server in memory promise what all stores do, with the copy that was there and without any. */
class SlotStoreTest extends EventStoreContract {

    @TempDir
    Path folder;

    private final MemorySlotServer server = new MemorySlotServer();
    private int opened;

    /** Each second time with a new copy. */
    @Override
    protected EventStore open() throws StoreException {
        Path cache = folder.resolve("cache-" + opened++ / 2);
        try {
            return SlotStore.open(
                            server.connect(),
                            new SlotOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), false, cache, ""),
                            BackgroundPace.unhurried())
                    .store();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
