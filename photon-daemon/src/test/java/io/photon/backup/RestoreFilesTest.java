// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.log.DeletionFold;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Over the file store, with segments so small that a few events fill one; and between backends. */
class RestoreFilesTest extends RestoreContract {

    private static final FileEventStore.Limits SMALL = new FileEventStore.Limits(64 << 10, 1_000);

    @Override
    House house(String name) throws StoreException {
        return houseOnDisk(scratch, name);
    }

    static House houseOnDisk(Path scratch, String name) throws StoreException {
        return new House(scratch, open(scratch.resolve(name)));
    }

    private static FileEventStore open(Path folder) throws StoreException {
        try {
            Files.createDirectories(folder);
            return FileEventStore.open(new RealDisk(folder), SMALL, RecordSource.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCloneIsTheSameAfterItsStoreIsReopened() throws StoreException {
        String contents;
        try (House original = new House(scratch);
                House clone = house("clone")) {
            for (int i = 0; i < 3_000; i++) {
                original.emit("s" + i % 7, "{\"n\": " + i + "}");
            }
            original.delete("s3");
            clone.restore(original.backup());
            contents = original.contents();
            assertEquals(contents, clone.contents());
        }
        try (FileEventStore store = open(scratch.resolve("clone"))) {
            DeletionFold.apply(store);
            try (House reopened = new House(scratch, store)) {
                assertEquals(contents, reopened.contents());
            }
        }
    }

    @Test
    void backupsGoBothWaysBetweenBackends() throws StoreException {
        try (House memory = new House(scratch);
                House file = house("file");
                House memoryAgain = new House(scratch)) {
            memory.emit("a/ü", "[1.50, \"é\"]", "id");
            memory.emit("b", "{\"x\" :\t1}");
            file.restore(memory.backup());
            file.emit("b", "2");
            memoryAgain.restore(file.backup());
            assertEquals(file.contents(), memoryAgain.contents());
        }
    }
}
