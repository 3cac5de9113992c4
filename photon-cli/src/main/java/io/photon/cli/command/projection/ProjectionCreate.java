// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.ConfirmOption;
import io.photon.cli.input.ProjectionText;
import io.photon.cli.input.ReductionLanguages;
import io.photon.cli.input.TextArgument;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection create}. */
@Command(
        name = "create",
        header = "Create a projection.",
        description = {
            "The reduction gets the value so far and an event, and gives the next value:"
                    + " function(prev, next) {…} in JavaScript, (fn [prev next] …) in Clojure, in jq an expression with the"
                    + " value as . and the event as $event. --initial is JSON, for Clojure EDN.",
            "What cannot be used is refused with its line and column, and nothing is recorded. An existing projection needs"
                    + " --replace, and starts over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon projection create count --language javascript -e 'function(prev, next) { return prev + 1 }'"
                    + " --initial 0",
            "  photon projection create stock --stream orders --code stock.js --initial '{}' --wait",
            "  photon projection create total --stream orders --language jq -e '. + $event.payload.amount' --initial 0",
            "  photon projection create -f by-type.edn --replace"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:created (with --wait: and up to date)",
            "1:it failed while catching up",
            "2:bad input, or code that cannot be used",
            "4:there is one of that name (--replace)",
            "5:not allowed",
            "6:daemon unreachable",
            "124:--wait took longer than --timeout"
        })
final class ProjectionCreate extends ClientCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = ParamDocs.PROJECTION)
    @Nullable String name;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            completionCandidates = ReductionLanguages.class,
            description = "javascript, clojure or jq (default: by the ending of --code)")
    @Nullable String language;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            defaultValue = "__all__",
            description = "what it folds: a name, or a glob such as 'order-**' (default: __all__)")
    String stream;

    @Option(names = "--exact", description = "--stream is a name as it stands, never a glob")
    boolean exact;

    @Option(names = "--code", paramLabel = "FILE", description = "file with the reduction; - for stdin")
    @Nullable Path codeFile;

    @Option(
            names = {"-e", "--expression"},
            paramLabel = "TEXT",
            description = "the reduction itself")
    @Nullable String code;

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description = "the value before the first event, or @FILE (default: null)")
    @Nullable String initial;

    @Option(names = "--replace", description = "replace the projection of that name, if there is one")
    boolean replace;

    @Mixin
    ConfirmOption confirm;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "an EDN file that describes the projection, its name included; - for stdin")
    @Nullable Path file;

    @Option(names = "--wait", description = "wait until it has caught up, and show how far it is")
    boolean wait;

    /** Catching up takes as long as there are events. */
    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        Result<Boolean> sure = replace ? confirm.check(connection, report) : Result.ok(true);
        if (sure instanceof Result.Err<Boolean> err) {
            return report.fail(err.failure());
        }
        Result<byte[]> created = file != null ? fromFile(client, file, report) : fromOptions(client, report);
        if (!wait || created instanceof Result.Err<byte[]>) {
            return report.done(
                    created,
                    done -> "created projection " + (name == null ? "of " + file : name)
                            + (name == null ? "" : "; see its value with: photon projection query " + name));
        }
        return name == null
                ? report.fail(Failure.of(
                        Kind.BAD_INPUT,
                        "it is created, but its name cannot be told from " + file,
                        "see how it is with: photon projection list"))
                : new CatchUp(client, report, connection, name).run();
    }

    private Result<byte[]> fromOptions(PhotonClient client, Report report) throws IOException {
        if (name == null) {
            return Result.err(
                    Failure.of(Kind.BAD_INPUT, "NAME is missing", "name the projection, or describe it with -f FILE"));
        }
        Result<Optional<String>> value =
                TextArgument.optionalText("--initial", initial, report.console().in());
        if (value instanceof Result.Err<Optional<String>> err) {
            return Result.err(err.failure());
        }
        return ProjectionText.request(
                        name,
                        stream,
                        exact,
                        language,
                        codeFile,
                        code,
                        value.value().orElse(null),
                        report.console().in())
                .then(request -> client.createProjection(request, replace));
    }

    private Result<byte[]> fromFile(PhotonClient client, Path described, Report report) throws IOException {
        if (name != null || code != null || codeFile != null || initial != null || language != null || exact) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "-f FILE describes the whole projection",
                    "leave NAME, --exact, --language, --code, -e and --initial out, or leave -f out");
        }
        return ProjectionText.read(described, report.console().in()).then(text -> {
            name = ProjectionText.nameInEdn(text).orElse(null);
            return client.createProjectionFromEdn(text.getBytes(StandardCharsets.UTF_8), described.toString(), replace);
        });
    }
}
