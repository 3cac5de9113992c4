// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.BuiltJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend of another project, in a jar next to the program: found, listed, used; and what is said without it. */
class BackendJarSystemTest {

    @TempDir
    static Path place;

    /** The program with the backend next to it, and alone. */
    private static Path with;

    private static Path alone;

    @TempDir
    Path home;

    private record Ran(int code, String out, String err) {}

    @BeforeAll
    static void installTwice() throws Exception {
        with = Files.createDirectories(place.resolve("with")).resolve("photon.jar");
        alone = Files.createDirectories(place.resolve("alone")).resolve("photon.jar");
        Files.copy(DaemonProcess.jar(), with);
        Files.createLink(alone, with);
        Path sources = Path.of(System.getProperty("photon.root"), "photon-daemon/src/test/resources/tiny-backend");
        BuiltJar.of(
                with.resolveSibling("photon-store-tiny.jar"),
                List.of(sources.resolve("TinyBackend.java"), sources.resolve("TinyDriver.java")),
                List.of(with),
                "io.photon.store.backend.StoreBackend",
                "org.example.tiny.TinyBackend");
    }

    private Ran run(Path jar, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "photon", ".out");
        Path err = Files.createTempFile(home, "photon", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_"));
        builder.environment().put("XDG_DATA_HOME", home.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> "photon " + String.join(" ", arguments) + " does not end");
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Runs what is to be run with the program that has the backend next to it. */
    private static List<String> otherProgram() {
        return List.of(
                "sh",
                "-c",
                "for word; do shift; case $word in */photon.jar) word=" + with
                        + ";; esac; set -- \"$@\" \"$word\"; done; exec \"$@\"",
                "sh");
    }

    private static DaemonProcess serve(Path home) {
        return DaemonProcess.startBy(
                otherProgram(),
                home,
                "-db.backend",
                "tiny",
                "-tiny.path",
                home + "/tiny",
                "-events.port",
                "0",
                "-projections.port",
                "0");
    }

    @Test
    void aDaemonStoresInItAndFindsItsEventsAfterARestart() throws Exception {
        for (int round = 1; round <= 2; round++) {
            try (DaemonProcess daemon = serve(home)) {
                assertTrue(daemon.stderr().contains(" backend=tiny "), daemon.stderr());
                daemon.http().stored("{\"stream-name\":\"orders\",\"event-type\":\"T\",\"payload\":" + round + "}");
                assertEquals(round, daemon.http().replay("orders").size(), daemon::stderr);
                assertEquals(
                        "tiny", daemon.http().json("/api/stats").at("/backend").asText());
                assertEquals(0, daemon.stop(), daemon::stderr);
            }
        }
        assertTrue(Files.isDirectory(home.resolve("tiny")));
    }

    @Test
    void itsSettingsAreListedWithTheOthersAndSecretsAreNotShown() throws Exception {
        Ran printed = run(
                with, "serve", "--print-config", "-o", "ndjson", "-db.backend", "petite", "-tiny.path", "/somewhere");
        assertEquals(0, printed.code(), printed.err());
        assertTrue(printed.out().contains("\"db.backend\",\"value\":\"tiny\""), printed.out());
        assertTrue(printed.out().contains("\"tiny.path\",\"value\":\"/somewhere\""), printed.out());
        assertTrue(printed.out().contains("\"tiny.password\""), printed.out());
        Ran help = run(with, "serve", "--help");
        assertTrue(help.out().contains("--tiny.path"), help.out());
        assertTrue(help.out().contains("h2|file|memory|tiny"), help.out());
        Ran doctor = run(with, "doctor", "-tiny.path", "/somewhere", "-rest.port", "1");
        assertFalse(doctor.out().contains("there is no setting"), doctor.out());
    }

    @Test
    void withoutItsJarTheProgramSaysWhatIsMissingAndWhere() throws Exception {
        Ran unknown = run(alone, "serve", "-db.backend", "tiny");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("db.backend is tiny"), unknown.err());
        Ran missing = run(alone, "serve", "-db.backend", "redis");
        assertEquals(2, missing.code());
        assertTrue(missing.err().contains("no photon-store-redis.jar in " + alone.getParent()), missing.err());
        assertTrue(missing.err().contains("hint: this Photon has h2, file and memory"), missing.err());
        assertFalse(run(alone, "serve", "--help").out().contains("tiny"));
    }
}
