// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.pace.BackgroundPace;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Two writers of one log in a server in memory. */
class SlotLeaseTest extends SlotLeaseContract {

    private final MemorySlotServer server = new MemorySlotServer();

    @Override
    protected OpenedStore open(Path cache, Duration lease) throws StoreException {
        try {
            return SlotStore.open(
                    server.connect(),
                    new SlotOptions(Duration.ofSeconds(5), lease, false, cache, ""),
                    BackgroundPace.unhurried());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SlotServer connect() {
        return server.connect();
    }

    @Override
    protected void lose(long slot) {
        server.lose(slot);
    }
}
