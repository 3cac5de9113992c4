// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Fence;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that says where the slots of a copy end: what is damaged in it is not believed (docs/reliability scenario 4). */
class SlotIndexTest {

    private static final int SLOTS = 5;
    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    @TempDir
    Path folder;

    private final MemorySlotServer server = new MemorySlotServer();

    /** Five slots of two events: 10 and 11, 20 and 21, … */
    @BeforeEach
    void fill() throws Exception {
        SlotServer connection = server.connect();
        Contents contents = new Contents(new Uploads(connection));
        try (SlotCache cache = SlotCache.open(folder, connection)) {
            SlotLog log = new SlotLog(connection, contents, cache, TIMEOUT_NANOS);
            log.begin();
            for (long slot = 0; slot < SLOTS; slot++) {
                long first = 10 * (slot + 1);
                log.append(List.of(event("s", first), event("s", first + 1)), new Fence(0));
            }
        }
    }

    private Path index() {
        return folder.resolve("slot-ends");
    }

    private void assertItIsAllThere() throws Exception {
        try (SlotCache cache = SlotCache.open(folder, server.connect())) {
            assertEquals(SLOTS, cache.slots(), "else it was made anew");
            for (int slot = 0; slot < SLOTS; slot++) {
                long first = 10L * (slot + 1);
                assertEquals(first + 1, cache.last(slot));
                assertEquals(slot, cache.slotOf(first));
                assertEquals(slot, cache.slotOf(first + 1));
            }
            assertEquals(SLOTS, cache.slotOf(10L * SLOTS + 2));
        }
        assertFalse(isAnythingAside());
    }

    private boolean isAnythingAside() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.anyMatch(each -> each.getFileName().toString().startsWith("events.aside-"));
        }
    }

    @Test
    void aFlippedBitIsPutRightByTheServer() throws Exception {
        byte[] sound = Files.readAllBytes(index());
        Random random = new Random(Seed.any());
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(index(), damaged);
            assertItIsAllThere();
            assertArrayEquals(sound, Files.readAllBytes(index()), "flipped at " + at);
        }
    }

    @Test
    void entriesThatChangedPlacesArePutRightByTheServer() throws Exception {
        byte[] sound = Files.readAllBytes(index());
        int entry = sound.length / SLOTS;
        byte[] swapped = sound.clone();
        System.arraycopy(sound, 0, swapped, entry, entry);
        System.arraycopy(sound, entry, swapped, 0, entry);
        Files.write(index(), swapped);
        assertItIsAllThere();
    }

    @Test
    void aCopyOfAnEarlierPhotonOpensAndIsNotBelievedWithoutTheServer() throws Exception {
        Files.delete(index());
        ByteBuffer old = ByteBuffer.allocate(SLOTS * Long.BYTES);
        for (long slot = 0; slot < SLOTS; slot++) {
            old.putLong(slot == 2 ? 33 : 10 * (slot + 1) + 1);
        }
        Files.write(folder.resolve("slots"), old.array());
        assertItIsAllThere();
        assertFalse(Files.exists(folder.resolve("slots")));
    }

    @Test
    void whatTheServerHasLostAsWellIsKeptAside() throws Exception {
        byte[] damaged = Files.readAllBytes(index());
        damaged[damaged.length / 2] ^= 4;
        Files.write(index(), damaged);
        for (long slot = 2; slot < SLOTS; slot++) {
            server.lose(slot);
        }
        try (SlotCache cache = SlotCache.open(folder, server.connect())) {
            assertEquals(0, cache.slots());
        }
        assertTrue(isAnythingAside(), "it may be the only copy");
    }
}
