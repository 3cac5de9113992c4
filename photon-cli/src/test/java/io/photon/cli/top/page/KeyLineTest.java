// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.screen.Glyphs;
import org.junit.jupiter.api.Test;

class KeyLineTest {

    private final ProjectionPage projection = new ProjectionPage("stock");

    @Test
    void aPagesOwnKeysComeBeforeThoseOfAllPages() {
        String line = KeyLine.of(projection, true, true, 200);
        assertTrue(line.startsWith("Esc back  v code  , . past  d difference  b bisect  : command"), line);
        assertTrue(line.endsWith("c command  x export  ? help  q quit"), line);
        assertFalse(line.contains("/ filter"), "it has no rows: " + line);
    }

    @Test
    void itFitsAndTheHelpIsAlwaysNamed() {
        for (int width = 30; width < 200; width++) {
            String line = KeyLine.of(projection, true, false, width);
            assertTrue(Glyphs.columns(line) <= width, line);
            assertTrue(line.endsWith("? help  q quit"), line);
        }
    }

    @Test
    void withReadOnlyNoActionIsOffered() {
        String line = KeyLine.of(projection, true, false, 200);
        assertTrue(line.contains("P pause  R resume  Z reset  D delete"), line);
        assertFalse(KeyLine.of(projection, true, true, 200).contains("pause"));
    }
}
