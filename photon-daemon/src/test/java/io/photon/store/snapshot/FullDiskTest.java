// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Snapshot;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots while the disk is full, and when there is room again. */
class FullDiskTest {

    @TempDir
    Path folder;

    private Path file;
    private MvSnapshots snapshots;

    @BeforeEach
    void open() {
        file = folder.resolve("p.mv");
        SmallDisk.room(Long.MAX_VALUE / 2);
        snapshots = new MvSnapshots(SmallDisk.path(file), "p", false, ended -> {}, new OpenSnapshots());
    }

    @AfterEach
    void close() {
        snapshots.close();
    }

    private static Snapshot snapshot(long position, byte[] value) {
        return new Snapshot("code", position - 1, position, position, position, value);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasKeptBeforeIsReadWhileTheDiskIsFullAndNothingIsSetAside() throws Exception {
        snapshots.rows().put("a", bytes("1"));
        snapshots.save(snapshot(100, bytes("x")));
        SmallDisk.room(0);
        snapshots.rows().put("b", random(3_000_000, 1));
        assertThrows(StoreException.class, () -> snapshots.save(snapshot(200, bytes("y"))));

        assertArrayEquals(bytes("1"), snapshots.rows().get("a"));
        assertNull(snapshots.rows().get("c"));
        assertEquals(3_000_000, snapshots.rows().get("b").length, "a change that waits is not lost");
        assertEquals(List.of(100L), snapshots.positions());
        assertEquals(100, snapshots.latest().orElseThrow().position());
        assertEquals(List.of("p.mv"), files());

        SmallDisk.room(Long.MAX_VALUE / 2);
        snapshots.save(snapshot(300, bytes("z")));
        assertEquals(0, snapshots.rows().pendingBytes());
        assertEquals(3_000_000, snapshots.rows().get("b").length);
        assertEquals(300, snapshots.latest().orElseThrow().position());
    }

    @Test
    void aSaveThatFailsLeavesNothingInTheFileThatNobodyWillReadAgain() throws Exception {
        byte[] large = random(6 << 20, 2); // more than one commit
        snapshots.save(snapshot(100, random(1_000, 3)));
        SmallDisk.room(5 << 20);
        assertThrows(StoreException.class, () -> snapshots.save(snapshot(200, large)), "in its second commit");
        SmallDisk.room(Long.MAX_VALUE / 2);
        snapshots.save(snapshot(300, large));
        assertArrayEquals(large, snapshots.latest().orElseThrow().value());
        assertEquals(25, snapshots.pieces(), "24 of the large value, 1 of the small one");
    }

    @Test
    void aStoreThatCannotEvenBeBegunIsTriedAgain() throws Exception {
        snapshots.close();
        Files.deleteIfExists(file);
        SmallDisk.room(0);
        snapshots = new MvSnapshots(SmallDisk.path(file), "p", false, ended -> {}, new OpenSnapshots());
        assertThrows(StoreException.class, () -> snapshots.save(snapshot(100, random(1_000, 4))));
        assertTrue(snapshots.latest().isEmpty());
        SmallDisk.room(Long.MAX_VALUE / 2);
        snapshots.save(snapshot(200, bytes("x")));
        assertEquals(200, snapshots.latest().orElseThrow().position());
        assertTrue(Files.size(file) > 0, "it is in the file");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }
}
