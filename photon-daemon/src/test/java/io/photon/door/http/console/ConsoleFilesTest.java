// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleFilesTest {

    private static final Path FOLDER = Path.of(System.getProperty("photon.root", ".."))
            .resolve("photon-daemon/src/main/resources/io/photon/door/http/console");
    private static final int MOST_BYTES = 250 * 1_000;

    private final ConsoleFiles files = new ConsoleFiles("a \"<b>\" & c");

    @Test
    void theListNamesEveryFileOfTheFolder() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            assertEquals(
                    all.filter(Files::isRegularFile)
                            .map(file -> FOLDER.relativize(file).toString())
                            .filter(name -> name.matches(".*\\.(js|css|svg)"))
                            .sorted()
                            .toList(),
                    Files.readAllLines(FOLDER.resolve("files")));
        }
    }

    @Test
    void theLibrariesAreThoseThatWereLookedAt() throws Exception {
        Map<String, String> sums = new TreeMap<>();
        for (String name : ConsoleFiles.LIBRARIES.keySet()) {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(files.file(name).plain());
            sums.put(name, HexFormat.of().formatHex(sum));
        }
        assertEquals(
                new TreeMap<>(Map.of(
                        "lib/preact.js", "2ce1b7b810fc14cda3f4242e636311b5a5e6d5a6cb1f3274fe948fe3bba3d32e",
                        "lib/hooks.js", "0e62f95470546ddf657f9cf5f84aaf9de01bb869ee742c2095429cd2b4c9ea0f",
                        "lib/htm.js", "ab33dd3f38059b9be4d5f5350128eefb2356639c4e0bbe9d9e8b3ba75847e9e4",
                        "lib/uplot.js", "7f29cd14e36d84141ab49c5e0a806d88e4d855596a9bc0e10799bc2c114b4c4f",
                        "lib/uplot.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04")),
                sums);
    }

    @Test
    void allOfItIsSmallOnItsWay() {
        int bytes = files.all().values().stream()
                .mapToInt(file -> file.gzipped().length)
                .sum();
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes, compressed");
    }

    @Test
    void whatThePageAndItsModulesNameIsThere() {
        String page = Utf8.text(files.index().plain());
        Matcher named = Pattern.compile("\"(?:\\./)?console/" + files.hash() + "/([^\"]+)\"")
                .matcher(page);
        int found = 0;
        for (; named.find(); found++) {
            assertTrue(files.file(named.group(1)) != null, named.group(1));
        }
        assertTrue(found > 10, page);
        files.all().forEach((name, file) -> {
            if (name.endsWith(".js") && !name.startsWith("lib/")) {
                Matcher imports =
                        Pattern.compile("(?:from |import\\()'(\\.[^']+)'").matcher(Utf8.text(file.plain()));
                while (imports.find()) {
                    String wanted = Path.of(name)
                            .resolveSibling(imports.group(1))
                            .normalize()
                            .toString();
                    assertTrue(files.file(wanted) != null, name + " imports " + imports.group(1));
                }
            }
        });
    }

    /** What a stream or a user is called must never be markup, and nothing is asked of others. */
    @Test
    void ourModulesWriteNoMarkupRunNoTextAndNameNoOtherHost() {
        files.all().forEach((name, file) -> {
            if (!name.startsWith("lib/")) {
                String text = Utf8.text(file.plain()).replace("http://www.w3.org/2000/svg", "");
                for (String never : List.of(
                        "innerHTML",
                        "outerHTML",
                        "insertAdjacent",
                        "document.write",
                        "eval(",
                        "new Function",
                        "https://",
                        "http://",
                        " style=\"")) {
                    assertFalse(text.contains(never), name + " has " + never);
                }
            }
        });
    }

    @Test
    void theBannerIsText() {
        assertTrue(Utf8.text(files.index().plain()).contains("content=\"a &quot;&lt;b>&quot; &amp; c\""));
    }

    @Test
    void thePolicyAllowsTheListOfModulesInThePageByItsSum() throws Exception {
        Matcher list = Pattern.compile("<script type=\"importmap\">(.*?)</script>")
                .matcher(Utf8.text(files.index().plain()));
        assertTrue(list.find());
        String sum = java.util.Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(list.group(1))));
        assertTrue(files.policy().contains("'sha256-" + sum + "'"));
        assertFalse(files.policy().contains("unsafe"));
    }

    @Test
    void theSumsChangeWithTheFiles() {
        assertEquals(files.hash(), new ConsoleFiles("").hash());
        assertTrue(files.hash().matches("[0-9a-f]{16}"));
    }

    @Test
    void aFileUnpacksToItself() throws IOException {
        ConsoleFile file = files.file("app.js");
        try (InputStream in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(file.gzipped()))) {
            assertEquals(Utf8.text(file.plain()), Utf8.text(in.readAllBytes()));
        }
    }
}
