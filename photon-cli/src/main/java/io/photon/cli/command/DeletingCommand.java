package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** Deletes something for good, and asks before: whoever means it types its name. */
abstract class DeletingCommand extends ClientCommand {

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--dry-run", description = "show what would go, change nothing")
    boolean dryRun;

    /** What is to go. */
    abstract String name();

    /** What to ask of whoever has to type the name. */
    abstract String question();

    /** Shows what would go. */
    abstract Result<byte[]> find(PhotonClient client);

    abstract Result<byte[]> delete(PhotonClient client);

    @Override
    final int run(PhotonClient client, Report report) throws IOException {
        if (dryRun) {
            report.note("would delete:");
            return report.show(find(client));
        }
        Result<Boolean> sure = yes ? Result.ok(true) : ask(report);
        return report.show(sure.then(confirmed -> delete(client)));
    }

    /** Ok when the name was typed; BAD_INPUT when another was, or there is no terminal to ask. */
    private Result<Boolean> ask(Report report) throws IOException {
        if (!report.console().isInTerminal()) {
            return Result.err(
                    Failure.of(Kind.BAD_INPUT, "not sure, and there is no terminal to ask", "confirm with --yes"));
        }
        report.console().err().print(question());
        report.console().err().flush();
        BufferedReader typed =
                new BufferedReader(new InputStreamReader(report.console().in(), StandardCharsets.UTF_8));
        return name().equals(typed.readLine())
                ? Result.ok(true)
                : Result.err(Kind.BAD_INPUT, "that is another name; nothing was deleted", null);
    }
}
