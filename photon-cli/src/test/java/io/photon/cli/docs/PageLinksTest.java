// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a page or a comment points at is there. */
class PageLinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w*Test)`");
    private static final Pattern SECTION = Pattern.compile("docs/muon-protocol (?:sections? )?(\\d+(?:\\.\\d+)?)");
    private static final Pattern DECISION = Pattern.compile("(?m)^\\* \\[[^]]*\\]\\(([^)]*)\\)$");
    private static final Pattern SCENARIO = Pattern.compile("docs/reliability scenarios? (\\d+)(?: and (\\d+))?");

    @Test
    void everyLinkLeadsToAPageAndAHeading() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.written()) {
            Matcher link = LINK.matcher(FENCED.matcher(Pages.text(page)).replaceAll(""));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                String place = Pages.ROOT.relativize(page) + " → " + link.group();
                if (!Files.exists(target)) {
                    broken.add(place);
                } else if (link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    broken.add(place + ": no such heading");
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    /** The way GitHub makes them of headings. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(Pages.text(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyPageIsOnTheMap() {
        String map = Pages.text(Pages.ROOT.resolve("docs/README.md"));
        List<String> missing = Pages.written().stream()
                .filter(page -> page.getParent().equals(Pages.ROOT.resolve("docs")))
                .map(page -> page.getFileName().toString())
                .filter(name -> !name.equals("README.md") && !map.contains("(" + name + ")"))
                .collect(Collectors.toList());
        assertEquals(List.of(), missing, "docs/README.md does not lead there");
    }

    @Test
    void theListOfDecisionsHasEachOnceInTheOrderOfTheirNumbers() {
        List<String> listed = DECISION.matcher(Pages.text(Pages.ROOT.resolve("docs/adr/README.md")))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toList());
        List<String> there = Pages.decisions().stream()
                .map(page -> page.getFileName().toString())
                .collect(Collectors.toList());
        assertEquals(there, listed);
    }

    @Test
    void everyTestThatAPageNamesExists() {
        Set<String> tests = Pages.sources("test").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> missing = Pages.written().stream()
                .flatMap(page -> TEST_NAME.matcher(Pages.text(page)).results())
                .map(name -> name.group(1))
                .filter(name -> !tests.contains(name))
                .collect(Collectors.toList());
        assertEquals(List.of(), missing);
    }

    @Test
    void theSectionsAndScenariosThatCommentsNameAreThere() {
        String protocol = Pages.text(Pages.ROOT.resolve("docs/muon-protocol.md"));
        String reliability = Pages.text(Pages.ROOT.resolve("docs/reliability.md"));
        List<Path> sources = new ArrayList<>(Pages.sources("main"));
        sources.addAll(Pages.sources("test"));
        int found = 0;
        for (Path source : sources) {
            String text = Pages.text(source);
            for (MatchResult section : SECTION.matcher(text).results().toList()) {
                String number = section.group(1);
                found++;
                assertTrue(
                        protocol.contains("\n## " + number + ". ")
                                || protocol.contains("**" + number)
                                || protocol.contains("\n| " + number + " |"),
                        source + " refers to docs/muon-protocol " + number);
            }
            for (MatchResult scenario : SCENARIO.matcher(text).results().toList()) {
                for (int group = 1; group <= 2 && scenario.group(group) != null; group++) {
                    found++;
                    assertTrue(
                            reliability.contains("\n| " + scenario.group(group) + " |"),
                            source + " refers to docs/reliability scenario " + scenario.group(group));
                }
            }
        }
        assertTrue(found > 100, "comments refer to the pages only " + found + " times");
    }
}
