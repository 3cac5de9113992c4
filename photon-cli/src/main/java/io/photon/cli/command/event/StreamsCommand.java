// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.DeletingCommand;
import io.photon.cli.command.WatchOption;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.cli.output.view.SchemaTable;
import io.photon.cli.output.view.StreamList;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.event.StreamNames;
import io.photon.question.ParamDocs;
import io.photon.result.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon streams}. */
@Command(
        name = "streams",
        header = "List, show, export, import and delete streams; see what their events look like.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon streams list --prefix order-",
            "  photon streams show orders",
            "  photon streams schema orders"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            StreamsCommand.ListThem.class,
            StreamsCommand.Show.class,
            StreamsCommand.Schema.class,
            StreamExport.class,
            StreamImport.class,
            StreamsCommand.Delete.class
        })
public final class StreamsCommand extends CommandGroup {

    /** {@code photon streams list}. */
    @Command(
            name = "list",
            header = "List streams by name.",
            description =
                    "Lists the streams that hold events, with how many, their size as lines of JSON, the first and the last"
                            + " order-id. A size is left out while the daemon does not know it, as when it counts anew after"
                            + " a deletion.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon streams list",
                "  photon streams list --watch",
                "  photon streams list --prefix order- -o raw"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {

        @Option(names = "--prefix", paramLabel = "TEXT", description = ParamDocs.PREFIX)
        @Nullable String prefix;

        @Option(names = "--after", paramLabel = "NAME", description = ParamDocs.AFTER_NAME)
        @Nullable String after;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "at most N streams")
        @Nullable Long limit;

        @Mixin
        WatchOption watch;

        @Override
        protected int run(PhotonClient client, Report report) throws InterruptedException {
            return watch.run(report, turn -> {
                StreamList list = new StreamList(turn, limit == null ? Long.MAX_VALUE : limit);
                return list.show(after, (from, most) -> client.streams(from, prefix, most));
            });
        }
    }

    /** {@code photon streams show}. */
    @Command(
            name = "show",
            header = "Show one stream.",
            description =
                    "Shows how many events a stream holds, how many bytes they have as lines of JSON, the first and the last;"
                            + " on a terminal also the average rate. While the daemon does not know the bytes, a terminal"
                            + " shows an estimate by the last 20 events.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon streams show orders", "  photon streams show orders -o json | jq '.\"total-events\"'"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such stream", "5:not allowed", "6:daemon unreachable"})
    static final class Show extends ClientCommand {

        /** This many events tell how large they are: few, for each may be large. */
        private static final int SAMPLE = 20;

        @Parameters(index = "0", paramLabel = "STREAM", description = ParamDocs.STREAM)
        String stream;

        @Mixin
        WatchOption watch;

        @Override
        protected int run(PhotonClient client, Report report) throws InterruptedException {
            return watch.run(
                    report,
                    turn -> StreamList.showOne(
                            client.stream(stream), turn, lines -> client.replay(lastEvents(), lines)));
        }

        private ReplayQuery lastEvents() {
            return ReplayQuery.cold(stream)
                    .exactly(!stream.equals(StreamNames.ALL))
                    .newest(SAMPLE);
        }
    }

    /** {@code photon streams schema}. */
    @Command(
            name = "schema",
            header = "Show what the events of a stream look like.",
            description = {
                "Shows the schemas inferred from all events of a stream, by schema version (__unversioned__ for events"
                        + " without): each field with its type, whether it is required, and in how many events it is.",
                "Fields of an object with more than 64 different ones are shown together as *. More than 256 fields, and"
                        + " what stands deeper than 16 levels, are left out; the schema says so."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  photon streams schema orders", "  photon streams schema orders -o json | jq 'keys'"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such stream", "5:not allowed", "6:daemon unreachable"})
    static final class Schema extends ClientCommand {

        @Parameters(index = "0", paramLabel = "STREAM", description = ParamDocs.STREAM)
        String stream;

        @Override
        protected int run(PhotonClient client, Report report) {
            return SchemaTable.show(client.schema(stream), report);
        }
    }

    /** {@code photon streams delete}. */
    @Command(
            name = "delete",
            header = "Delete the events of streams, for good.",
            description =
                    "The events are hidden at once, also from __all__, and erased from the disk in the background."
                            + " The name may be used again. On a terminal it says how many events would go and from which"
                            + " daemon, and asks for each name; elsewhere it needs --yes. Of several, nothing is deleted"
                            + " unless all are there.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon streams delete orders --dry-run",
                "  photon streams delete orders",
                "  photon streams delete trial-1 trial-2 --yes"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:deleted",
                "2:not confirmed",
                "3:no such stream",
                "5:not allowed (internal streams cannot be deleted)",
                "6:daemon unreachable"
            })
    static final class Delete extends DeletingCommand {

        @Parameters(arity = "1..*", paramLabel = "STREAM", description = "the streams' names")
        List<String> streams;

        @Override
        protected List<String> names() {
            return streams;
        }

        @Override
        protected String thing(String stream, byte[] found) {
            return events(stream, found, "total-events");
        }

        private static String events(String stream, byte[] json, String count) {
            boolean told = JsonFields.text(json, count) != null; // another Muon store may not
            return (told ? Units.counted(JsonFields.number(json, count), "event") : "the events") + " of stream '"
                    + stream + "'";
        }

        @Override
        protected String deleted(String stream, byte[] answer) {
            return events(stream, answer, "deleted-events");
        }

        @Override
        protected Result<byte[]> find(PhotonClient client, String stream) {
            return client.stream(stream);
        }

        @Override
        protected Result<byte[]> delete(PhotonClient client, String stream) {
            return client.deleteStream(stream);
        }
    }
}
