// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {

    @TempDir
    Path folder;

    @Test
    void shellcheckFindsNothingInAnyScript() throws Exception {
        Script script = new Script(folder, Map.of());
        Requirement.program("shellcheck");
        List<String> words = new ArrayList<>(List.of(
                "shellcheck",
                Script.ROOT.resolve(".ci/run").toString(),
                Script.ROOT.resolve("mvnw").toString()));
        try (Stream<Path> files = Files.list(Script.ROOT.resolve("bin"))) {
            files.map(Path::toString).sorted().forEach(words::add);
        }
        for (String packaged :
                List.of("deb/control/postinst", "deb/control/prerm", "deb/control/postrm", "test/machine")) {
            words.add(Script.ROOT.resolve("packaging/" + packaged).toString());
        }
        assertTrue(words.size() >= 6, words.toString());
        Script.Ran ran = script.run(words.toArray(String[]::new));
        assertEquals("", ran.out());
        assertEquals(0, ran.code());
    }
}
