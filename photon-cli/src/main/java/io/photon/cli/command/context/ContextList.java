// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Context;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Listing;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code photon context list}. */
@Command(
        name = "list",
        header = "List contexts by name.",
        description =
                "Lists the contexts with their addresses and who asks; * marks the one in use. Secrets are not read. A"
                        + " context whose file cannot be used is listed with the reason.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon context list", "  photon context list -o json"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "2:the folder cannot be read"})
final class ContextList extends FilesCommand {

    /** A context, or why there is none. */
    private record Row(String name, Result<Context> found, boolean isInUse) {

        private JsonFacts json() {
            return found.fold(
                    context -> ContextFacts.of(context, isInUse),
                    failure -> new JsonFacts()
                            .put("context", name)
                            .put("error", failure.message())
                            .put("in-use", isInUse));
        }
    }

    @Override
    int run(Contexts contexts, Report report) {
        Result<List<Row>> rows = contexts.names().then(names -> rows(names, contexts, report));
        return report.conclude(rows, found -> show(found, report));
    }

    private static Result<List<Row>> rows(List<String> names, Contexts contexts, Report report) {
        Optional<String> used = Optional.empty();
        Result<Optional<String>> inUse = contexts.inUse();
        if (inUse instanceof Result.Ok<Optional<String>> ok) {
            used = ok.value();
        } else {
            report.note(inUse.failure().message());
        }
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(
                    new Row(name, contexts.find(name), used.filter(name::equals).isPresent()));
        }
        return Result.ok(rows);
    }

    private static void show(List<Row> rows, Report report) {
        Listing.show(
                report,
                rows.stream().map(row -> row.json().toString()).toList(),
                rows.stream().map(Row::name).toList(),
                () -> table(rows, report));
    }

    private static void table(List<Row> rows, Report report) {
        if (rows.isEmpty()) {
            report.note("there is no context; add one with: photon context add NAME --url URL");
            return;
        }
        Table table = report.table("CONTEXT", "URL", "PRODUCTION", "IDENTITY").fixed(0);
        for (Row row : rows) {
            String name = (row.isInUse() ? "* " : "  ") + row.name();
            if (row.found() instanceof Result.Ok<Context> ok) {
                Context context = ok.value();
                table.row(name, context.url(), context.production() ? "yes" : "", context.identityShown());
            } else {
                table.row(name, "cannot be used", "", row.found().failure().message());
            }
        }
        table.flush();
    }
}
