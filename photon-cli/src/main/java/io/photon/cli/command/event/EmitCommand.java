// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import static java.util.Objects.requireNonNull;

import io.photon.cli.command.Interruption;
import io.photon.cli.command.PlainWords;
import io.photon.cli.command.StoreCommand;
import io.photon.cli.input.CloudEventLines;
import io.photon.cli.input.EventDefaults;
import io.photon.cli.input.EventInput;
import io.photon.cli.input.EventText;
import io.photon.cli.input.InputFile;
import io.photon.cli.input.TextArgument;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.lines.OwnReasons;
import io.photon.cli.output.view.EmitReceipts;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.cloudevents.CloudEventReader;
import io.photon.codec.JsonFields;
import io.photon.codec.TraceContext;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon emit}. */
@Command(
        name = "emit",
        header = "Append events to streams.",
        description = {
            "Appends one event, given as JSON or by options, or all events of standard input or a file: one JSON object"
                    + " a line, or one JSON array. Prints for each event, in order, its order-id, event-time and durability"
                    + " as soon as it is stored.",
            "An object may span several lines. --stream, --type, --schema, --caused-by and --service are defaults for events"
                    + " of standard input or a file that lack these fields; without an input they are, with --payload, one"
                    + " event.",
            "With --cloudevent the input is CloudEvents in structured mode; their stream is --stream, else their extension"
                    + " streamname, else their subject.",
            "The trailer line of a backup is skipped. Refused lines are named on stderr; the others are stored, unless"
                    + " --atomic is given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon emit --stream orders --type Placed --payload '{\"amount\":3}'",
            "  photon emit --stream orders --type Placed --payload @order.json --id order-17",
            "  jq -c '{payload: .}' orders.json | photon emit --stream orders --type Placed",
            "  photon emit '{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":3}'",
            "  photon emit --cloudevent -f batch.json",
            "  photon replay orders --type cold | photon emit --url http://other:3000"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored",
            "2:refused: bad input",
            "4:conflict: --expect does not hold, or the --id is taken by other content",
            "5:not allowed",
            "6:daemon unreachable, out of space, or not known whether it is stored",
            "8:some lines refused, the others stored",
            "124:timed out"
        })
public final class EmitCommand extends StoreCommand implements PlainWords {

    private static final Set<String> RECEIPT = Set.of("order-id", "event-time", "durability", "duplicate");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JSON",
            description = "the event as one JSON object, or @FILE for one in a file")
    @Nullable String json;

    @Option(names = "--stream", paramLabel = "NAME", description = "stream to append to")
    @Nullable String stream;

    @Option(
            names = {"--type", "--event-type"},
            paramLabel = "TYPE",
            description = "what happened (event-type)")
    @Nullable String type;

    @Option(
            names = "--payload",
            paramLabel = "JSON",
            description = "any JSON value, @FILE to read it from a file, - from standard input (default: {})")
    @Nullable String payload;

    @Option(names = "--schema", paramLabel = "VERSION", description = "version of the payload's schema")
    @Nullable String schema;

    @Option(
            names = "--caused-by",
            paramLabel = "ID",
            description = "the event that caused this one: its order-id, or its own --id")
    @Nullable String causedBy;

    @Option(names = "--service", paramLabel = "NAME", description = "the program that sends the event (service-id)")
    @Nullable String service;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description =
                    "an id of your own (local-id): the same id in the same stream is stored once, so sending again is safe")
    @Nullable String id;

    @Option(
            names = "--traceparent",
            paramLabel = "CONTEXT",
            description = "the W3C trace context to keep with the events (default: the variable TRACEPARENT)")
    @Nullable String traceparent;

    /** What is kept with events that have none of their own; null for nothing. */
    private @Nullable String trace;

    @Option(
            names = "--expect",
            paramLabel = "ORDER-ID",
            description = "append only if the stream ends at this order-id, or has no event (none); else exit code 4")
    @Nullable String expect;

    @Option(
            names = "--cloudevent",
            description = "the input is CloudEvents in structured mode: an object, one a line, or an array")
    boolean cloudEvent;

    @Option(
            names = "--atomic",
            description = "store all lines or none (at most 1,000 events, 1 MiB); they may be of several streams")
    boolean atomic;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "read events from a file instead of standard input")
    @Nullable Path file;

    @Option(
            order = 50,
            names = "--muon-service",
            paramLabel = "NAME",
            description = "over amqp: the event store's name (default: photon, else the one event store there is)")
    @Nullable String muonService;

    @Override
    protected @Nullable String store() {
        return muonService;
    }

    @Override
    public boolean addWord(String word) {
        return PlainWords.isFirst(json, json = word);
    }

    @Override
    public boolean setFlag(String option) {
        return switch (option) {
            case "--cloudevent" -> PlainWords.isFirst(cloudEvent, cloudEvent = true);
            case "--atomic" -> PlainWords.isFirst(atomic, atomic = true);
            default -> setSharedFlag(option);
        };
    }

    @Override
    public boolean setValue(String option, String value) {
        return switch (option) {
            case "--stream" -> PlainWords.isFirst(stream, stream = value);
            case "--type", "--event-type" -> PlainWords.isFirst(type, type = value);
            case "--payload" -> PlainWords.isFirst(payload, payload = value);
            case "--schema" -> PlainWords.isFirst(schema, schema = value);
            case "--caused-by" -> PlainWords.isFirst(causedBy, causedBy = value);
            case "--service" -> PlainWords.isFirst(service, service = value);
            case "--id" -> PlainWords.isFirst(id, id = value);
            case "--traceparent" -> PlainWords.isFirst(traceparent, traceparent = value);
            case "--expect" -> PlainWords.isFirst(expect, expect = value);
            case "-f", "--file" -> PlainWords.isFirst(file, file = Path.of(value));
            case "--muon-service" -> PlainWords.isFirst(muonService, muonService = value);
            default -> setSharedValue(option, value);
        };
    }

    /** Lines, unless one event is described: then there are lines only where no payload is given. */
    @Override
    protected boolean isStreaming() {
        return cloudEvent
                ? json == null || json.equals("-")
                : json == null ? payload == null && id == null && (stream == null || file != null) : json.equals("-");
    }

    private boolean fromStdin() {
        return file == null || file.toString().equals("-");
    }

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        Optional<Failure> refused = refusal();
        if (refused.isPresent()) {
            return report.fail(refused.get());
        }
        String inherited = report.console().environment().get("TRACEPARENT");
        trace = TraceContext.read(traceparent == null ? inherited : traceparent, null)
                .map(TraceContext::parent)
                .orElse(null); // one of the environment that is broken is none
        EmitOptions options = new EmitOptions("any".equals(expect) ? null : expect, atomic, id != null);
        InputStream stdin = report.console().in();
        if (isStreaming()) {
            return many(client, report, options, fromStdin() ? stdin : InputFile.open(Objects.requireNonNull(file)));
        }
        if (json == null && payload == null && id == null && report.console().isInGiven()) {
            byte[] first = new byte[64 * 1024];
            int n = stdin.read(first);
            if (n > 0) {
                InputStream begun = new ByteArrayInputStream(first, 0, n);
                return many(client, report, options, new SequenceInputStream(begun, stdin));
            }
        }
        if (file != null) {
            return report.fail(Failure.of(Kind.BAD_INPUT, "both an event and --file are given", "give one of them"));
        }
        return report.show(
                event(stdin).then(event -> client.emit(event, options)).map(EmitCommand::receipt));
    }

    /** What is wrong with the options before anything is read. */
    private Optional<Failure> refusal() {
        if (traceparent != null && TraceContext.read(traceparent, null).isEmpty()) {
            return Optional.of(Failure.of(
                    Kind.BAD_INPUT,
                    "--traceparent is '" + Excerpt.of(traceparent) + "'",
                    "give it as in 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        }
        String[] described = {type, payload, schema, causedBy, service, id};
        if (cloudEvent && !Arrays.equals(described, new String[described.length])) {
            return Optional.of(Failure.of(
                    Kind.BAD_INPUT,
                    "--cloudevent goes with neither --type, --payload, --schema, --caused-by, --service nor --id",
                    "a CloudEvent says all of it itself; --stream says where it goes"));
        }
        return Optional.empty();
    }

    /** Of the stored event what was not known before, as it is said of each line of many. */
    private static byte[] receipt(byte[] stored) {
        StringBuilder json = new StringBuilder("{");
        JsonFields.forEach(stored, 0, stored.length, (b, nameFrom, nameTo, from, to) -> {
            String name = new String(b, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
            if (RECEIPT.contains(name)) {
                json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":");
                json.append(new String(b, from, to - from, StandardCharsets.UTF_8));
            }
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private Result<byte[]> event(InputStream stdin) throws IOException {
        if (cloudEvent) {
            return TextArgument.read("the CloudEvent", requireNonNull(json, "without one it is streaming"), stdin)
                    .then(whole -> CloudEventLines.event(whole, cloudEvents()));
        }
        EventText event = new EventText()
                .text("stream-name", stream)
                .text("event-type", type)
                .text("local-id", id)
                .text("schema", schema)
                .numberOrText("caused-by", causedBy)
                .text("service-id", service);
        if (json == null && type == null) {
            return Result.err(Kind.BAD_INPUT, "--type is missing", "say what happened, e.g. --type OrderPlaced");
        }
        String given = payload == null || payload.startsWith("@") || payload.equals("-") ? " " + payload : "";
        Result<Optional<byte[]>> value =
                TextArgument.optional("--payload", payload == null && json == null ? "{}" : payload, stdin);
        Result<Optional<byte[]>> object = TextArgument.optional("the event", json, stdin);
        return value.then(read -> object.then(whole -> {
            event.json("payload", "--payload" + given, read.orElse(null));
            boolean hasOwn = whole.isPresent() && JsonFields.field(whole.get(), "traceparent") != null;
            event.text("traceparent", hasOwn ? null : trace);
            return whole.isPresent() ? event.into(whole.get()) : event.build();
        }));
    }

    private int many(PhotonClient client, Report report, EmitOptions options, InputStream source) throws IOException {
        if (payload != null || id != null) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT,
                    "--payload and --id describe one event, and --stream is missing",
                    "add --stream NAME, or put them into the lines of standard input"));
        }
        if (expect != null && !expect.equals("any") && !atomic) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT, "--expect is about one stream, and there are many lines", "add --atomic"));
        }
        if (fromStdin() && report.console().isInTerminal()) {
            report.note("reading events from the terminal, one JSON object a line; end with Ctrl-D");
        }
        EventInput input = new EventInput(source);
        try (Progress progress = report.progress("events", fromStdin() ? 0 : Files.size(file))) {
            progress.begin("sending " + (fromStdin() ? "standard input" : file) + " to " + connection.shown());
            EmitReceipts answers = new EmitReceipts(report, progress, input::consumed);
            CloudEventLines own = cloudEvent ? new CloudEventLines(input, cloudEvents()) : null;
            Lines lines = new Lines(own == null ? answers : new OwnReasons(answers, own::refusal));
            try (Interruption interruption =
                    Interruption.watch(client, report, () -> "stopped after " + answers.total() + " answered events")) {
                Result<Long> result = client.emitLines(own == null ? withDefaults(input) : own, options, lines);
                lines.end(result);
                answers.end();
                return interruption.orElse(() -> answers.conclude(result));
            }
        }
    }

    /** An event goes to the stream of the option, else to where it says itself. */
    private CloudEventReader cloudEvents() {
        return new CloudEventReader(
                stream,
                null,
                trace == null ? null : TraceContext.read(trace, null).orElse(null));
    }

    /** What the options say, for lines that do not say it. */
    private InputStream withDefaults(EventInput input) {
        if (stream == null && type == null && schema == null && causedBy == null && service == null && trace == null) {
            return input;
        }
        return new EventDefaults(input)
                .text("stream-name", stream)
                .text("event-type", type)
                .text("schema", schema)
                .numberOrText("caused-by", causedBy)
                .text("service-id", service)
                .text("traceparent", trace);
    }
}
