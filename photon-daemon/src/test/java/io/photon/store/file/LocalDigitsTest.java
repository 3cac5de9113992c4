// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stores as an earlier Photon left them where the machine's language has digits of its own: the files' names in these
 * digits, and question marks in their place in MANIFEST and CLEAN.
 */
class LocalDigitsTest {

    private static final FileEventStore.Limits SMALL = new FileEventStore.Limits(8 * 1024, 20);

    @TempDir
    Path folder;

    private FileEventStore open() throws Exception {
        // Background work is done at once, so that what lies in the folder afterwards is certain.
        return FileEventStore.open(new RealDisk(folder), SMALL, RecordSource.NONE, Runnable::run);
    }

    private static List<Event> all(EventStore store) throws Exception {
        return store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
    }

    /** Several segments, two of them rewritten without a deleted stream, one empty. */
    private List<Event> fill() throws Exception {
        try (FileEventStore store = open()) {
            for (int id = 1; id <= 70; id++) {
                store.append(List.of(event(id % 7 == 0 ? "deleted" : "kept", id)));
            }
            store.hide("deleted", 70);
            store.append(List.of(event("kept", 71)));
            return all(store);
        }
    }

    /** Renames what an earlier Photon would have named so. @param zero of the language */
    private void translate(char zero) throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.matches("\\d{8}\\.(log|idx)")) {
                Files.move(file, folder.resolve(inDigits(name, zero)));
            }
        }
        for (String name : List.of("MANIFEST", "MANIFEST.copy")) {
            String text = Files.readString(folder.resolve(name));
            text = text.substring(0, text.lastIndexOf("crc32c")).replaceAll("\\d{8}\\.log", "????????.log");
            Files.writeString(folder.resolve(name), text + "crc32c " + crc(text) + "\n");
        }
        Path clean = folder.resolve("CLEAN");
        if (Files.exists(clean)) {
            String[] words = Files.readString(clean).split(" ");
            String text = words[0] + " ????????.log " + words[2];
            Files.writeString(clean, text + " " + crc(text));
        }
    }

    private static String inDigits(String name, char zero) {
        return name.chars()
                .mapToObj(c -> String.valueOf((char) (c >= '0' && c <= '9' ? zero + c - '0' : c)))
                .collect(Collectors.joining());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @ParameterizedTest
    @ValueSource(chars = {'۰', '٠', '०', '০', '๐', '၀', '០', '༠'})
    void aStoreWithNamesInDigitsOfAnotherLanguageOpensWithAllItHeldAndHasPlainNamesAfterwards(char zero)
            throws Exception {
        List<Event> before = fill();
        translate(zero);
        for (int start = 0; start < 3; start++) {
            try (FileEventStore store = open()) {
                assertEquals(before, all(store), "start " + start);
                store.append(List.of(event("kept", 100 + start)));
                before = all(store);
            }
        }
        for (Path file : files()) {
            assertTrue(file.getFileName().toString().matches("[\\x20-\\x7e]+"), file.toString());
        }
    }

    @Test
    void aStartThatIsCutShortAtAnyStepIsFinishedByTheNext() throws Exception {
        List<Event> before = fill();
        translate('۰');
        List<Path> logs = new ArrayList<>(files());
        logs.removeIf(file -> !file.toString().endsWith(".log"));
        assertTrue(logs.size() > 3, logs.toString());
        for (int renamed = 0; renamed < logs.size() / 2; renamed++) { // as many had their new names already
            String name = logs.get(renamed).getFileName().toString();
            Files.move(
                    logs.get(renamed),
                    folder.resolve(LocalDigits.plainNameOf(name).orElseThrow()));
        }
        try (FileEventStore store = open()) {
            assertEquals(before, all(store));
        }
    }

    @Test
    void aSegmentThatWasReplacedBecauseItsEventsAreDeletedGoesAndIsNotTakenForTheNewOne() throws Exception {
        List<Event> before = fill();
        Path old = folder.resolve("00000001.log");
        assertTrue(Files.notExists(old), "it was rewritten");
        byte[] replaced = firstSegment();
        translate('۰');
        Files.write(folder.resolve(inDigits("00000001.log", '۰')), replaced);
        String manifest = Files.readString(folder.resolve("MANIFEST"));
        String text = manifest.substring(0, manifest.lastIndexOf("crc32c")) + "dropped ????????.log\n";
        for (String name : List.of("MANIFEST", "MANIFEST.copy")) {
            Files.writeString(folder.resolve(name), text + "crc32c " + crc(text) + "\n");
        }
        try (FileEventStore store = open()) {
            assertEquals(before, all(store));
        }
        assertEquals(
                List.of(),
                files().stream()
                        .filter(file -> file.toString().contains("aside") || file.equals(old))
                        .toList());
    }

    /** The first segment as it was with the deleted events in it: of a store with the same id. */
    private byte[] firstSegment() throws Exception {
        java.util.UUID id;
        try (FileEventStore store = open()) {
            id = store.storeId();
        }
        Path other = Files.createDirectory(folder.resolve("other"));
        RealDisk disk = new RealDisk(other);
        LogFiles.begin(disk, id);
        try (FileEventStore store = FileEventStore.open(disk, SMALL, RecordSource.NONE, Runnable::run)) {
            for (int n = 1; n <= 21; n++) {
                store.append(List.of(event(n % 7 == 0 ? "deleted" : "kept", n)));
            }
        }
        byte[] segment = Files.readAllBytes(other.resolve("00000001.log"));
        try (Stream<Path> files = Files.list(other)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(other);
        return segment;
    }

    @Test
    void afterAnUncleanStopItOpensToo() throws Exception {
        List<Event> before = fill();
        translate('๐');
        Files.delete(folder.resolve("CLEAN"));
        try (FileEventStore store = open()) {
            assertEquals(before, all(store));
        }
    }

    @Test
    void aSegmentThatIsGoneIsNamedByWhereItEndsAndNothingIsChanged() throws Exception {
        fill();
        translate('۰');
        List<Path> logs = new ArrayList<>(files());
        logs.removeIf(file -> !file.toString().endsWith(".log"));
        Files.delete(logs.stream().sorted().findFirst().orElseThrow());
        String manifest = Files.readString(folder.resolve("MANIFEST"));
        StoreException refused = assertThrows(StoreException.class, this::open);
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("the segment that ends at "), refused.getMessage());
        assertEquals(manifest, Files.readString(folder.resolve("MANIFEST")));
    }

    @Test
    void aLogBegunUnderSuchANameAndNeverWrittenToIsBegunAgain() throws Exception {
        open().close();
        translate('۰');
        Files.delete(folder.resolve("MANIFEST"));
        Files.delete(folder.resolve("MANIFEST.copy"));
        try (FileEventStore store = open()) {
            store.append(List.of(event("s", 1)));
            assertEquals(1, all(store).size());
        }
    }
}
