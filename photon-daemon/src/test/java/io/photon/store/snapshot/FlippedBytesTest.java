// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A byte that is another one: H2 does not notice it within a page, and a wrong position would be a wrong value. */
class FlippedBytesTest {

    private static final Snapshot SAVED = new Snapshot(
            "the hash of the code", 41, 0x1234_5678_9abcL, 0x1234_5678_9aaaL, 77, text("the value of a projection"));
    private static final String ROW_KEY = "a stream of which there is a row";

    @TempDir
    Path dir;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] saved() throws StoreException, IOException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            snapshots.rows().put(ROW_KEY, text("what is known of it"));
            snapshots.save(SAVED);
        }
        return Files.readAllBytes(file());
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".mv"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Where such bytes begin; a file may have older copies of them. */
    private static List<Integer> places(byte[] file, byte[] part) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + part.length <= file.length; at++) {
            int same = 0;
            while (same < part.length && file[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                places.add(at);
            }
        }
        return places;
    }

    /** What is found, when this byte of each copy is another one. */
    private Optional<Snapshot> latestWithout(byte[] file, List<Integer> places, int offset, boolean withRow)
            throws IOException {
        byte[] damaged = file.clone();
        places.forEach(place -> damaged[place + offset] ^= 0x04);
        Files.write(file(), damaged);
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            if (withRow) {
                List<String> keys = new ArrayList<>();
                try {
                    snapshots.rows().forEach("", (key, row) -> keys.add(key));
                    assertTrue(keys.isEmpty() || keys.equals(List.of(ROW_KEY)), () -> "rows " + keys);
                } catch (StateLostException noticed) {
                    assertTrue(keys.isEmpty());
                }
            }
            return snapshots.latest();
        }
    }

    @Test
    void noByteOfAnEntryCanBeAnotherOneUnnoticed() throws StoreException, IOException {
        byte[] file = saved();
        byte[] entry = Entry.of(1, SAVED).bytes();
        List<Integer> places = places(file, entry);
        assertTrue(!places.isEmpty(), "no entry in the file");
        for (int offset = 0; offset < entry.length; offset++) {
            int at = offset;
            latestWithout(file, places, offset, false).ifPresent(found -> {
                assertEquals(SAVED.position(), found.position(), "byte " + at);
                assertEquals(SAVED.configPosition(), found.configPosition(), "byte " + at);
                assertEquals(SAVED.lastOrderId(), found.lastOrderId(), "byte " + at);
                assertEquals(SAVED.processed(), found.processed(), "byte " + at);
                assertEquals(SAVED.codeHash(), found.codeHash(), "byte " + at);
                assertArrayEquals(SAVED.value(), found.value(), "byte " + at);
            });
        }
    }

    @Test
    void noByteOfItsPositionOrOfTheNameOfARowCanBeAnotherOneUnnoticed() throws StoreException, IOException {
        byte[] file = saved();
        List<Integer> keys = places(file, text(ROW_KEY));
        assertTrue(!keys.isEmpty(), "no row in the file");
        for (int offset = 0; offset < ROW_KEY.length(); offset++) {
            latestWithout(file, keys, offset, true);
        }
        byte[] entry = Entry.of(1, SAVED).bytes();
        List<Integer> places = places(file, entry);
        for (int before = 1; before <= 12; before++) {
            int at = before;
            latestWithout(file, places, -before, false)
                    .ifPresent(found -> assertEquals(SAVED.position(), found.position(), at + " bytes before"));
        }
    }
}
