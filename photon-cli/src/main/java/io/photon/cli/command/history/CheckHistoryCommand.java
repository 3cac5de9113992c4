// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.history;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.history.History;
import io.photon.cli.history.Verdict;
import io.photon.cli.history.Violation;
import io.photon.cli.input.InputFile;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon check-history}. */
@Command(
        name = "check-history",
        header = "Prove that what clients were told agrees with what is stored.",
        description = {
            "FILE holds what clients did and were answered, with times, as lines of JSON; it is made by photon bench emit"
                    + " --history, or by a program of yours (docs/check-history.md). The log is what is stored in the end:"
                    + " lines of FILE, or of --log.",
            "Each event that was answered as stored is there exactly once, where the answer says; none that was refused is;"
                    + " what stayed unknown is there once or not at all; what was answered before another was asked for"
                    + " stands before it; order-ids rise; and each reader was given all of its stream from where it began, in"
                    + " order. Needs no daemon. Ten violations at most are told, each with the lines that show it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon check-history history.ndjson",
            "  photon backup | photon check-history history.ndjson --log -"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything agrees",
            "2:a line cannot be understood, or there is no log",
            "3:no such file",
            "7:something does not agree"
        })
public final class CheckHistoryCommand implements Callable<Integer> {

    private static final int MOST_TOLD = 10;
    private static final String STDIN = "-";

    @Parameters(paramLabel = "FILE", description = "the history; - for standard input")
    String file;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "what is stored: a backup, or the output of a cold replay; - for standard input"
                    + " (default: the events among the lines of the history)")
    @Nullable String log;

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    /** Reads a part of the input. */
    private interface Part {
        Optional<Failure> read(InputStream in) throws IOException;
    }

    @Override
    public Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            if (STDIN.equals(file) && STDIN.equals(log)) {
                return report.fail(Failure.of(
                        Kind.BAD_INPUT,
                        "both the history and the log are to be read from standard input",
                        "give one of them as a file"));
            }
            History history = new History();
            Optional<Failure> wrong = read(file, history::read, report);
            if (wrong.isEmpty() && log != null) {
                wrong = read(log, history::readLog, report);
            }
            return wrong.isPresent() ? report.fail(wrong.get()) : conclude(history.verdict(), report);
        });
    }

    private static Optional<Failure> read(String name, Part part, Report report) throws IOException {
        if (name.equals(STDIN)) {
            return part.read(report.console().in());
        }
        try (InputStream in = new BufferedInputStream(InputFile.open(Path.of(name)))) {
            return part.read(in);
        }
    }

    private static int conclude(Result<Verdict> result, Report report) {
        if (result instanceof Result.Err<Verdict> err) {
            return report.fail(err.failure());
        }
        Verdict verdict = result.value();
        int code = report.show(Result.ok(verdict.json()));
        if (verdict.isCorrect()) {
            return code;
        }
        verdict.violations().stream().limit(MOST_TOLD).map(Violation::text).forEach(report::note);
        return report.fail(Failure.of(
                Kind.VERIFICATION_FAILED,
                verdict.total() + (verdict.total() == 1 ? " violation" : " violations")
                        + " of what Photon promises in this history",
                "the lines named show each; docs/check-history.md says what a rule means"));
    }
}
