// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that another user may have written, and secrets that everyone can see. */
class FileTrustTest {

    private static final String PORT = "rest.port = 4000\n";

    @TempDir
    Path folder;

    private Place place;

    @BeforeEach
    void start() {
        place = new Place(folder);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String error() throws IOException {
        List<String> errors = place.errors();
        assertEquals(1, errors.size(), errors.toString());
        return errors.get(0);
    }

    @Test
    void aFileThatOthersMayWriteIsRefusedAndTheHintSaysHowToCloseIt() throws IOException {
        place.file("photon.properties", PORT);
        mode(folder.resolve("photon.properties"), "rw-rw-rw-");
        assertTrue(error().startsWith("photon.properties: other users of this machine may write this file"), error());
        assertTrue(
                error().endsWith("chmod o-w "
                        + folder.resolve("photon.properties").toAbsolutePath()),
                error());
        mode(folder.resolve("photon.properties"), "rw-rw-r--");
        assertEquals(4_000, place.settings().get(SettingsTable.REST_PORT));
    }

    @Test
    void aFileInAFolderThatOthersMayWriteIsRefused() throws IOException {
        place.file("photon.properties", PORT);
        mode(folder, "rwxrwxrwx");
        assertTrue(error().startsWith("photon.properties: other users of this machine may write its folder"), error());
        assertTrue(error().contains("chmod o-w " + folder.toAbsolutePath()), error());
        Files.setAttribute(folder, "unix:mode", 01777);
        assertEquals(4_000, place.settings().get(SettingsTable.REST_PORT), "its own file in a folder such as /tmp");
    }

    @Test
    void aLinkToAFileThatOthersMayWriteAndAFileNamedByConfigAreRefusedToo() throws IOException {
        place.file("shared/other.properties", PORT);
        mode(folder.resolve("shared"), "rwxrwxrwx");
        Files.createSymbolicLink(folder.resolve("photon.properties"), folder.resolve("shared/other.properties"));
        assertTrue(error().contains("may write its folder " + folder.resolve("shared")), error());
        Files.delete(folder.resolve("photon.properties"));
        place.config = folder.resolve("shared/other.properties");
        assertTrue(error().contains("may write its folder"), error());
    }

    @Test
    void aFileOfAnotherUserThatIsFoundAndNotNamedIsRefused() throws IOException {
        Path file = folder.resolve("photon.properties");
        place.file("photon.properties", PORT);
        int self = (Integer) Files.getAttribute(file, "unix:uid");
        assertEquals(Optional.empty(), FileTrust.refuseFound(file, "photon.properties", self));
        assertEquals(Optional.empty(), FileTrust.refuseFound(folder.resolve("none"), "none", self + 1));
        Optional<Failure> refused = FileTrust.refuseFound(file, "photon.properties", self + 1);
        if (self == 0) { // root's own files are everybody's
            assertEquals(Optional.empty(), refused);
            Files.setAttribute(file, "unix:uid", 65_534);
            refused = FileTrust.refuseFound(file, "photon.properties", self);
            assertTrue(error().contains("belongs to another user"), error());
        }
        assertTrue(refused.orElseThrow().message().contains("it belongs to another user"), refused.toString());
        assertTrue(refused.orElseThrow().hint().contains("--config"), refused.toString());
        assertEquals(Optional.empty(), FileTrust.refuse(file, "photon.properties"), "it may be named");
    }

    @Test
    void secretsOnTheCommandLineAreOneWarning() throws IOException {
        place.arguments.addAll(List.of(
                "-admin.pass", "x1", "-admin.pass", "x2", "-rest.port", "4000", "-muon.url", "amqp://me:pw@localhost"));
        List<String> warnings =
                assertInstanceOf(LoadedSettings.Good.class, place.load()).warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).startsWith("command line: admin.pass, muon.url can be read there by every user"));
        assertTrue(warnings.get(0).endsWith("PHOTON_ADMIN_PASS"), warnings.get(0));
        place.arguments.clear();
        place.environment.put("PHOTON_ADMIN_PASS", "x1");
        place.arguments.addAll(List.of("-muon.url", "amqp://localhost"));
        assertEquals(
                List.of(),
                assertInstanceOf(LoadedSettings.Good.class, place.load()).warnings());
    }
}
