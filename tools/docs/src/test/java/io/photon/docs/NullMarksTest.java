// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The compiler checks nulls only in rooms that ask for it. */
class NullMarksTest {

    @Test
    void everyRoomHasItsNullsChecked() throws IOException {
        List<Path> without = new ArrayList<>();
        int rooms = 0;
        for (Path source : Sources.all()) {
            Path path = Sources.ROOT.relativize(source);
            if (path.endsWith("package-info.java") && path.toString().contains("src/main/java/")) {
                rooms++;
                if (!Files.readString(source).contains("@NullMarked")) {
                    without.add(path);
                }
            }
        }
        assertTrue(rooms > 100, "only " + rooms + " rooms were found");
        assertEquals(List.of(), without, "write @NullMarked there");
    }
}
