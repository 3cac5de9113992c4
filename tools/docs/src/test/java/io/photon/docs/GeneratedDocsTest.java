// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** The committed pages are what the model says. */
class GeneratedDocsTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));

    @Test
    void theCommittedPagesAndScriptsAreCurrent() throws IOException {
        Map<String, String> generated = GeneratedDocs.in(ROOT);
        assertEquals(List.copyOf(generated.keySet()), GeneratedDocs.committed(ROOT), "run bin/generate-docs");
        for (Map.Entry<String, String> file : generated.entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(ROOT.resolve(file.getKey())),
                    file.getKey() + " is not current: run bin/generate-docs");
        }
    }

    @Test
    void everyCommandSaysWhatItDoesWithExamplesAndExitCodes() {
        for (CommandSpec command : CommandModel.all(CommandModel.root().getCommandSpec())) {
            if (command.parent() == null) {
                continue;
            }
            String name = command.qualifiedName();
            assertTrue(command.usageMessage().header().length == 1, () -> name + " has no header");
            assertTrue(command.usageMessage().footer().length >= 2, () -> name + " has no two examples");
            assertTrue(command.usageMessage().exitCodeList().size() >= 2, () -> name + " lists no exit codes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theShellAcceptsItsScript(String shell) throws Exception {
        Requirement.program(shell);
        Run run = run(shell, "-n", ROOT.resolve("completions/photon." + shell).toString());
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** As man formats it, which names the page: at a usual width, and at one where long words no longer fit a justified line. */
    @ParameterizedTest
    @ValueSource(ints = {78, 38})
    void everyPageIsFormattedWithoutAWarning(int columns) throws Exception {
        Requirement.program("groff");
        String format = "for page in man/*; do groff -mandoc -Tutf8 -ww -t -K utf8 -rLL=" + columns + "n -rLT="
                + columns + "n \"$page\" 2>&1 >/dev/null; done";
        Run run = run("sh", "-c", "cd '" + ROOT + "' && " + format);
        assertEquals("0 ", run.code() + " " + run.output());
    }

    @Test
    void manShowsEveryPage() throws Exception {
        Requirement.program("man");
        Run run = run("sh", "-c", "cd '" + ROOT + "' && MANWIDTH=80 man --warnings -E UTF-8 -l man/* 2>&1 >/dev/null");
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** What other programs than groff read: mandoc is man on Alpine and the BSDs. */
    @Test
    void mandocFindsNothingToWarnAboutInAnyPage() throws Exception {
        Requirement.program("mandoc");
        Run run = run("sh", "-c", "cd '" + ROOT + "' && mandoc -T lint -W warning man/*");
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** A page that names another one that is not there sends its reader nowhere. */
    @Test
    void everyPageThatAPageNamesIsThere() throws IOException {
        Pattern reference = Pattern.compile("\\\\fB(photon[a-z\\\\-]*)\\\\fR\\((\\d)\\)");
        int found = 0;
        for (String name : GeneratedDocs.committed(ROOT)) {
            Matcher named = reference.matcher(name.startsWith("man/") ? Files.readString(ROOT.resolve(name)) : "");
            while (named.find()) {
                String file = "man/" + named.group(1).replace("\\", "") + "." + named.group(2);
                assertTrue(Files.exists(ROOT.resolve(file)), name + " names " + file);
                found++;
            }
        }
        assertTrue(found > 50, "only " + found + " references found");
    }

    private record Run(int code, String output) {}

    private static Run run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
