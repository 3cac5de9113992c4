// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Deletes things for good. Looks at all of them first, says what would go and from which daemon, and asks for each name;
 * nothing is deleted unless all are there and confirmed.
 */
public abstract class DeletingCommand extends ClientCommand {

    @Mixin
    ConfirmOption confirm;

    @Option(names = "--dry-run", description = "show what would go, change nothing")
    boolean dryRun;

    /** What is to go. */
    protected abstract List<String> names();

    /** What goes with it, e.g. {@code 3 events of stream 'orders'}. @param found what {@link #find} said */
    protected abstract String thing(String name, byte[] found);

    /** Shows what would go. */
    protected abstract Result<byte[]> find(PhotonClient client, String name);

    protected abstract Result<byte[]> delete(PhotonClient client, String name);

    /** What was deleted, e.g. {@code 3 events of stream 'orders'}. @param answer what {@link #delete} said */
    protected abstract String deleted(String name, byte[] answer);

    @Override
    protected final int run(PhotonClient client, Report report) throws IOException {
        Optional<Failure> refused = dryRun ? Optional.empty() : confirm.refuse(connection, report);
        if (refused.isPresent()) {
            return report.fail(refused.get());
        }
        boolean isSure = confirm.isSure();
        if (!isSure && !dryRun && !report.console().isInTerminal()) {
            return report.fail(
                    Failure.of(Kind.BAD_INPUT, "not sure, and there is no terminal to ask", "confirm with --yes"));
        }
        List<String> names = names().stream().distinct().toList();
        List<byte[]> found = new ArrayList<>();
        boolean looks = dryRun || !isSure || names.size() > 1;
        for (String name : looks ? names : List.<String>of()) {
            Result<byte[]> one = find(client, name);
            if (one instanceof Result.Err<byte[]> err) {
                return report.fail(err.failure());
            }
            found.add(one.value());
        }
        if (dryRun) {
            report.note("would delete:");
            return report.showAll(found);
        }
        Result<Boolean> sure = ask(isSure ? List.of() : names, found, report);
        return sure instanceof Result.Err<Boolean> err ? report.fail(err.failure()) : deleteAll(client, names, report);
    }

    private int deleteAll(PhotonClient client, List<String> names, Report report) {
        for (String name : names) {
            Result<byte[]> gone = delete(client, name);
            int code = report.done(gone, answer -> "deleted " + deleted(name, answer) + " on " + connection.shown());
            if (code != ExitCode.OK) {
                return code; // those before it are gone, as the lines above say
            }
        }
        return ExitCode.OK;
    }

    /** Ok when each name was typed, and that of a production context; BAD_INPUT when another was. */
    private Result<Boolean> ask(List<String> names, List<byte[]> found, Report report) throws IOException {
        BufferedReader typed = ConfirmOption.answers(report);
        for (int i = 0; i < names.size(); i++) {
            report.ask(
                    "This deletes " + thing(names.get(i), found.get(i)) + " on " + connection.shown() + ", for good.",
                    "Type its name to confirm: ");
            if (!names.get(i).equals(typed.readLine())) {
                return Result.err(
                        Kind.BAD_INPUT,
                        "that is another name; nothing was deleted",
                        "run it again and type " + names.get(i));
            }
        }
        return confirm.ask(connection, report, typed);
    }
}
