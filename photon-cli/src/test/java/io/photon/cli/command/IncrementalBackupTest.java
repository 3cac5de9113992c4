// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup --since FILE}: what came after the last backup of this store, also after quiet days. */
@Timeout(120)
class IncrementalBackupTest {

    @TempDir
    Path dir;

    private final List<Photon> daemons = new ArrayList<>();

    private Shell store(String name) {
        Path runtime = dir.resolve(name).resolve("photon");
        Photon started = OwnDaemon.start(dir, runtime);
        daemons.add(started);
        Shell shell = new Shell(started.url());
        shell.environment.put("XDG_RUNTIME_DIR", runtime.getParent().toString());
        return shell;
    }

    @AfterEach
    void stop() {
        daemons.forEach(Photon::close);
    }

    private static Ran ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran;
    }

    private static long emit(Shell photon, String stream) {
        return Long.parseLong(ok(photon.run("emit", "--stream", stream, "--type", "t", "-o", "raw"))
                .out()
                .strip());
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private String backup(Shell photon, String name, String... since) {
        List<String> words = new ArrayList<>(List.of("backup", "-q", "--file", file(name)));
        words.addAll(List.of(since));
        ok(photon.run(words.toArray(String[]::new)));
        return file(name);
    }

    private static String trailer(String file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        return lines.get(lines.size() - 1);
    }

    @Test
    void theLastBackupMayComeFromStandardInput() throws IOException {
        Shell photon = store("one");
        emit(photon, "a");
        String full = backup(photon, "full");
        long second = emit(photon, "b");
        ok(photon.runWith(Files.readString(Path.of(full)), "backup", "-q", "--since", "-", "--file", file("next")));
        String next = Files.readString(dir.resolve("next"));
        assertTrue(next.contains("\"order-id\":" + second), next);
    }

    @Test
    void aChainWithQuietIntervalsHoldsEveryEventOnceAndIsRestored() throws IOException {
        Shell photon = store("one");
        emit(photon, "a");
        long second = emit(photon, "b");
        String full = backup(photon, "full");
        String quiet = backup(photon, "quiet", "--since", full);
        String quieter = backup(photon, "quieter.zst", "--since", quiet, "--compress", "zstd");
        long third = emit(photon, "a");
        String busy = backup(photon, "busy", "--since", quieter);
        String last = backup(photon, "last", "--since", busy);
        assertTrue(trailer(quiet).contains("\"events\":0,\"first\":null,\"last\":" + second + ","), trailer(quiet));
        assertTrue(trailer(busy).contains("\"events\":1,\"first\":" + third + ",\"last\":" + third + ","));
        assertTrue(trailer(last).contains("\"events\":0,\"first\":null,\"last\":" + third + ","), trailer(last));
        String[] chain = {"verify", full, quiet, quieter, busy, last};
        assertTrue(ok(photon.run(chain)).out().startsWith("{\"backups\":5,\"events\":3,"));
        Shell other = store("two");
        chain[0] = "restore";
        assertTrue(ok(other.run(chain)).out().contains("\"restored\":3,"));
        String all = ok(photon.run("replay", "__all__", "--type", "cold")).out();
        assertEquals(all, ok(other.run("replay", "__all__", "--type", "cold")).out());
        // What was restored is the same store: it goes on from the same backup.
        long fourth = emit(other, "c");
        assertTrue(trailer(backup(other, "more", "--since", last)).contains("\"first\":" + fourth + ","));
        Ran gap = store("three").run("restore", full, file("more"));
        assertEquals(7, gap.code(), gap.err());
    }

    @Test
    void aQuietIntervalIsSaidToBeOne() {
        Shell photon = store("one");
        long only = emit(photon, "a");
        String full = backup(photon, "full");
        Ran ran = ok(photon.run("backup", "--since", full, "--file", file("quiet")));
        assertTrue(ran.err().contains("copied 0 events: nothing is new since " + only + " in "), ran.err());
    }

    @Test
    void severalBackupsInOneFileAreAChainToGoOnFrom() throws IOException {
        Shell photon = store("one");
        emit(photon, "a");
        Path chain = Path.of(backup(photon, "full"));
        for (int i = 0; i < 2; i++) {
            String more =
                    ok(photon.run("backup", "-q", "--since", chain.toString())).out();
            Files.writeString(chain, more, java.nio.file.StandardOpenOption.APPEND);
        }
        long second = emit(photon, "a");
        String more =
                ok(photon.run("backup", "-q", "--since", chain.toString())).out();
        assertTrue(more.startsWith("{\"order-id\":" + second + ","), more);
        assertEquals(2, more.lines().count());
    }

    @Test
    void theBackupOfAnEmptyStoreIsFollowedByEverything() {
        Shell photon = store("one");
        String empty = backup(photon, "empty");
        emit(photon, "a");
        assertEquals(
                2,
                ok(photon.run("backup", "-q", "--since", empty)).out().lines().count());
    }

    @Test
    void theBackupOfAnotherStoreIsRefusedAlsoAnEmptyIncrement() {
        Shell photon = store("one");
        emit(photon, "a");
        String full = backup(photon, "full");
        String quiet = backup(photon, "quiet", "--since", full);
        Shell other = store("two");
        emit(other, "a");
        for (String base : List.of(full, quiet)) {
            refused(other, 4, "nothing that stands at the end of " + base + " is in this store", "--since", base);
        }
        ok(other.run("restore", "-q", full, "--as-new"));
        refused(other, 4, "nothing that stands at the end of " + full + " is in this store", "--since", full);
        assertFalse(Files.exists(dir.resolve("next")));
    }

    @Test
    void aStoreThatWentBackToAnOlderStateIsAnother() {
        Shell photon = store("one");
        emit(photon, "a");
        emit(photon, "b");
        String older = backup(photon, "older");
        emit(photon, "a");
        String newer = backup(photon, "newer");
        Shell back = store("two");
        ok(back.run("restore", "-q", older));
        emit(back, "a");
        refused(back, 4, newer + " is of another store", "--since", newer);
        backup(back, "next", "--since", older);
    }

    @Test
    void aStreamThatWasDeletedSinceDoesNotMakeItAnotherStore() throws IOException {
        Shell photon = store("one");
        emit(photon, "kept");
        emit(photon, "gone");
        String full = backup(photon, "full");
        ok(photon.run("streams", "delete", "gone", "--yes", "-q"));
        long again = emit(photon, "gone");
        String next = backup(photon, "next", "--since", full);
        assertTrue(trailer(next).contains("\"last\":" + again + ","), trailer(next));
        assertTrue(ok(photon.run("verify", full, next)).out().startsWith("{\"backups\":2,"));
    }

    @Test
    void whatIsNoCompleteBackupIsNoBase() throws IOException {
        Shell photon = store("one");
        emit(photon, "a");
        String full = backup(photon, "full");
        String quiet = backup(photon, "quiet", "--since", full);
        String whole = Files.readString(Path.of(full));
        Path replayed = Files.writeString(dir.resolve("replayed"), whole.substring(0, whole.indexOf('\n') + 1));
        refused(photon, 7, replayed + ": the backup ends without a trailer", "--since", replayed.toString());
        Path cut = Files.writeString(
                dir.resolve("cut"), whole + Files.readString(Path.of(quiet)).substring(0, 40));
        refused(photon, 7, cut + ": line 3, byte", "--since", cut.toString());
        Path damaged = Files.writeString(dir.resolve("damaged"), whole.replace("\"t\"", "\"u\""));
        refused(photon, 7, damaged + ": line 2", "--since", damaged.toString());
        refused(photon, 3, "there is no file " + file("none"), "--since", file("none"));
        refused(photon, 2, "both --since and --from", "--since", full, "--from", "1");
        Ran over = photon.run("backup", "--since", full, "--file", full);
        assertEquals(2, over.code());
        assertTrue(over.err().contains("it would be lost"), over.err());
        assertEquals(whole, Files.readString(Path.of(full)));
    }

    private void refused(Shell photon, int code, String message, String... words) {
        List<String> all = new ArrayList<>(List.of("backup", "--file", file("next")));
        all.addAll(List.of(words));
        Ran ran = photon.run(all.toArray(String[]::new));
        assertEquals(code, ran.code(), ran.err());
        assertTrue(ran.err().contains(message) && ran.err().contains("\nhint: "), ran.err());
        assertFalse(Files.exists(dir.resolve("next")));
    }
}
