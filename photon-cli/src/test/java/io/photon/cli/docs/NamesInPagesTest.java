// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes, methods and files that the pages about the code name are there: a recipe that leads nowhere is worse than none. */
class NamesInPagesTest {

    private static final List<String> PAGES =
            List.of("CONTRIBUTING.md", "docs/architecture.md", "docs/reliability.md", "docs/glossary.md");

    private static final List<String> RECIPES =
            List.of("A command", "A setting", "A question", "A backend", "A language of reductions");

    /** {@code Class}, {@code Class.method} or {@code room.Class}, alone in back quotes or a word in a drawing. */
    private static final Pattern QUOTED = Pattern.compile("`((?:[a-z]\\w*\\.)*)([A-Z][a-z]\\w*)(?:\\.([a-z]\\w*))?`");

    private static final Pattern DRAWN =
            Pattern.compile("((?:\\b[a-z]+\\.)*)\\b([A-Z][a-z]+(?:[A-Z][a-z]+)+)\\b(?:\\.([a-z]\\w*))?");
    private static final Pattern DRAWING = Pattern.compile("(?ms)^```\\n(.*?)^```$");

    /** A file of the project, from its root or below what a console or a backend brings with it. */
    private static final Pattern FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+)/?`");

    /** Of Java, of another program, or of the wire. */
    private static final List<String> OTHERS =
            List.of("Host", "DataRequested", "NullAway", "Nullable", "Objects", "RabbitMQ", "Thread", "Unreleased");

    private static final Map<String, List<Path>> SOURCES = Stream.of("main", "test")
            .flatMap(kind -> Pages.sources(kind).stream())
            .collect(Collectors.groupingBy(NamesInPagesTest::name));

    private static String name(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    @Test
    void eachClassAndMethodThatIsNamedIsThere() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String page : PAGES) {
            String text = Pages.text(Pages.ROOT.resolve(page));
            List<MatchResult> names =
                    new ArrayList<>(QUOTED.matcher(text).results().toList());
            DRAWING.matcher(text)
                    .results()
                    .forEach(
                            drawing -> DRAWN.matcher(drawing.group(1)).results().forEach(names::add));
            for (MatchResult name : names) {
                if (!OTHERS.contains(name.group(2))) {
                    found++;
                    if (!isThere(name.group(1), name.group(2), name.group(3))) {
                        missing.add(page + ": " + name.group());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 100, "found only " + found);
    }

    private static boolean isThere(String room, String type, String method) {
        return SOURCES.getOrDefault(type, List.of()).stream()
                .filter(source -> source.getParent()
                                .toString()
                                .replace('/', '.')
                                .concat(".")
                                .endsWith("." + room)
                        || room.isEmpty())
                .anyMatch(source -> method == null
                        || Pattern.compile("\\b" + method + "\\b")
                                .matcher(Pages.text(source))
                                .find());
    }

    @Test
    void eachFileThatIsNamedIsThere() {
        List<String> missing = new ArrayList<>();
        for (String page : PAGES) {
            FILE.matcher(Pages.text(Pages.ROOT.resolve(page)))
                    .results()
                    .map(file -> file.group(1))
                    .filter(file -> !file.contains("NAME") && !file.startsWith("target/") && !isFile(file))
                    .forEach(file -> missing.add(page + ": " + file));
        }
        assertEquals(List.of(), missing);
    }

    private static boolean isFile(String file) {
        return Stream.of(
                        "",
                        "photon-daemon/src/main/resources/io/photon/door/http/console/",
                        "photon-stores/redis/src/main/resources/")
                .anyMatch(folder -> Files.exists(Pages.ROOT.resolve(folder + file)));
    }

    @Test
    void contributorsFindARecipeInStepsForWhatIsAddedMost() {
        String page = Pages.text(Pages.ROOT.resolve("CONTRIBUTING.md"));
        for (String recipe : RECIPES) {
            int from = page.indexOf("\n## " + recipe + "\n");
            assertTrue(from >= 0, recipe);
            String steps = page.substring(from, page.indexOf("\n## ", from + 1));
            assertTrue(steps.contains("\n1. ") && steps.contains("\n4. "), recipe);
        }
    }
}
