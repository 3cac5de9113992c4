// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.disk.RealDisk;
import io.photon.store.testkit.EventStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on segments so small that every test rolls over several. */
class FileEventStoreTest extends EventStoreContract {

    @TempDir
    Path folder;

    @Override
    protected EventStore open() throws StoreException {
        try {
            return FileEventStore.open(
                    new RealDisk(folder), new FileEventStore.Limits(8 * 1024, 20), RecordSource.NONE);
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.REFUSED, "no folder", e);
        }
    }
}
