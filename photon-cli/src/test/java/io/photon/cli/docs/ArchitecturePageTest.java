// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The classes that docs/architecture.md names on its seven ways are there. */
class ArchitecturePageTest {

    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w+)`");

    @Test
    void eachClassOnAWayIsThere() throws IOException {
        String page = Files.readString(Pages.written().stream()
                .filter(file -> file.endsWith("architecture.md"))
                .findFirst()
                .orElseThrow());
        int from = page.indexOf("## Seven ways");
        List<String> named = CLASS.matcher(page.substring(from, page.indexOf("\n## ", from)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
        assertTrue(named.size() > 30, "found only " + named);
        Set<String> there = Pages.sources("main").stream()
                .map(Path::getFileName)
                .map(name -> name.toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertEquals(
                List.of(), named.stream().filter(name -> !there.contains(name)).toList());
    }
}
