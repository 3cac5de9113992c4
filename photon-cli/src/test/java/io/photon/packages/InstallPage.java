// SPDX-License-Identifier: Apache-2.0
package io.photon.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.launcher.Script;
import io.photon.system.ConsoleBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The commands of {@code docs/install.md}, a section at a time. */
final class InstallPage {

    private static final Path PAGE = Script.ROOT.resolve("docs/install.md");

    private InstallPage() {}

    static List<ConsoleBlocks.Step> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int from = lines.indexOf("## " + heading) + 1;
        int to = from;
        while (to < lines.size() && !lines.get(to).startsWith("## ")) {
            to++;
        }
        int end = to;
        List<ConsoleBlocks.Step> steps = ConsoleBlocks.of(PAGE).stream()
                .filter(step -> step.line() > from && step.line() <= end)
                .toList();
        if (from == 0 || steps.isEmpty()) {
            throw new IllegalStateException(PAGE + " has no commands below: " + heading);
        }
        return steps;
    }

    /** It ended well, and printed what the page shows, if it shows something; numbers and folders differ. */
    static void check(ConsoleBlocks.Step step, Script.Ran ran) {
        String place = PAGE.getFileName() + ":" + step.line() + ": " + step.command();
        assertEquals(0, ran.code(), place + "\n" + ran.out() + ran.err());
        if (!step.output().isEmpty()) {
            assertEquals(shape(step.output()), shape(ran.out().strip()), place + "\n" + ran.err());
        }
    }

    private static String shape(String text) {
        return text.replaceAll("(in|from) /\\S+", "$1 FOLDER").replaceAll("\\d+(\\.\\d+)*(-SNAPSHOT)?", "N");
    }
}
