// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Context;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon context use}. */
@Command(
        name = "use",
        header = "Choose the context that commands use from now on.",
        description =
                "Commands ask its daemon unless --url, PHOTON_URL, --context or PHOTON_CONTEXT says otherwise. With -"
                        + " it is the context that was in use before.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon context use prod", "  photon context use -", "  photon context use --none"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in use", "2:its file cannot be used", "3:no such context"})
final class ContextUse extends FilesCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONTEXT", description = "its name; - for the one before")
    @Nullable String name;

    @Option(names = "--none", description = "no context is in use from now on")
    boolean none;

    @Override
    int run(Contexts contexts, Report report) {
        if (none == (name != null)) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT,
                    none ? "CONTEXT and --none cannot both be meant" : "CONTEXT is missing",
                    "name the context, or say --none; there are: photon context list"));
        }
        if (name == null) {
            Result<byte[]> done = contexts.use(null)
                    .map(file -> new JsonFacts().raw("context", "null").bytes());
            return report.done(done, json -> "no context is in use");
        }
        Result<Context> found = name.equals("-") ? before(contexts) : contexts.find(name);
        if (found instanceof Result.Err<Context> err) {
            return report.fail(err.failure());
        }
        Context context = found.value();
        Result<byte[]> done = contexts.use(context.name())
                .map(file -> ContextFacts.of(context, true).bytes());
        int code = report.done(
                done,
                json -> "context '" + context.name() + "' is in use: " + context.url()
                        + (context.production() ? ", a production context" : ""));
        note(report);
        return code;
    }

    private static Result<Context> before(Contexts contexts) {
        return contexts.before()
                .then(before -> before.isPresent()
                        ? contexts.find(before.get())
                        : Result.err(Kind.NOT_FOUND, "no context was in use before", "name one: photon context list"));
    }

    private static void note(Report report) {
        for (String variable : new String[] {"PHOTON_URL", "PHOTON_CONTEXT"}) {
            if (!report.console().environment().getOrDefault(variable, "").isEmpty()) {
                report.note(variable + " is set, and counts more than the context in use");
            }
        }
    }
}
