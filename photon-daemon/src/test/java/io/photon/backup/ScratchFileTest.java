// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.EventParser;
import io.photon.core.Fingerprint;
import io.photon.event.EventDraft;
import io.photon.store.StoreException;
import io.photon.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file without a name takes its room on the disk until it is closed. */
class ScratchFileTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path scratch;

    @BeforeEach
    void needsProc() {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc here");
    }

    private long open() throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            Path folder = scratch.toRealPath();
            return descriptors.filter(each -> isIn(folder, each)).count();
        }
    }

    private static boolean isIn(Path folder, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException e) {
            return false; // closed in between
        }
    }

    @Test
    void thatOfARestoreIsClosedWithIt() throws IOException {
        StagedTrail trail = new StagedTrail(scratch);
        for (int i = 1; i <= 5_000; i++) {
            trail.add(i, new Fingerprint(i, i));
        }
        assertEquals(1, open());
        trail.close();
        assertEquals(0, open());
    }

    @Test
    void thatOfAnImportIsClosedWithIt() throws IOException, StoreException {
        byte[] json = Utf8.bytes("{\"stream-name\":\"x\",\"event-type\":\"T\",\"payload\":1}");
        EventDraft draft = ok(EventParser.parseDraft(json, 0, json.length));
        try (House house = new House(scratch)) {
            StreamImport some = ok(house.restores.beginImport());
            some.add(draft);
            assertEquals(1, open());
            some.close();
            assertEquals(0, open());
        }
    }

    @Test
    void thatOfARestoreAsNewIsClosedWithIt() throws IOException, StoreException {
        byte[] line = Utf8.bytes(House.line(1_796_000_000_000_000L, "s", "1") + "\n");
        try (House house = new House(scratch)) {
            Restore restore = ok(house.restores.begin(new RestoreRequest(false, Long.MAX_VALUE, true, true)));
            restore.feed(line, 0, line.length);
            ok(restore.finish());
            assertEquals(1, open());
            restore.close();
            assertEquals(0, open());
        }
    }
}
