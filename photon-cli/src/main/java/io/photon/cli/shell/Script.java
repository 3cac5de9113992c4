// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Lines from a file or a pipe: stops at the first one that fails, and says which. */
final class Script implements ShellSession.Own {

    private final Console console;
    private final String name;

    /** @param name what messages call it */
    Script(Console console, String name) {
        this.console = console;
        this.name = name;
    }

    int run(BufferedReader lines, ShellSession session) throws IOException {
        int number = 0;
        int first = 1;
        StringBuilder statement = new StringBuilder();
        for (String line = lines.readLine(); line != null && !session.isOver(); line = lines.readLine()) {
            number++;
            first = statement.length() == 0 ? number : first;
            statement.append(statement.length() == 0 ? "" : "\n").append(line);
            if (Words.read(statement.toString()).missing() == null) {
                int code = session.run(statement.toString());
                statement.setLength(0);
                if (code != ExitCode.OK && !session.isOver()) {
                    return stopped(first, code);
                }
            }
        }
        if (statement.length() > 0) {
            return stopped(first, session.run(statement.toString()));
        }
        return session.code();
    }

    private int stopped(int line, int code) {
        Messages.note(console, "stopped at line " + line + " of " + name + ", which ended with " + code);
        return code;
    }

    @Override
    public void clear() {
        // there is no screen
    }

    @Override
    public List<String> history() {
        return List.of();
    }
}
