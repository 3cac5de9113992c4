// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon doctor} and contexts from the packaged binary: with a daemon, without one, and where little works. */
@Timeout(180)
class DoctorSystemTest {

    private static final List<String> PORTS =
            List.of("-events.port", "0", "-projections.port", "0", "-muon.url", "none");

    @TempDir
    Path home;

    private record Ran(int code, String out, String err) {

        private JsonNode check(String name) throws IOException {
            for (JsonNode one : HttpDoor.JSON.readTree(out)) {
                if (one.get("check").asText().equals(name)) {
                    return one;
                }
            }
            throw new AssertionError("no " + name + " in " + out);
        }

        private String status(String name) throws IOException {
            return check(name).get("status").asText();
        }
    }

    private Ran photon(Map<String, String> environment, String... words) throws Exception {
        return photon(List.of(), environment, words);
    }

    /** @param wrapper a program that runs it */
    private Ran photon(List<String> wrapper, Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(PhotonJar.command());
        command.addAll(List.of(words));
        Path out = Files.createTempFile(home, "photon", ".out");
        Path err = Files.createTempFile(home, "photon", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(home.resolve("work")).toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("PHOTON_.*|XDG_.*|MUON_URL|HOME|LANG|LC_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end: " + command);
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Map<String, String> here() {
        return Map.of(
                "HOME", home.toString(),
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_RUNTIME_DIR", home.resolve("run").toString());
    }

    private static String[] doctor(String... more) {
        List<String> words = new ArrayList<>(List.of("doctor", "-o", "json"));
        words.addAll(PORTS);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(home.resolve("data/photon"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    @Test
    void withADaemonAllIsWellAndWithoutItTheStoreIsLookedAtAndLeftAsItIs() throws Exception {
        String[] settings =
                Stream.concat(PORTS.stream(), Stream.of("-db.backend", "file")).toArray(String[]::new);
        try (DaemonProcess daemon = DaemonProcess.start(home, settings)) {
            daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}");
            String port = Integer.toString(daemon.http().base().getPort());
            Ran running = photon(here(), doctor("-db.backend", "file", "-rest.port", port));
            assertEquals(0, running.code(), running.out() + running.err());
            for (String check :
                    List.of("java", "daemon", "version", "store", "clock", "port " + port, "disk", "data folder")) {
                assertEquals("ok", running.status(check), running.out());
            }
            assertTrue(
                    running.check("daemon").get("found").asText().contains("process " + daemon.pid()), running.out());
            Ran other = photon(here(), doctor("-db.backend", "h2", "-rest.port", port));
            assertEquals("warning", other.status("settings"), other.out());
            Ran defaults = photon(here(), "doctor", "-o", "json", "-db.backend", "file", "-rest.port", port);
            assertEquals("note", defaults.status("port 8376"), "the daemon was started without it: " + defaults.out());
            Ran elsewhere = photon(here(), doctor("-db.backend", "file", "-rest.port", "1"));
            assertEquals(7, elsewhere.code(), elsewhere.out());
            assertTrue(elsewhere.check("store").get("found").asText().contains("process " + daemon.pid()));
            assertEquals(0, daemon.stop());
        }
        Map<Path, FileTime> before = files();
        Ran stopped = photon(here(), doctor("-db.backend", "file", "-rest.port", "1"));
        assertEquals("ok", stopped.status("store"), stopped.out());
        assertEquals("note", stopped.status("daemon"), stopped.out());
        assertTrue(stopped.check("fsync").get("found").asText().contains("/s"), stopped.out());
        assertEquals(before, files());
    }

    @Test
    void aPortThatIsNotPhotonsAndAFolderThatIsNotOursAreWrong() throws Exception {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        Path store = Files.createDirectories(home.resolve("data/photon/photon.h2.log"));
        for (Path folder : List.of(home, home.resolve("data"), home.resolve("data/photon"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString(isRoot ? "rwx------" : "---------"));
        Path closed = isRoot ? home.resolve("data/photon") : store;
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> hangUp(other));
            answering.setDaemon(true);
            answering.start();
            String port = Integer.toString(other.getLocalPort());
            Ran ran = photon(asNobody(isRoot), here(), doctor("-rest.host", "127.0.0.1", "-rest.port", port));
            assertEquals(7, ran.code(), ran.out() + ran.err());
            assertEquals("wrong", ran.status("port " + port), ran.out());
            JsonNode refused = ran.check(isRoot ? "data folder" : "store");
            assertEquals("wrong", refused.get("status").asText(), ran.out());
            assertTrue(refused.get("found").asText().contains(closed.toString()), ran.out());
            assertTrue(refused.get("advice").asText().contains("chown"), ran.out());
        } finally {
            Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** Root may do everything, so another user is needed. */
    private static List<String> asNobody(boolean isRoot) throws Exception {
        if (!isRoot) {
            return List.of();
        }
        Requirement.program("setpriv");
        return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    @Test
    void whereTheHomeFolderCannotBeWrittenOrIsMissingContextsSaySoAndCommandsWork() throws Exception {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        Path closed = Files.createDirectory(home.resolve("closed"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Map<String, String> readOnly = Map.of("HOME", closed.toString(), "LANG", "C");
        String[] add = {"context", "add", "größe", "--url", "http://h"};
        Ran refused = photon(readOnly, add);
        assertEquals(2, refused.code(), refused.err()); // not a name, whatever the locale makes of it
        Ran full = photon(asNobody(isRoot), readOnly, "context", "add", "a", "--url", "http://h");
        assertEquals(2, full.code(), full.err());
        assertTrue(full.err().contains(closed + "/.config") && full.err().contains("permission denied"), full.err());
        assertFalse(full.err().contains("Exception"), full.err());
        Ran list = photon(asNobody(isRoot), readOnly, "context", "list", "-o", "json");
        assertEquals("0 []", list.code() + " " + list.out().strip(), list.err());
        Ran none = photon(Map.of("LANG", "C"), "context", "list", "-o", "json");
        assertEquals(0, none.code(), none.err());
        Ran doctor =
                photon(Map.of("LANG", "C", "XDG_DATA_HOME", home.resolve("d").toString()), doctor("-rest.port", "1"));
        assertEquals("note", doctor.status("daemon"), doctor.out());
        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(doctor.err()), doctor.err());
    }

    @Test
    void aDamagedContextInUseStopsCommandsWithItsPlaceAndDoctorSaysIt() throws Exception {
        assertEquals(
                0,
                photon(here(), "context", "add", "a", "--url", "http://127.0.0.1:1", "--use")
                        .code());
        Path file = home.resolve(".config/photon/contexts/a.context");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.writeString(file, "photon-context=9\n");
        String why = file + ": it was written by a later Photon";
        Ran streams = photon(here(), "streams", "list");
        assertEquals(2, streams.code(), streams.err());
        assertTrue(streams.err().contains(why), streams.err());
        Ran doctor = photon(here(), doctor("-rest.port", "1"));
        assertEquals(7, doctor.code(), doctor.err());
        assertTrue(doctor.check("context").get("found").asText().contains(why), doctor.out());
        assertEquals("note", doctor.status("daemon"), doctor.out());
    }
}
