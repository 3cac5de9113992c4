// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows what a statement prints, again and again, until it fails or is interrupted. */
final class Watch {

    private static final long LEAST_MS = 200;

    private final Console console;
    private final Pipeline pipeline;

    Watch(Console console, Pipeline pipeline) {
        this.console = console;
        this.pipeline = pipeline;
    }

    int run(Statement statement, long everyMs) throws IOException {
        boolean painted = console.isOutTerminal() && statement.file() == null;
        OutputStream out = console.out();
        if (painted) {
            out.write("\033[2J".getBytes(StandardCharsets.US_ASCII));
        }
        while (true) {
            ByteArrayOutputStream turn = new ByteArrayOutputStream();
            int code = painted ? pipeline.run(statement, turn, true) : pipeline.run(statement);
            if (painted) {
                out.write(screen(turn.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            if (code == ExitCode.OK) {
                code = pipeline.pause(Math.max(LEAST_MS, everyMs));
            }
            if (code != ExitCode.OK) {
                return code;
            }
        }
    }

    /** From the first line on, no longer than the screen. */
    private String screen(String text) {
        List<String> lines = text.lines().toList();
        StringBuilder screen = new StringBuilder("\033[H");
        for (String line : lines.subList(0, Math.min(lines.size(), console.height() - 1))) {
            screen.append(line).append("\033[K\n");
        }
        return screen.append("\033[J").toString();
    }
}
