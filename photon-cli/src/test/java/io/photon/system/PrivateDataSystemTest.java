// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are for the user alone whom the daemon runs as. */
@Timeout(180)
class PrivateDataSystemTest {

    private static final List<String> OPEN_UMASK = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");

    /** What is not there any more is open to nobody. */
    private static final String GONE = "gone";

    @TempDir
    Path home;

    /** Everything below a folder, the folder itself too, that others may look into. */
    private static List<String> open(Path folder) throws IOException {
        return LivingFolder.everything(folder).stream()
                .map(PrivateDataSystemTest::shown)
                .filter(each -> !each.startsWith("rwx------ dir") && !each.startsWith("rw------- file"))
                .filter(each -> !each.equals(GONE))
                .toList();
    }

    private static String shown(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    + (Files.isDirectory(path) ? " dir " : " file ")
                    + path;
        } catch (NoSuchFileException e) {
            return GONE;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void use(DaemonProcess daemon) throws IOException {
        daemon.http()
                .post(
                        "/api/projection",
                        "application/json",
                        "{\"projection-name\":\"p\",\"stream-name\":\"s\",\"language\":\"jq\",\"reduction\":\". + 1\","
                                + "\"initial-value\":\"0\"}");
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + i + "}");
        }
        daemon.http().get("/api/projection/p/wait?at-least=" + last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void allThatIsStoredIsForTheOwnerAloneWhateverTheUmask(String backend) throws IOException {
        try (DaemonProcess daemon = DaemonProcess.startBy(OPEN_UMASK, home, "-db.backend", backend)) {
            use(daemon);
            assertEquals(List.of(), open(daemon.data()));
            assertEquals(0, daemon.stop());
            assertEquals(List.of(), open(daemon.data()));
        }
    }

    @Test
    void filesThatWereLeftOpenToOthersAreClosedAtTheStart() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.startBy(OPEN_UMASK, home)) {
            use(daemon);
            assertEquals(0, daemon.stop());
        }
        Path data = home.resolve("data/photon");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path each : files.toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        try (DaemonProcess daemon = DaemonProcess.startBy(OPEN_UMASK, home)) {
            List<String> left = open(data);
            assertTrue(
                    left.stream().allMatch(each -> each.endsWith("dir " + data) || each.startsWith("rwx------")),
                    left.toString());
            assertEquals(0, daemon.stop());
        }
    }
}
