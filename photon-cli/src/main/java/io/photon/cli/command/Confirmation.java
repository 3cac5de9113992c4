package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Asks before something is gone for good: whoever means it types its name. */
final class Confirmation {

    private Confirmation() {}

    /** Ok when the name was typed; BAD_INPUT when another was, or there is no terminal to ask. */
    static Result<Boolean> ofName(Report report, String name, String question) throws IOException {
        if (!report.console().isInTerminal()) {
            return Result.err(
                    Failure.of(Kind.BAD_INPUT, "not sure, and there is no terminal to ask", "confirm with --yes"));
        }
        report.console().err().print(question);
        report.console().err().flush();
        BufferedReader typed =
                new BufferedReader(new InputStreamReader(report.console().in(), StandardCharsets.UTF_8));
        return name.equals(typed.readLine())
                ? Result.ok(true)
                : Result.err(Kind.BAD_INPUT, "that is another name; nothing was deleted", null);
    }
}
