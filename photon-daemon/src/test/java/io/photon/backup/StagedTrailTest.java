// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.core.Fingerprint;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedTrailTest {

    @TempDir
    Path scratch;

    @Test
    void everyFingerprintIsFoundUnderItsOrderIdInAnyOrderOfAsking() throws IOException {
        long seed = Seed.any();
        Random random = new Random(seed);
        Map<Long, Fingerprint> model = new HashMap<>();
        long last = 0;
        try (StagedTrail trail = new StagedTrail(scratch)) {
            for (int i = 0; i < 30_000; i++) {
                last += 1 + random.nextInt(3);
                Fingerprint fingerprint = new Fingerprint(random.nextLong(), last);
                trail.add(last, fingerprint);
                model.put(last, fingerprint);
                if (random.nextInt(100) == 0) { // asked while it grows
                    long asked = random.nextLong(last + 2);
                    assertEquals(model.get(asked), trail.at(asked), "seed " + seed);
                }
            }
            for (long id = 0; id <= last + 1; id++) {
                assertEquals(model.get(id), trail.at(id), "seed " + seed);
            }
            for (int i = 0; i < 5_000; i++) {
                long asked = random.nextLong(last + 2);
                assertEquals(model.get(asked), trail.at(asked), "seed " + seed);
            }
        }
    }

    @Test
    void theFileHasNoNameSoThatNothingIsLeftAlsoAfterACrash() throws IOException {
        try (StagedTrail trail = new StagedTrail(scratch)) {
            for (int i = 1; i <= 10_000; i++) {
                trail.add(i, new Fingerprint(i, i));
            }
            assertEquals(new Fingerprint(1, 1), trail.at(1));
            try (Stream<Path> files = Files.list(scratch)) {
                assertEquals(0, files.count());
            }
        }
    }

    @Test
    void theEventRightAfterThePartReadLastIsFound() throws IOException {
        int part = 4_096;
        try (StagedTrail trail = new StagedTrail(scratch)) {
            for (int i = 1; i <= 2 * part + 1; i++) {
                trail.add(i, new Fingerprint(i, i));
            }
            assertEquals(new Fingerprint(1, 1), trail.at(1));
            assertEquals(new Fingerprint(part + 1, part + 1), trail.at(part + 1));
        }
    }

    @Test
    void anEmptyTrailKnowsNothing() throws IOException {
        try (StagedTrail trail = new StagedTrail(scratch)) {
            assertNull(trail.at(1));
        }
    }

    @Test
    void aFingerprintChangesWithEveryBitAndWithTheLength() {
        byte[] bytes = new byte[40];
        Set<Fingerprint> seen = new HashSet<>();
        for (int length = 0; length <= bytes.length; length++) {
            seen.add(Fingerprint.of(bytes, 0, length));
        }
        assertEquals(bytes.length + 1, seen.size());
        Fingerprint whole = Fingerprint.of(bytes, 0, 40);
        for (int bit = 0; bit < 8 * 40; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Fingerprint other = Fingerprint.of(changed, 0, 40);
            assertNotEquals(whole, other);
            assertNotEquals(whole.high(), other.high());
            assertNotEquals(whole.low(), other.low());
        }
        byte[] shifted = new byte[50];
        shifted[13] = 7;
        bytes[3] = 7;
        assertEquals(Fingerprint.of(bytes, 0, 40), Fingerprint.of(shifted, 10, 50));
    }
}
