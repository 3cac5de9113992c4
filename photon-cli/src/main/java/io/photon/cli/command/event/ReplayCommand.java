// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.IdleWatch;
import io.photon.cli.command.Interruption;
import io.photon.cli.command.ReaderWatch;
import io.photon.cli.input.ReplayArguments;
import io.photon.cli.names.NearNames;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.lines.Gaps;
import io.photon.cli.output.lines.Heartbeats;
import io.photon.cli.output.lines.LastEvents;
import io.photon.cli.output.lines.LastPosition;
import io.photon.cli.output.lines.TailDelay;
import io.photon.cli.output.lines.TrailingError;
import io.photon.cli.output.view.CloudEventSink;
import io.photon.cli.output.view.EventFormat;
import io.photon.cli.output.view.EventTable;
import io.photon.client.ByteSink;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon replay}. */
@Command(
        name = "replay",
        header = "Read the events of a stream: stored ones, then new ones.",
        description = {
            "Prints events, one JSON object a line, byte for byte as stored: first what is stored, then what arrives"
                    + " (hot-cold); only what is stored (cold); or only what arrives (hot). A table on a terminal.",
            "Events of several streams come in one order. STREAM is a name, __all__ for everything, or a glob such as 'order-**' (see: photon help globs)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon replay orders --type cold --from -1h | jq .payload",
            "  photon replay orders payments --last 10",
            "  photon replay orders --since -1d --format '{time} {order-id} {payload.total}'",
            "  photon replay orders --type cold --format cloudevents",
            "  photon replay 'order-**' --event-type 'Order*' --where '.payload.amount > 100'",
            "  photon replay __all__ '{\"stream-type\":\"cold\"}' > everything.ndjson"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete (also when there was no event)",
            "2:bad input",
            "5:not allowed",
            "6:daemon unreachable, or it broke off",
            "7:the store is damaged there (with --skip-damaged: complete except for the damage)",
            "124:timed out",
            "130:interrupted",
            "141:the reader of the output left (silent)"
        })
public final class ReplayCommand extends ClientCommand {

    private static final String CLOUD_EVENTS = "cloudevents";

    @Parameters(
            arity = "1..*",
            paramLabel = "STREAM",
            description =
                    "names, __all__ or globs; after them stream-type, from, to and limit as JSON, as the muon command"
                            + " took them")
    List<String> words;

    @Option(names = "--exact", description = "STREAM is a name as it stands, never a glob")
    boolean exact;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            completionCandidates = Types.class,
            description =
                    "hot-cold (default): stored events, then new ones until Ctrl-C; cold: stored ones; hot: new ones")
    @Nullable String type;

    @Option(
            names = {"--from", "--since"},
            paramLabel = "WHEN",
            description = "first order-id or time, e.g. -1h (see: photon help times)")
    @Nullable String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "last order-id or time, inclusive")
    @Nullable String to;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most N events")
    @Nullable Long limit;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "the last N events, and then (unless --type cold) what arrives")
    @Nullable Long newest;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "a line of your own for each event, e.g. '{time} {order-id} {payload.total}'; what an event does"
                            + " not have is empty; or cloudevents: each as a CloudEvent")
    @Nullable String format;

    @Option(
            names = "--source",
            paramLabel = "URI",
            defaultValue = "/photon/photon",
            description =
                    "with --format cloudevents: the source of events that were not stored as CloudEvents (default: /photon/photon)")
    String source;

    @Option(names = "--event-type", paramLabel = "GLOB", description = "only events of these types")
    @Nullable String eventType;

    @Option(
            names = "--where",
            paramLabel = "PREDICATE",
            description = "only events for which this holds, e.g. '.payload.amount > 100' (see: photon help where)")
    @Nullable String where;

    @Option(names = "--backwards", description = "newest first (cold only)")
    boolean backwards;

    @Option(
            names = "--skip-damaged",
            description = "go on after what is damaged, with a warning for each such place; ends with 7")
    boolean skipDamaged;

    @Option(names = "--idle", paramLabel = "DURATION", description = "end when nothing has arrived for this long")
    @Nullable String idle;

    /** The values of {@code --type}. */
    static final class Types extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Types() {
            super(java.util.List.of("hot-cold", "cold", "hot"));
        }
    }

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) {
        boolean withJson = words.size() > 1 && words.get(words.size() - 1).startsWith("{");
        List<String> streams = withJson ? words.subList(0, words.size() - 1) : words;
        String json = withJson ? words.get(words.size() - 1) : null;
        if (streams.contains("")) {
            return report.fail(
                    Failure.of(Failure.Kind.BAD_INPUT, "STREAM is empty", "name a stream, or __all__ for everything"));
        }
        Result<ReplayArguments> read = new ReplayArguments.Given(
                        streams, exact, json, type, from, to, limit, eventType, where, backwards, skipDamaged, idle)
                .read(System.currentTimeMillis(), report::note);
        if (read instanceof Result.Err<ReplayArguments> err) {
            return report.fail(err.failure());
        }
        if (format != null
                && !format.equals(CLOUD_EVENTS)
                && EventFormat.parse(format) instanceof Result.Err<EventFormat> err) {
            return report.fail(err.failure());
        }
        ReplayArguments arguments = read.value();
        Result<ReplayQuery> query =
                newest == null ? Result.ok(arguments.query()) : last(client, arguments.query(), newest);
        Result<ByteSink> printed = query.then(asked -> printed(asked, report));
        if (printed instanceof Result.Err<ByteSink> err) {
            return report.fail(err.failure());
        }
        ReplayQuery asked = query.value();
        if (!asked.ends() && !connection.isMuon()) { // over Muon all names would be asked for: too much for a remark
            sayIfMissing(client, report, asked, "; its events are shown as they come");
        }
        return play(client, report, asked, arguments.idleMs(), printed.value());
    }

    /** An empty replay may be a mistyped name. */
    private static void sayIfMissing(PhotonClient client, Report report, ReplayQuery query, String more) {
        boolean named = !isSeveral(query) && !StreamNames.isInternal(query.stream());
        if (named
                && !report.isQuiet()
                && client.stream(query.stream()) instanceof Result.Err<byte[]> err
                && err.failure().kind() == Failure.Kind.NOT_FOUND) {
            String near = NearNames.stream(client, query.stream())
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("");
            report.note("there is no stream '" + query.stream() + "' yet" + more + near);
        }
    }

    /** Looks where the last events begin, and asks for what comes from there. */
    private static Result<ReplayQuery> last(PhotonClient client, ReplayQuery query, long newest) {
        if (newest < 1 || query.backwards() || query.type().equals("hot")) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    newest < 1 ? "--last is " + newest : "--last goes with neither --backwards nor --type hot",
                    newest < 1 ? "use 1 or more; only what arrives: --type hot" : "use --limit with --backwards");
        }
        LastEvents found = new LastEvents();
        Lines lines = new Lines(found);
        return client.replay(query.newest(newest), lines).then(bytes -> {
            lines.end(Result.ok(bytes));
            if (found.oldest() == 0) {
                return Result.ok(query);
            }
            return Result.ok(
                    query.ends()
                            ? query.between(found.oldest(), found.newest())
                            : query.between(found.oldest(), query.to()));
        });
    }

    private Result<ByteSink> printed(ReplayQuery query, Report report) {
        if (CLOUD_EVENTS.equals(format)) {
            return Result.ok(new CloudEventSink(report, source));
        }
        if (format != null) {
            return EventFormat.parse(format).map(own -> own.sink(report));
        }
        return Result.ok(report.many() == Format.table ? new EventTable(report, isSeveral(query)) : report.json());
    }

    private static int play(PhotonClient client, Report report, ReplayQuery query, long idleMs, ByteSink printed) {
        boolean table = printed instanceof EventTable;
        ByteSink shown = table || query.ends() ? printed : new TailDelay(printed);
        LastPosition positions = new LastPosition(query.ends() ? new Cold(shown) : shown);
        TrailingError told = new TrailingError(positions);
        try (Interruption interruption =
                        Interruption.watch(client, report, () -> stopped(positions.last(), query.backwards()));
                IdleWatch watch = IdleWatch.of(client, idleMs, told);
                ReaderWatch reader = ReaderWatch.of(client::cancel, report)) {
            ByteSink events = query.ends() ? watch : new Heartbeats(watch, positions::passed);
            Gaps gaps = new Gaps(events, report, query.backwards() ? any -> {} : positions::passed);
            Lines lines = new Lines(query.skipDamaged() ? gaps : events);
            Result<Long> result = client.replay(query, lines);
            lines.end(result);
            shown.pause();
            return interruption.orElse(() -> {
                if (reader.isGone()) {
                    return ExitCode.BROKEN_PIPE;
                }
                if (result instanceof Result.Ok<Long> && query.ends() && lines.lines() == 0) {
                    sayIfMissing(client, report, query, "");
                }
                int code = watch.hasEnded() ? ExitCode.OK : conclude(result, told, positions.last(), query, report);
                return code == ExitCode.OK ? gaps.conclude() : code;
            });
        }
    }

    private static boolean isSeveral(ReplayQuery query) {
        return StreamSelector.of(query.stream(), query.exact()).isSeveral();
    }

    private static int conclude(Result<Long> result, TrailingError told, long last, ReplayQuery query, Report report) {
        if (result instanceof Result.Err<Long> || told.isSaid()) {
            Failure failure = told.or(
                    result instanceof Result.Err<Long> err
                            ? err.failure()
                            : Failure.of(Failure.Kind.INTERNAL, "the daemon broke off"));
            boolean isStuck = failure.kind() == Failure.Kind.DAMAGED; // resuming there would fail again
            return report.fail(
                    last == 0 || isStuck
                            ? failure
                            : new Failure(failure.kind(), failure.message(), resume(last, query.backwards())));
        }
        return ExitCode.OK;
    }

    private static String stopped(long last, boolean backwards) {
        return last == 0 ? "stopped before the first event" : "stopped at " + last + "; " + resume(last, backwards);
    }

    private static String resume(long last, boolean backwards) {
        return backwards ? "resume with --to " + (last - 1) : "resume with --from " + (last + 1);
    }

    /** What is stored comes in blocks: no flush in between. */
    private record Cold(ByteSink next) implements ByteSink {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            next.write(bytes, offset, length);
        }
    }
}
