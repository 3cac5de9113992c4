// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system says is understood, from any exception and in any language. */
class SystemErrorTest {

    private static final String GERMAN = "Der zugewiesene Plattenplatz ist überschritten";

    @TempDir
    Path folder;

    @Test
    void aFullDiskAndAnExceededQuotaAreWantOfRoomAlsoDeepInAChainOfCauses() {
        IOException full = new IOException("No space left on device");
        assertTrue(SystemError.isNoRoom(full));
        assertTrue(SystemError.isNoRoom(new IllegalStateException("Writing failed", new RuntimeException(full))));
        assertTrue(SystemError.isNoRoom(new FileSystemException("/a", null, "Disk quota exceeded")));
        assertFalse(SystemError.isNoRoom(new IOException("Input/output error")));
        assertFalse(SystemError.isNoRoom(new IOException((String) null)));
        assertFalse(SystemError.isNoDescriptor(full));
        assertTrue(SystemError.isNoDescriptor(new FileSystemException("/a", null, "Too many open files in system")));
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        assertFalse(SystemError.isNoRoom(first));
    }

    @Test
    void whatTheSystemSaysOfAFullDiskIsKnownWhateverItsLanguage() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        try (FileOutputStream out = new FileOutputStream("/dev/full")) {
            out.write(1);
        } catch (IOException e) {
            assertTrue(SystemError.NO_SPACE.isSaidBy(e), e.toString());
            assertFalse(SystemError.BROKEN_PIPE.isSaidBy(e), e.toString());
            return;
        }
        throw new AssertionError("/dev/full took a byte");
    }

    @Test
    void aTranslationIsFoundInTheCatalogueOfTheLanguageOfTheLocale() throws IOException {
        Path german = Files.createDirectories(folder.resolve("de/LC_MESSAGES"));
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Files.write(german.resolve("libc.mo"), catalogue(order, "Disk quota exceeded", GERMAN));
            for (String locale : List.of("de_DE.UTF-8", "de_AT@euro", "de")) {
                assertEquals(Optional.of(GERMAN), translated(Map.of("LANG", locale)), locale);
            }
        }
        assertEquals(Optional.of(GERMAN), translated(Map.of("LC_ALL", "fr_FR.UTF-8", "LANGUAGE", "nn:de")));
        assertEquals(Optional.of(GERMAN), translated(Map.of("LC_ALL", "C.UTF-8", "LANGUAGE", "de")));
        assertEquals(Optional.empty(), translated(Map.of("LC_ALL", "C.UTF-8", "LANG", "de_DE")));
        assertEquals(Optional.empty(), translated(Map.of("LC_ALL", "C", "LANG", "de_DE", "LANGUAGE", "de")));
        assertEquals(Optional.empty(), translated(Map.of("LANG", "../../de")));
        assertEquals(Optional.empty(), translated(Map.of()));
    }

    @Test
    void aDamagedCatalogueIsAsGoodAsNone() throws IOException {
        Path german = Files.createDirectories(folder.resolve("de/LC_MESSAGES"));
        byte[] whole = catalogue(ByteOrder.LITTLE_ENDIAN, "Disk quota exceeded", GERMAN);
        for (int length = 0; length < 44; length++) {
            Files.write(german.resolve("libc.mo"), java.util.Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), translated(Map.of("LANG", "de")), "cut after " + length);
        }
    }

    private Optional<String> translated(Map<String, String> environment) {
        return new Translations(Translations.catalogues(List.of(folder), environment)).of("Disk quota exceeded");
    }

    private static byte[] catalogue(ByteOrder order, String english, String german) {
        byte[] from = english.getBytes(StandardCharsets.UTF_8);
        byte[] to = german.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(44 + from.length + to.length).order(order);
        bytes.putInt(0x950412de)
                .putInt(0)
                .putInt(1)
                .putInt(28)
                .putInt(36)
                .putInt(0)
                .putInt(0);
        bytes.putInt(from.length).putInt(44).putInt(to.length).putInt(44 + from.length);
        return bytes.put(from).put(to).array();
    }
}
