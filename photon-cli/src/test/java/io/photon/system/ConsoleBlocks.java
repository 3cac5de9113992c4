package io.photon.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands a page shows: fenced blocks of the language {@code console}, in which a line that starts with
 * {@code "$ "} is typed and the lines below it are what is printed. A command goes on behind a line that ends with
 * {@code \}.
 */
public final class ConsoleBlocks {

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

    private static void flush(List<Step> steps, int line, StringBuilder command, StringBuilder output) {
        if (command != null) {
            steps.add(new Step(line, command.toString(), output.toString().strip()));
        }
        output.setLength(0);
    }
}
