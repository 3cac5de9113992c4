// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.InThisProcess;
import io.photon.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs commands inside the test's process, with streams of its own. */
public final class Shell {

    /** What a run left. */
    public record Ran(int code, String out, String err) {}

    public final Map<String, String> environment = new HashMap<>();
    boolean inTerminal;
    boolean outTerminal;
    boolean errTerminal;

    /** @param url of the daemon that is asked */
    public Shell(String url) {
        environment.put("PHOTON_URL", url);
        environment.put("XDG_RUNTIME_DIR", "/nonexistent");
        environment.put("COLUMNS", "100");
    }

    public Ran run(String... words) {
        return runWith("", words);
    }

    Ran runWith(String stdin, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                out,
                errors,
                inTerminal,
                outTerminal,
                errTerminal,
                environment);
        int code = InThisProcess.run(console, words); // a model of all commands takes ten times as long as most of them
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
