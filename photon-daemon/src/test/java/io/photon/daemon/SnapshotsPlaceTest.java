// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where snapshots of projections are kept. */
class SnapshotsPlaceTest {

    private static final Path DATA = Path.of("/data");
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-00000000002a");

    @Test
    void theyAreNextToTheFilesOfAStoreThatHasSome() {
        StoreConfig config = StoreConfig.of("file", DATA);
        assertEquals(DATA.resolve("photon.log.snapshots"), config.snapshots(null));
        assertEquals(DATA.resolve("photon.log.snapshots"), config.snapshots(ID));
    }

    @Test
    void ofAStoreWithoutFilesTheyAreUnderItsId() {
        StoreConfig config = StoreConfig.of("memory", DATA);
        assertEquals(DATA.resolve("snapshots/memory-" + ID), config.snapshots(ID));
        assertNotEquals(config.snapshots(ID), config.snapshots(UUID.randomUUID()), "another store");
        assertNull(config.snapshots(null), "in memory");
    }
}
