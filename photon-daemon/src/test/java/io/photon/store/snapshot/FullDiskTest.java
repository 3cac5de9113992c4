package io.photon.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StateRows;
import io.photon.store.StoreException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a Java of its own, which may write no file beyond a size: what a full disk looks like from inside. */
class FullDiskTest {

    private static final int LIMIT_KB = 2_048;

    @TempDir
    Path dir;

    @Test
    void whatWasKeptBeforeADiskIsFullCanBeReadAllTheTimeAndIsThereAfterwards() throws Exception {
        Path said = dir.resolve("said");
        Process java = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "ulimit -f " + LIMIT_KB + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        dir.resolve("kept").toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(said.toString()))
                .start();
        try {
            assertTrue(java.waitFor(120, TimeUnit.SECONDS), "it runs on: " + Files.readString(said));
            assertEquals(0, java.exitValue(), Files.readString(said));
        } finally {
            java.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(dir.resolve("kept"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".damaged")).toList());
        }
        try (MvSnapshotStore store = MvSnapshotStore.in(dir.resolve("kept"));
                Snapshots snapshots = store.open("p")) {
            assertEquals(100, snapshots.latest().orElseThrow().position());
            assertArrayEquals(row(1), snapshots.rows().get("row1"));
            assertNull(snapshots.rows().get("new1"));
        }
    }

    /** What the other Java does: a snapshot with rows, then one for which there is no room, and a look at both. */
    public static void main(String[] arguments) throws StoreException {
        MvSnapshotStore store = MvSnapshotStore.in(Path.of(arguments[0]));
        Snapshots snapshots = store.open("p");
        StateRows rows = snapshots.rows();
        rows.put("row1", row(1));
        snapshots.save(snapshot(100));
        for (int i = 0; i < 3 * LIMIT_KB; i++) {
            rows.put("new" + i, row(i));
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                snapshots.save(snapshot(200));
                throw new AssertionError("there was room");
            } catch (StoreException full) {
                assertEquals(StoreException.Kind.NO_SPACE, full.kind(), full.getMessage());
            }
            assertArrayEquals(row(1), rows.get("row1"));
            assertArrayEquals(row(7), rows.get("new7"));
            assertTrue(rows.pendingBytes() > 3L * LIMIT_KB * 1_024, "they wait for room");
            assertEquals(100, snapshots.latest().orElseThrow().position());
        }
        Runtime.getRuntime().halt(0); // as it would be if the power went out then
    }

    private static Snapshot snapshot(long position) {
        return new Snapshot("code", 0, position, position, 1, "value".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] row(int number) {
        byte[] bytes = new byte[1_024];
        new Random(number).nextBytes(bytes);
        return bytes;
    }
}
