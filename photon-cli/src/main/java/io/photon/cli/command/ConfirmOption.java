// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.context.Context;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --confirm}: what destroys data of a production context needs that context's name, typed or given. */
public final class ConfirmOption {

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(
            names = "--confirm",
            paramLabel = "CONTEXT",
            description =
                    "do not ask; the daemon must be the one of this context. For a production context --yes is not"
                            + " enough")
    @Nullable String name;

    /** Whether it was given. */
    public boolean isGiven() {
        return name != null;
    }

    /** Whether {@code --yes} was given, or {@code --confirm}, which stands for it. */
    public boolean isSure() {
        return yes || name != null;
    }

    /** What keeps a destructive command from even asking; empty when it may go on. */
    Optional<Failure> refuse(ConnectionOptions connection, Report report) {
        Context context = connection.context();
        if (connection.ignoredContext() != null) {
            return bad(
                    "PHOTON_URL counts more than --context " + connection.ignoredContext()
                            + ", so the daemon may not be the one that you mean",
                    "unset PHOTON_URL, or leave --context out");
        }
        if (name != null && (context == null || !name.equals(context.name()))) {
            return bad(
                    "--confirm " + name + ", but the daemon is " + connection.shown()
                            + (context == null ? ", of no context" : ", of context '" + context.name() + "'"),
                    "name the daemon that you mean with --context NAME");
        }
        return context != null
                        && context.production()
                        && name == null
                        && !report.console().isInTerminal()
                ? bad(
                        "'" + context.name() + "' is a production context, and there is no terminal to ask",
                        "confirm with --confirm " + context.name() + "; --yes is not enough")
                : Optional.empty();
    }

    /** Asks for the name of a production context. Ok when it was typed or given, or the context is none of these. */
    Result<Boolean> ask(ConnectionOptions connection, Report report, BufferedReader typed) throws IOException {
        Context context = connection.context();
        if (name != null || context == null || !context.production()) {
            return Result.ok(true);
        }
        report.ask(
                "'" + context.name() + "' is a production context: " + connection.shown() + ".",
                "Type its name to confirm: ");
        return context.name().equals(typed.readLine())
                ? Result.ok(true)
                : Result.err(
                        Kind.BAD_INPUT,
                        "that is another name; nothing was changed",
                        "run it again and type " + context.name());
    }

    /** Both: refuses, or asks on the terminal. */
    public Result<Boolean> check(ConnectionOptions connection, Report report) throws IOException {
        Optional<Failure> refused = refuse(connection, report);
        return refused.isPresent() ? Result.err(refused.get()) : ask(connection, report, answers(report));
    }

    /** Where answers are typed. */
    static BufferedReader answers(Report report) {
        return new BufferedReader(new InputStreamReader(report.console().in(), StandardCharsets.UTF_8));
    }

    private static Optional<Failure> bad(String what, String hint) {
        return Optional.of(Failure.of(Kind.BAD_INPUT, what, hint));
    }
}
