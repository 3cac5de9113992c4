// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Gap;
import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StateUnavailableException;
import io.photon.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvSnapshotStoreTest {

    @TempDir
    Path dir;

    private static Snapshot snapshot(long position, byte[] value) {
        return new Snapshot("code", position - 1, position, position - 2, position / 10, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aFileThatCannotBeOpenedIsNotTakenForADamagedOne() throws Exception {
        save("p", snapshot(10, bytes("value")));
        Path file = theFile();
        Path away = dir.resolveSibling("away.mv");
        Files.move(file, away);
        Files.createSymbolicLink(file, away.resolveSibling("volume-that-is-not-mounted"));
        assertUnavailable(file.toString());
        Files.delete(file);
        Files.createDirectory(file);
        assertUnavailable("is not a file");
        Files.delete(file);
        Files.move(away, file);
        try (MVStore other = MVStore.open(file.toString())) {
            assertTrue(!other.isClosed());
            assertUnavailable("another program has");
        }
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            assertArrayEquals(bytes("value"), snapshots.latest().orElseThrow().value());
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(file), files.toList(), "nothing was set aside");
        }
    }

    private void save(String owner, Snapshot snapshot) throws StoreException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open(owner)) {
            snapshots.save(snapshot);
        }
    }

    private Path theFile() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.findFirst().orElseThrow();
        }
    }

    private void assertUnavailable(String why) {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir)) {
            String message = assertThrows(StateUnavailableException.class, () -> store.open("p"))
                    .getMessage();
            assertTrue(message.contains("'p'") && message.contains(why), message);
        }
    }

    @Test
    void whatASnapshotLacksIsKeptAndWithoutGapsItsEntryIsAsItAlwaysWas() throws StoreException {
        List<Gap> gaps = List.of(new Gap(3, 3), new Gap(7, 9));
        List<Gap> changes = List.of(new Gap(5, 6));
        Snapshot lacking = new Snapshot("code", 9, 20, 18, 2, new byte[] {'1'}, gaps, changes);
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            snapshots.save(lacking);
        }
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            assertEquals(gaps, snapshots.latest().orElseThrow().gaps());
            assertEquals(changes, snapshots.latest().orElseThrow().configGaps());
            assertEquals("code", snapshots.latest().orElseThrow().codeHash());
        }
        Entry whole = Entry.of(1, new Snapshot("code", 1, 20, 18, 2, new byte[] {'1'}));
        assertEquals(2, whole.bytes()[0], "the version that every Photon so far has written and reads");
        assertEquals(whole, Entry.read(20, whole.bytes()));
        Entry other = Entry.of(1, lacking);
        assertEquals(other, Entry.read(20, other.bytes()));
        Entry ofItsStream = Entry.of(1, new Snapshot("code", 1, 20, 18, 2, new byte[] {'1'}, gaps, List.of()));
        assertEquals(3, ofItsStream.bytes()[0]);
        assertEquals(ofItsStream, Entry.read(20, ofItsStream.bytes()));
    }

    @Test
    void ofManyOwnersFewHaveTheirFilesOpenAndAllOfThemKeepTheirSnapshots() throws StoreException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir)) {
            List<Snapshots> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(store.open("p" + i));
                all.get(i).save(snapshot(100, bytes("first " + i)));
                all.get(i).save(snapshot(200, bytes("second " + i)));
            }
            assertTrue(store.openFiles() <= 33, store.openFiles() + " files are open");
            assertEquals(100, all.get(0).owners());
            for (int i = 0; i < 100; i++) {
                assertEquals(List.of(100L, 200L), all.get(i).positions());
                assertArrayEquals(
                        bytes("second " + i), all.get(i).latest().orElseThrow().value());
            }
            assertTrue(store.openFiles() <= 33, store.openFiles() + " files are open");
        }
    }

    @Test
    void aSnapshotComesBackWholeAlsoALargeOne() throws StoreException {
        byte[] large = random(5_000_001, 1);
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("a/b \u00e9")) {
            assertTrue(snapshots.latest().isEmpty());
            snapshots.save(snapshot(100, bytes("first")));
            snapshots.save(snapshot(200, large));
            snapshots.save(snapshot(300, new byte[0]));
        }
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("a/b \u00e9")) {
            Snapshot latest = snapshots.latest().orElseThrow();
            assertEquals(300, latest.position());
            assertEquals(0, latest.value().length);
            Snapshot second = snapshots.latestUpTo(299).orElseThrow();
            assertArrayEquals(large, second.value());
            assertEquals(199, second.configPosition());
            assertEquals(198, second.lastOrderId());
            assertEquals(20, second.processed());
            assertEquals("code", second.codeHash());
            assertTrue(snapshots.latestUpTo(99).isEmpty());
        }
    }

    @Test
    void oldOnesGetSparserWithAgeAndTheirNumberIsBounded() throws StoreException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            for (int i = 1; i <= 500; i++) {
                snapshots.save(snapshot(i * 1_000L, bytes("value " + i)));
            }
            List<Long> kept = snapshots.positions();
            assertTrue(kept.size() <= Thinning.MOST && kept.size() > Thinning.MOST / 2, kept.toString());
            assertEquals(500_000, kept.get(kept.size() - 1));
            assertTrue(kept.get(0) <= 300_000, "nothing old is left: " + kept);
            for (long position : kept) {
                assertArrayEquals(
                        bytes("value " + position / 1_000),
                        snapshots.latestUpTo(position).orElseThrow().value());
            }
        }
    }

    @Test
    void largeOldOnesAreBoundedInBytes() throws StoreException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            byte[] large = random(12 << 20, 2);
            for (int i = 1; i <= 10; i++) {
                snapshots.save(snapshot(i * 1_000L, large));
            }
            long old = (snapshots.positions().size() - 1) * (12L << 20);
            assertTrue(old <= Thinning.MOST_BYTES, old + " bytes of old ones");
        }
    }

    @Test
    void rowsAreKeptTogetherWithTheirSnapshotOrNotAtAll() throws StoreException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir)) {
            try (Snapshots snapshots = store.open("p")) {
                snapshots.rows().put("a", bytes("1"));
                snapshots.rows().put("b", bytes("2"));
                snapshots.save(snapshot(100, bytes("x")));
                snapshots.rows().put("a", bytes("3"));
                snapshots.rows().remove("b");
                snapshots.rows().put("c", bytes("4"));
                assertEquals("{a=3, c=4}", all(snapshots));
                snapshots.rows().rollback();
                assertEquals("{a=1, b=2}", all(snapshots));
                snapshots.rows().put("z", bytes("lost"));
            }
            try (Snapshots snapshots = store.open("p")) {
                assertEquals("{a=1, b=2}", all(snapshots));
                assertNull(snapshots.rows().get("z"));
                snapshots.rows().put("a", bytes("5"));
                snapshots.save(snapshot(200, bytes("y")));
                assertEquals(List.of(200L), snapshots.positions(), "older values belong to other rows");
            }
        }
    }

    @Test
    void aSaveOfManyRowsThatBreaksOffLeavesTheSnapshotBeforeItAndNoneOfItsRows() throws StoreException, IOException {
        Path image = Files.createDirectory(dir.resolve("image"));
        try (MvSnapshotStore store = MvSnapshotStore.in(dir.resolve("store"));
                Snapshots snapshots = store.open("p")) {
            snapshots.rows().put("a", bytes("1"));
            snapshots.save(snapshot(100, bytes("x")));
            for (int row = 0; row < 400; row++) {
                snapshots.rows().put("b" + row, random(100_000, row));
            }
            assertThrows(NullPointerException.class, () -> snapshots.rows().put("z", null));
            assertThrows(
                    NullPointerException.class, () -> snapshots.save(snapshot(200, bytes("y"))), "at its last row");
            try (Stream<Path> files = Files.list(dir.resolve("store"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, image.resolve(file.getFileName()));
                }
            }
        }
        try (MvSnapshotStore store = MvSnapshotStore.in(image);
                Snapshots snapshots = store.open("p")) {
            assertEquals(List.of(100L), snapshots.positions());
            assertEquals("{a=1}", all(snapshots));
        }
    }

    private static String all(Snapshots snapshots) {
        Map<String, String> rows = new TreeMap<>();
        snapshots.rows().forEach("", (key, value) -> {
            rows.put(key, new String(value, StandardCharsets.UTF_8));
            return true;
        });
        return rows.toString();
    }

    @Test
    void whatIsErasedLeavesNoByteBehind() throws StoreException, IOException {
        byte[] secret = bytes("a-secret-that-must-go");
        try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                Snapshots snapshots = store.open("p")) {
            snapshots.rows().put("a-secret-that-must-go", secret);
            snapshots.save(snapshot(100, secret));
            assertTrue(isAnywhere(secret), "it was never there: nothing is tested");
            snapshots.erase();
            assertTrue(snapshots.latest().isEmpty());
            assertNull(snapshots.rows().get("a-secret-that-must-go"));
            snapshots.save(snapshot(200, bytes("other")));
        }
        assertFalse(isAnywhere(secret));
    }

    private boolean isAnywhere(byte[] wanted) throws IOException {
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void theOwnersThatAreGoneAreErased() throws StoreException, IOException {
        try (MvSnapshotStore store = MvSnapshotStore.in(dir)) {
            for (String owner : List.of("a", "b")) {
                try (Snapshots snapshots = store.open(owner)) {
                    snapshots.save(snapshot(100, bytes("of-" + owner)));
                }
            }
            store.retain(Set.of("b"));
            assertFalse(isAnywhere(bytes("of-a")));
            try (Snapshots snapshots = store.open("b")) {
                assertTrue(snapshots.latest().isPresent());
            }
        }
    }

    @Test
    void aDamagedFileNeverStopsAnybody() throws StoreException, IOException {
        for (int round = 0; round < 60; round++) {
            Path folder = dir.resolve("round" + round);
            try (MvSnapshotStore store = MvSnapshotStore.in(folder);
                    Snapshots snapshots = store.open("p")) {
                for (int i = 1; i < 20; i++) {
                    snapshots.rows().put("row" + i, random(300, i));
                    snapshots.save(snapshot(i, random(2_000, i)));
                }
            }
            damage(folder, new Random(round));
            try (MvSnapshotStore store = MvSnapshotStore.in(folder);
                    Snapshots snapshots = store.open("p")) {
                snapshots
                        .latest()
                        .ifPresent(latest -> assertArrayEquals(
                                random(2_000, latest.position()), latest.value(), "what is given is right"));
                try {
                    snapshots.rows().forEach("", (key, value) -> {
                        assertArrayEquals(random(300, Long.parseLong(key.substring(3))), value);
                        return true;
                    });
                } catch (StateLostException e) {
                    assertTrue(snapshots.latest().isEmpty(), "rows are lost, and the snapshot with them");
                }
                try {
                    snapshots.save(snapshot(1_000, bytes("goes on")));
                } catch (StateLostException e) {
                    snapshots.save(snapshot(1_000, bytes("goes on")));
                }
                assertArrayEquals(
                        bytes("goes on"), snapshots.latest().orElseThrow().value());
            }
        }
    }

    private static void damage(Path folder, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = new ArrayList<>(all.toList());
        }
        try (RandomAccessFile file = new RandomAccessFile(files.get(0).toFile(), "rw")) {
            switch (random.nextInt(3)) {
                case 0 -> file.setLength(random.nextInt((int) file.length()));
                case 1 -> {
                    for (int i = 0; i < 40; i++) {
                        file.seek(random.nextInt((int) file.length()));
                        file.write(random.nextInt(256));
                    }
                }
                default -> {
                    file.seek(0);
                    file.write(new byte[8_192]);
                }
            }
        }
    }

    /** Saves for ever: its value is its position as text, and so are all of its ten rows. */
    public static final class Saver {
        private Saver() {}

        public static void main(String[] args) throws Exception {
            try (MvSnapshotStore store = MvSnapshotStore.in(Path.of(args[0]));
                    Snapshots snapshots = store.open("p")) {
                long position = snapshots.latest().map(Snapshot::position).orElse(0L);
                while (true) {
                    position++;
                    for (int row = 0; row < 10; row++) {
                        snapshots.rows().put("row" + row, bytes(Long.toString(position)));
                    }
                    snapshots.save(snapshot(position, bytes(Long.toString(position))));
                    if (position % 200 == 0) {
                        System.out.println(position);
                    }
                }
            }
        }
    }

    @Test
    void aKilledProcessLeavesSnapshotAndRowsOfOneMoment() throws Exception {
        Random random = new Random(7);
        long before = 0;
        for (int round = 0; round < 6; round++) {
            Process saver = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Saver.class.getName(),
                            dir.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            for (int line = 0; line < 1 + random.nextInt(4); line++) {
                int read = saver.getInputStream().read();
                while (read != '\n' && read >= 0) {
                    read = saver.getInputStream().read();
                }
            }
            saver.destroyForcibly();
            assertTrue(saver.waitFor(20, TimeUnit.SECONDS));
            try (MvSnapshotStore store = MvSnapshotStore.in(dir);
                    Snapshots snapshots = store.open("p")) {
                Snapshot latest = snapshots.latest().orElseThrow();
                assertTrue(latest.position() > before, "nothing survived round " + round);
                before = latest.position();
                String expected = Long.toString(latest.position());
                assertEquals(expected, new String(latest.value(), StandardCharsets.UTF_8));
                for (int row = 0; row < 10; row++) {
                    assertEquals(expected, new String(snapshots.rows().get("row" + row), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void aFolderThatCannotBeUsedMeansMemory() throws IOException, StoreException {
        Path file = Files.writeString(dir.resolve("file"), "no folder");
        try (MvSnapshotStore store = MvSnapshotStore.in(file);
                Snapshots snapshots = store.open("p")) {
            snapshots.save(snapshot(1, bytes("x")));
            assertTrue(snapshots.latest().isPresent());
        }
    }
}
