// SPDX-License-Identifier: Apache-2.0
package org.example.tiny;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.disk.RealDisk;
import io.photon.store.file.RecordSource;
import java.io.IOException;
import java.nio.file.Path;

/** What a driver would be: loaded when the store is opened, not before. */
final class TinyDriver {

    private TinyDriver() {}

    static EventStore open(Path folder) throws StoreException, IOException {
        return FileEventStore.open(new RealDisk(folder), FileEventStore.Limits.DEFAULT, RecordSource.NONE);
    }
}
