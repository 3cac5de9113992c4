// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page asks its reader to do, as commands. In fenced blocks of the language {@code console} a line that starts with
 * {@code "$ "} is typed and the lines below it are what is printed; a command goes on after a line that ends with
 * {@code \}. A block with a name after its language, such as {@code js orders.mjs}, is a file to be saved under that name.
 */
public final class ConsoleBlocks {

    private static final Pattern NAMED = Pattern.compile("```[a-z]+ ([\\w.-]+)");
    private static final String END_OF_FILE = "END-OF-THE-PAGES-FILE";

    private ConsoleBlocks() {}

    /** @param output as shown, without its last line end; empty when the page shows none */
    public record Step(int line, String command, String output) {}

    /** The commands of a page, in its order. */
    public static List<Step> of(Path page) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        boolean inside = false;
        StringBuilder command = null;
        StringBuilder output = new StringBuilder();
        int at = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                flush(steps, at, command, output);
                command = null;
                inside = line.equals("```console");
                Matcher named = NAMED.matcher(line);
                if (named.matches()) {
                    List<String> content = lines.subList(
                            i + 1, i + 1 + lines.subList(i + 1, lines.size()).indexOf("```"));
                    steps.add(new Step(i + 1, saved(named.group(1), content), ""));
                    i += content.size() + 1;
                }
            } else if (inside && line.startsWith("$ ")) {
                flush(steps, at, command, output);
                command = new StringBuilder(line.substring(2));
                at = i + 1;
                while (command.charAt(command.length() - 1) == '\\') {
                    command.setLength(command.length() - 1);
                    command.append(lines.get(++i));
                }
            } else if (inside) {
                output.append(line).append('\n');
            }
        }
        return steps;
    }

    private static String saved(String name, List<String> content) {
        return "cat > " + name + " <<'" + END_OF_FILE + "'\n" + String.join("\n", content) + "\n" + END_OF_FILE;
    }

    private static void flush(List<Step> steps, int line, StringBuilder command, StringBuilder output) {
        if (command != null) {
            steps.add(new Step(line, command.toString(), output.toString().strip()));
        }
        output.setLength(0);
    }
}
