// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon context show}. */
@Command(
        name = "show",
        header = "Show one context, or the daemon that commands ask now.",
        description =
                "With a name, what that context holds; secrets are not read, only said where they are. Without one,"
                        + " which daemon a command here would ask, and what says so.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon context show prod", "  photon context show -o json | jq -r .url"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:its file cannot be used", "3:no such context"})
final class ContextShow extends FilesCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONTEXT",
            description = "its name (default: what counts here)")
    @Nullable String name;

    @Override
    int run(Contexts contexts, Report report) {
        String named = name;
        if (named != null) {
            return report.show(contexts.find(named)
                    .then(context -> contexts.inUse()
                            .map(used -> ContextFacts.of(
                                            context, used.filter(named::equals).isPresent())
                                    .bytes())));
        }
        Map<String, String> environment = report.console().environment();
        return report.show(ChosenDaemon.of(null, null, environment, contexts)
                .then(daemon -> contexts.inUse().map(used -> json(daemon, used.orElse("")))));
    }

    private static byte[] json(ChosenDaemon daemon, String used) {
        JsonFacts facts = daemon.context() == null
                ? new JsonFacts().put("url", daemon.shownUrl())
                : ContextFacts.of(daemon.context(), daemon.context().name().equals(used));
        return facts.put("from", daemon.from()).bytes();
    }
}
