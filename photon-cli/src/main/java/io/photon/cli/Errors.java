// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.OutputException;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Fault;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Faults that no command expected, said as every other error is; the stack trace only for {@code --debug}. */
final class Errors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        CommandSpec spec = command.getCommandSpec();
        boolean debug = result != null && result.expandedArgs().contains("--debug");
        String full = spec.qualifiedName();
        return conclude(e, full.substring(full.indexOf(' ') + 1), OutputOptions.console(spec), debug);
    }

    /** Says what happened, to the exit code. @param name of the command */
    static int conclude(Throwable e, String name, Console console, boolean debug) {
        if (e instanceof OutputException gone && gone.isBrokenPipe()) {
            return ExitCode.BROKEN_PIPE;
        }
        if (debug) {
            e.printStackTrace(console.err());
        }
        Report report = new Report(name, console, null, "auto", "none", Report.Level.NORMAL);
        if (e instanceof OutputException unwritten) {
            return report.fail(unwritten.failure(), ExitCode.FAILURE);
        }
        if (e instanceof InvalidPathException path) {
            return report.fail(Report.badPath(path));
        }
        return report.fail(
                Failure.of(
                        Failure.Kind.INTERNAL,
                        "unexpected: " + Fault.words(e),
                        debug ? null : "run it again with --debug and report what it prints"),
                ExitCode.FAILURE);
    }
}
