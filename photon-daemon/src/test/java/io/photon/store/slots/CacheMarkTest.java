// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.file.FaultyDisk;
import io.photon.testing.Seed;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A cut of power brings no mark back that was replaced (docs/reliability scenario 2). */
class CacheMarkTest {

    private static final List<String> CLEAN = List.of("store", "boot 1", "clean");
    private static final List<String> USED = List.of("store", "boot 2");

    private static final int IMAGES = 200;

    private final Random random = new Random(Seed.any());

    private static FaultyDisk marked(List<String> lines) throws IOException {
        FaultyDisk disk = new FaultyDisk();
        CacheMark.write(disk, lines);
        return disk;
    }

    @Test
    void aMarkThatIsWrittenIsThereAfterAPowerCut() throws Exception {
        FaultyDisk disk = marked(CLEAN);
        assertEquals(CLEAN, CacheMark.read(disk));
        CacheMark.write(disk, USED);
        for (int i = 0; i < IMAGES; i++) {
            assertEquals(USED, CacheMark.read(disk.afterPowerCut(random)), "else changed files count as clean");
        }
    }

    @Test
    void aPowerCutWhileItIsWrittenLeavesOneOrTheOther() throws Exception {
        long steps = steps();
        for (int i = 0; i < IMAGES; i++) {
            FaultyDisk disk = marked(CLEAN);
            disk.stopAfter(1 + i % steps);
            try {
                CacheMark.write(disk, USED);
            } catch (IOException e) {
                assertTrue(disk.isStopped(), e.getMessage());
            }
            FaultyDisk image = disk.afterPowerCut(random);
            List<String> found = CacheMark.read(image);
            assertTrue(found.equals(CLEAN) || found.equals(USED), found::toString);
            CacheMark.write(image, USED);
            assertEquals(USED, CacheMark.read(image), "what was left of it is no obstacle");
        }
    }

    private static long steps() throws IOException {
        FaultyDisk disk = marked(CLEAN);
        long before = disk.operations();
        CacheMark.write(disk, USED);
        return disk.operations() - before;
    }
}
