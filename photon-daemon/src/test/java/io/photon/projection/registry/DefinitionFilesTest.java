// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.spi.Definition;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are projections. */
class DefinitionFilesTest {

    @TempDir
    Path dir;

    private final List<String> places = new ArrayList<>();

    private List<String> load() {
        List<String> names = new ArrayList<>();
        places.clear();
        DefinitionFiles.load(
                dir,
                (text, file) -> {
                    places.add(file);
                    return Result.ok(new Definition(text, "a", "tiny", "sum", null));
                },
                definition -> null,
                definition -> names.add(definition.name()));
        return names;
    }

    private void write(String file, String name) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, name);
    }

    @Test
    void foldersInTheFolderAreReadInTheOrderOfTheirPaths() throws IOException {
        write("m.edn", "m");
        write("b/2/deep.edn", "deep");
        write("b/first.edn", "first");
        write("z/last.edn", "last");
        write("b/notes.txt", "no projection");
        write(".git/old.edn", "hidden");
        write("folder.edn/in.edn", "in");
        assertEquals(List.of("deep", "first", "in", "m", "last"), load());
        assertEquals(Path.of("b", "2", "deep.edn").toString(), places.get(0));
    }

    @Test
    void linksAreFollowedAndALoopOfThemEnds() throws IOException {
        write("a/one.edn", "one");
        Files.createSymbolicLink(dir.resolve("a/round"), dir);
        Files.createSymbolicLink(dir.resolve("two.edn"), dir.resolve("a/one.edn"));
        Files.createSymbolicLink(dir.resolve("broken.edn"), dir.resolve("nothing"));
        assertEquals(List.of("one", "one"), load());
    }

    @Test
    void aTreeThatIsTooDeepOrTooLargeIsReadInPartOnly() throws IOException {
        write("a.edn", "a");
        write("d/".repeat(DefinitionTree.MOST_LEVELS - 1) + "in.edn", "in");
        write("d/".repeat(DefinitionTree.MOST_LEVELS) + "out.edn", "out");
        assertEquals(List.of("a", "in"), load());
        for (int i = 0; i <= DefinitionTree.MOST_ENTRIES; i++) {
            Files.createFile(dir.resolve("x" + i + ".edn"));
        }
        assertTrue(load().size() <= DefinitionTree.MOST_ENTRIES);
    }
}
