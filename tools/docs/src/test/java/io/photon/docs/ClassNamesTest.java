// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A name that stands in two rooms sends its reader to the wrong one. */
class ClassNamesTest {

    private static final Pattern PUBLIC_CLASS = Pattern.compile(
            "(?m)^public ((abstract|final|sealed|non-sealed) )*(class|record|interface|enum|@interface) ");

    @Test
    void noTwoPublicClassesHaveTheSameName() throws IOException {
        Map<String, List<String>> rooms = new TreeMap<>();
        for (Path source : Sources.all()) {
            String path = Sources.ROOT.relativize(source).toString();
            if (path.contains("src/main/java/")
                    && PUBLIC_CLASS.matcher(Files.readString(source)).find()) {
                String name = source.getFileName().toString();
                rooms.computeIfAbsent(name, any -> new ArrayList<>()).add(path);
            }
        }
        assertTrue(rooms.size() > 700, "only " + rooms.size() + " public classes were found");
        rooms.values().removeIf(paths -> paths.size() == 1);
        assertEquals(Map.of(), rooms, "give one of each pair a name that says what is special about it");
    }
}
