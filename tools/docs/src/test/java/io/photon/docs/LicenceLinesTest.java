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

/** Each source says under which licence it is, so that one that is copied elsewhere still does. */
class LicenceLinesTest {

    private static final String LINE = "SPDX-License-Identifier: Apache-2.0";

    @Test
    void everySourceNamesItsLicenceInItsFirstTwoLines() throws IOException {
        List<Path> sources = Sources.all();
        assertTrue(sources.size() > 1_500, "only " + sources.size() + " sources were found below " + Sources.ROOT);
        List<Path> without = new ArrayList<>();
        for (Path source : sources) {
            String content = Files.readString(source);
            if (content.lines().limit(2).noneMatch(line -> line.contains(LINE))) {
                without.add(Sources.ROOT.relativize(source));
            }
        }
        assertEquals(List.of(), without, "write " + LINE + " at their top");
    }
}
