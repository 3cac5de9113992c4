// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be kept is not taken for kept: it is tried again until it is. */
class NodeFileTest {

    private static final Epoch BY = new Epoch(2, 10, 11, "other", "an id", "http://other:3000");

    @TempDir
    Path home;

    private Path folder;
    private NodeFile file;

    private interface Change {
        void make() throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        folder = home.resolve("node");
        file = NodeFile.in(folder);
    }

    /** Fails while the folder is away, and is made when it is back. */
    private void twice(Change change) throws IOException {
        Path away = home.resolve("away");
        Files.move(folder, away);
        assertThrows(IOException.class, change::make);
        Files.move(away, folder);
        change.make();
    }

    @Test
    void thatItStepsDownIsKeptAtTheSecondTry() throws IOException {
        twice(() -> file.retiring(BY));
        assertEquals(Optional.of(BY), NodeFile.in(folder).retiring());
    }

    @Test
    void aRetirementThatIsNotKeptIsNotThere() throws IOException {
        file.retiring(BY);
        Retirement told = new Retirement(BY, 0, null);
        twice(() -> {
            assertEquals(Optional.empty(), file.retirement());
            file.retired(told);
        });
        assertEquals(Optional.of(told), file.retirement());
        assertEquals(Optional.of(told), NodeFile.in(folder).retirement());
        assertEquals(Optional.empty(), NodeFile.in(folder).retiring());
    }

    @Test
    void whatIsNoFileOfThatKindIsNamed() throws IOException {
        Path place = folder.resolve("node.json");
        Files.writeString(place, "{\"id\":");
        assertEquals(
                place + " is not JSON",
                assertThrows(IOException.class, () -> NodeFile.in(folder)).getMessage());
        Files.delete(place);
        Files.createDirectory(place);
        assertEquals(
                place + " is a folder",
                assertThrows(IOException.class, () -> NodeFile.in(folder)).getMessage());
    }
}
