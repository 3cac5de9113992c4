// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.RecordSource;
import java.nio.file.Path;

/** Opens the log of a directory, the store this room puts a mirror beside. */
interface LogOpener {

    /**
     * Opens the log, making it when the directory is empty.
     *
     * @param copies asked when a record of the log is damaged; whether an answer is what was once written, the log
     *     decides
     */
    EventStore open(Path directory, RecordSource copies) throws StoreException;
}
