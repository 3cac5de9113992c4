// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.store.file.disk.FileRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What cannot be opened is not damaged: the start is refused with the file, its owner and the missing right, and nothing
 * is set aside. A process without the privilege to read everything opens the store, as rights do not bind root.
 */
class MissingRightsTest extends TwoCopies {

    private Process process;

    @Override
    Limits limits() {
        return new Limits(16 * 1024, 200);
    }

    @Test
    void aFileOfTheStoreThatMayNotBeUsedRefusesTheStartAndIsNamedWithItsOwnerAndTheRight() throws Exception {
        List<Event> events = storeAndStop(400);
        List<Path> files = files();
        assertTrue(files.stream().anyMatch(each -> each.toString().endsWith(".idx")), files.toString());
        assertTrue(files.size() >= 10, files.toString());
        List<Path> before = names();
        for (Path each : files) {
            for (String rights : List.of("---------", "r--r--r--")) {
                refused(each, rights);
                assertEquals(before, names(), "nothing was set aside for " + each);
            }
        }
        assertEquals("opened 400", opened("h2", file.prefix()));
        store.open();
        assertEquals(events, store.events());
    }

    @Test
    void aFolderThatMayNotBeUsedRefusesTheStartToo() throws Exception {
        storeAndStop(400);
        List<Path> before = names();
        for (Path folder : List.of(file.log(), directory)) {
            for (String rights : List.of("---------", "r-xr-xr-x", "rw-rw-rw-", "r--r--r--")) {
                refused(folder, rights);
                assertEquals(before, names(), "nothing was set aside for " + folder);
            }
        }
        assertEquals("opened 400", opened("h2", file.prefix()));
    }

    @Test
    void afterACrashNobodyIsToldToAdoptTheDatabaseForAMissingRight() throws Exception {
        store.open();
        store.append(FIRST, 400);
        store.awaitFollowing();
        Path crashed = Files.createDirectory(directory.resolve("crashed"));
        H2Harness.copyTree(file.log(), crashed.resolve("photon.h2.log"));
        Files.copy(file.path(), crashed.resolve("photon.h2.mv.db"));
        store.close();
        file = new MirrorFile(crashed.resolve("photon.h2"));
        Path segment = file.log().resolve("00000001.log");
        String message = refused(segment, "---------");
        assertFalse(message.contains("--adopt"), message);
    }

    @Test
    void theLogAloneIsRefusedTheSameWay() throws Exception {
        storeAndStop(400);
        Path segment = file.log().resolve("00000002.log");
        Set<PosixFilePermission> whole = Files.getPosixFilePermissions(segment);
        Files.setPosixFilePermissions(segment, PosixFilePermissions.fromString("r--------"));
        String message = opened("file", file.log());
        Files.setPosixFilePermissions(segment, whole);
        assertTrue(message.startsWith("refused "), message);
        assertTrue(message.contains(segment + " cannot be used: the right to write is missing"), message);
    }

    @Test
    void aFolderInAFilesPlaceOrAFileInAFoldersPlaceIsNoDamage() throws Exception {
        storeAndStop(10);
        for (Path each : List.of(
                file.path(), file.log().resolve("00000001.log"), file.log().resolve("mirror.head"))) {
            Path away = directory.resolve("away");
            Files.move(each, away);
            Files.createDirectory(each);
            String message = opened("h2", file.prefix());
            assertTrue(message.contains(each + " is not a file"), message);
            Files.delete(each);
            Files.move(away, each);
        }
        Path away = directory.resolve("away");
        Files.move(file.log(), away);
        Files.writeString(file.log(), "not a folder");
        String message = opened("h2", file.prefix());
        assertTrue(message.contains(file.log() + " is not a folder"), message);
        Files.delete(file.log());
        Files.move(away, file.log());
        assertEquals("opened 10", opened("h2", file.prefix()));
    }

    @Test
    void aFileAboveTheStoresFolderIsToldAsSuch() throws Exception {
        Path file = Files.writeString(directory.resolve("above"), "");
        IOException e = assertThrows(IOException.class, () -> Files.createDirectories(file));
        String message = FileRights.explained(file, e).getMessage();
        assertTrue(
                message.startsWith(file + " cannot be used: there is a file where a folder is wanted; it belongs to "),
                message);
    }

    /** As when its volume is not mounted. */
    @Test
    void aLinkWhoseTargetIsNotThereIsNotTakenForALogThatIsGone() throws Exception {
        storeAndStop(10);
        Path volume = directory.resolve("volume");
        Files.move(file.log(), volume);
        Files.createSymbolicLink(file.log(), volume);
        assertEquals("opened 10", opened("h2", file.prefix()));
        Path unmounted = directory.resolve("unmounted");
        Files.move(volume, unmounted);
        String message = opened("h2", file.prefix());
        assertTrue(message.contains(file.log() + " is a link to " + volume + ", which is not there"), message);
        assertTrue(Files.isSymbolicLink(file.log()));
        Files.move(unmounted, volume);
        assertEquals("opened 10", opened("h2", file.prefix()));
    }

    /** Returns the message. */
    private String refused(Path path, String rights) throws Exception {
        Set<PosixFilePermission> whole = Files.getPosixFilePermissions(path);
        String where = path + " with " + rights;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
        String message;
        try {
            message = opened("h2", file.prefix());
        } finally {
            Files.setPosixFilePermissions(path, whole);
        }
        assertTrue(message.startsWith("refused "), where + ": " + message);
        assertTrue(message.contains(path.toString()), where + ": " + message);
        assertTrue(message.contains(Files.getOwner(path).getName() + ":"), where + ": " + message);
        assertTrue(message.contains(rights), where + ": " + message);
        assertTrue(message.contains("the right to "), where + ": " + message);
        assertTrue(message.contains("is missing"), where + ": " + message);
        return message;
    }

    private String opened(String backend, Path path) throws IOException {
        if (process == null) {
            process = start();
        }
        process.outputWriter().write(backend + " " + path + "\n");
        process.outputWriter().flush();
        return String.valueOf(process.inputReader().readLine());
    }

    @AfterEach
    void endTheProcess() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start() throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndCount.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(file.path()));
        try (Stream<Path> all = Files.list(file.log())) {
            files.addAll(all.sorted().toList());
        }
        return files;
    }

    /** All names, but for what a start and a stop make and remove. */
    private List<Path> names() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
