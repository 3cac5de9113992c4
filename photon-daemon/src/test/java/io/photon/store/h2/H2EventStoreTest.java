// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.testkit.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on segments so small that every test rolls over several. */
class H2EventStoreTest extends EventStoreContract {

    @TempDir
    Path directory;

    @Override
    protected EventStore open() throws StoreException {
        return H2EventStore.open(H2Options.of(directory.resolve("photon.h2")), new FileEventStore.Limits(8 * 1024, 20));
    }
}
