// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.LineSplitter;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history as it is read, line by line. What is wrong with single lines, and can be seen at once, is among the violations; a line
 * that cannot be understood is a failure. Memory: some 300 bytes an operation. Not thread-safe.
 */
public final class History {

    private static final int LONGEST_LINE = 64 << 20;

    /** An attempt whose answer has not come yet. */
    private record Attempt(Operation operation, long line, long time) {}

    /** An event of the log that no operation is known of, yet. */
    private record Stored(String stream, @Nullable String key, long orderId, long line, boolean isApart) {}

    /** A key tells events of one stream apart: other streams may have it, too. */
    record Place(String stream, String key) {}

    final Map<Place, Operation> operations = new LinkedHashMap<>();
    /** Those that operations are about. */
    private final Set<String> streams = new HashSet<>();

    private final Map<String, Attempt> open = new HashMap<>();
    final Map<String, GivenEvents> readings = new LinkedHashMap<>();
    /** Order-ids in the log, by stream. */
    final Map<String, Numbers> log = new HashMap<>();

    private final List<Stored> events = new ArrayList<>();
    final Violations violations = new Violations();
    private boolean isApart;
    private long lastStored;
    private long lastStoredLine;
    private long logLines;
    private long logEvents;
    /** Where the log says how many events it has; 0 where it does not. */
    private long logEndLine;

    private long eventsSaid;
    private @Nullable Failure failure;
    private long number;

    /** Reads the history itself; the log may be among its lines. Closing is the caller's. @return what cannot be understood */
    public Optional<Failure> read(InputStream in) throws IOException {
        return lines(in, "line ");
    }

    /** Reads the log, e.g. a backup. Closing is the caller's. @return what cannot be understood */
    public Optional<Failure> readLog(InputStream in) throws IOException {
        isApart = true;
        number = 0;
        lastStored = 0;
        return lines(in, "log line ");
    }

    private Optional<Failure> lines(InputStream in, String what) throws IOException {
        LineSplitter splitter = new LineSplitter(LONGEST_LINE, new LineSplitter.Lines() {
            @Override
            public boolean line(byte[] bytes, int from, int to, long offset) {
                number++;
                return take(Arrays.copyOfRange(bytes, from, to), what);
            }

            @Override
            public boolean tooLong(long offset) {
                number++;
                return take(new byte[0], what);
            }
        });
        byte[] chunk = new byte[LineSplitter.PIECE_BYTES];
        for (int n = in.read(chunk); n >= 0 && failure == null; n = in.read(chunk)) {
            splitter.feed(chunk, 0, n);
        }
        if (failure == null && splitter.restBytes() > 0) {
            number++;
            take(Arrays.copyOf(splitter.rest(), splitter.restBytes()), what);
        }
        return Optional.ofNullable(failure);
    }

    private boolean take(byte[] line, String what) {
        if (Utf8.text(line).isBlank()) {
            return true;
        }
        Optional<Failure> noJson = EventParser.refuseUnlessJson(line, 0, line.length);
        String op = noJson.isPresent() ? null : JsonFields.text(line, "op");
        String wrong = noJson.isPresent()
                ? noJson.get().message()
                : op == null ? stored(line) : isApart ? "'" + op + "' is not an event of a log" : operation(op, line);
        if (wrong != null) {
            failure = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    what + number + ": " + wrong,
                    "the format is in docs/check-history.md; record one with: photon bench emit --history FILE");
        }
        return failure == null;
    }

    /** @return what is wrong with the line, or null */
    private @Nullable String operation(String op, byte[] line) {
        return switch (op) {
            case "invoke" -> invoke(line);
            case "ok", "fail", "unknown" -> answer(Outcome.valueOf(op), line);
            case "read-start" -> readStart(line);
            case "read" -> read(line);
            case "read-end" -> readEnd(line);
            case "log-end" -> logEnd(line);
            default ->
                "there is no op '" + op + "'; use invoke, ok, fail, unknown, read-start, read, read-end, log-end";
        };
    }

    private @Nullable String invoke(byte[] line) {
        String id = JsonFields.text(line, "id");
        String key = JsonFields.text(line, "key");
        String stream = JsonFields.text(line, "stream-name");
        if (id == null || key == null || stream == null || !hasTime(line)) {
            return "an invoke needs id, key, stream-name and time";
        }
        if (open.containsKey(id)) {
            return "id '" + id + "' is under way already, since line "
                    + open.get(id).line();
        }
        Operation operation =
                operations.computeIfAbsent(new Place(stream, key), anew -> new Operation(key, stream, number));
        streams.add(stream);
        operation.attempts++;
        open.put(id, new Attempt(operation, number, JsonFields.number(line, "time")));
        return null;
    }

    private static boolean hasTime(byte[] line) {
        return JsonFields.field(line, "time") != null && JsonFields.number(line, "time") >= 0;
    }

    private @Nullable String answer(Outcome outcome, byte[] line) {
        String id = JsonFields.text(line, "id");
        if (id == null || !hasTime(line)) {
            return "an answer needs id and time";
        }
        Attempt attempt = open.remove(id);
        if (attempt == null) {
            return "there is no invoke of id '" + id + "' that waits for an answer";
        }
        Operation operation = attempt.operation();
        if (outcome == Outcome.fail) {
            operation.failed++;
            operation.failLine = number;
        } else {
            operation.mayHaveStored(attempt.time(), attempt.line());
        }
        if (outcome == Outcome.ok) {
            long orderId = JsonFields.number(line, "order-id");
            if (orderId <= 0) {
                return "an ok needs the order-id of the answer";
            }
            if (operation.isOk() && operation.okOrderId != orderId) {
                violations.add(
                        "two-answers",
                        "key '" + operation.key + "' was answered with order-id " + operation.okOrderId + " and with "
                                + orderId,
                        operation.okLine,
                        number);
            }
            if (!operation.isOk()) {
                operation.okLine = number;
                operation.okTime = JsonFields.number(line, "time");
                operation.okOrderId = orderId;
            }
        }
        return null;
    }

    private @Nullable String readStart(byte[] line) {
        String reader = JsonFields.text(line, "reader");
        String stream = JsonFields.text(line, "stream-name");
        if (reader == null || stream == null || !hasTime(line)) {
            return "a read-start needs reader, stream-name and time";
        }
        readings.computeIfAbsent(reader, GivenEvents::new)
                .begin(number, stream, JsonFields.number(line, "time"), Math.max(0, JsonFields.number(line, "from")));
        return null;
    }

    private @Nullable String read(byte[] line) {
        GivenEvents reading = begun(line);
        long orderId = JsonFields.number(line, "order-id");
        if (reading == null || orderId <= 0) {
            return "a read needs a reader whose read-start came before, and an order-id";
        }
        reading.read(number, orderId, JsonFields.text(line, "key"));
        return null;
    }

    private @Nullable String readEnd(byte[] line) {
        GivenEvents reading = begun(line);
        if (reading == null || reading.endOf(reading.starts.size() - 1) > 0) {
            return "a read-end needs a reader whose read-start came before";
        }
        reading.end(number);
        return null;
    }

    private @Nullable String logEnd(byte[] line) {
        if (JsonFields.field(line, "events") == null) {
            return "a log-end needs events: how many the log has";
        }
        logEndLine = number;
        eventsSaid = JsonFields.number(line, "events");
        logLines++;
        return null;
    }

    private @Nullable GivenEvents begun(byte[] line) {
        String reader = JsonFields.text(line, "reader");
        return reader == null ? null : readings.get(reader);
    }

    private @Nullable String stored(byte[] line) {
        if (JsonFields.field(line, "photon-backup") != null) {
            logLines++;
            lastStored = 0; // another backup of a chain may begin where it wants
            return null;
        }
        long orderId = JsonFields.number(line, "order-id");
        String stream = JsonFields.text(line, "stream-name");
        if (orderId <= 0 || stream == null) {
            return "neither an operation, which has an op, nor an event of the log, which has order-id and stream-name";
        }
        logLines++;
        logEvents++;
        if (orderId <= lastStored) {
            violations.add(
                    "not-rising",
                    "order-id " + orderId + " stands after " + lastStored + " in the log",
                    isApart,
                    lastStoredLine,
                    number);
        }
        lastStored = orderId;
        lastStoredLine = number;
        log.computeIfAbsent(stream, name -> new Numbers()).add(orderId);
        log.computeIfAbsent(StreamNames.ALL, name -> new Numbers()).add(orderId);
        if (isApart && !streams.contains(stream)) {
            return null; // all operations are known by now
        }
        events.add(new Stored(stream, keyOf(line), orderId, number, isApart));
        return null;
    }

    /** What tells an event from others: its local-id, else the field {@code key} of its payload. */
    public static @Nullable String keyOf(byte[] line) {
        String localId = JsonFields.text(line, "local-id");
        if (localId != null) {
            return localId;
        }
        byte[] payload = JsonFields.field(line, "payload");
        return payload == null || payload.length == 0 || payload[0] != '{' ? null : JsonFields.text(payload, "key");
    }

    /** Everything is read: brings operations and log together, and checks. BAD_INPUT when a part is missing. */
    public Result<Verdict> verdict() {
        if (operations.isEmpty()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "there is no operation in this history",
                    "record one with: photon bench emit --history FILE");
        }
        if (logLines == 0) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "there is no log in this history: what is stored in the end",
                    "give it with --log, e.g. photon backup | photon check-history --log - FILE");
        }
        events.removeIf(stored -> !streams.contains(stored.stream()));
        bringTogether();
        open.values().forEach(attempt -> attempt.operation().mayHaveStored(attempt.time(), attempt.line()));
        return Result.ok(new HistoryCheck(this, streams).run());
    }

    private void bringTogether() {
        Map<String, Operation> byKey = new HashMap<>();
        operations.values().forEach(operation -> byKey.putIfAbsent(operation.key, operation));
        for (Stored stored : events) {
            Operation operation =
                    stored.key() == null ? null : operations.get(new Place(stored.stream(), stored.key()));
            Operation other = stored.key() == null ? null : byKey.get(stored.key());
            if (operation == null && other != null) {
                violations.add(
                        "elsewhere",
                        "key '" + other.key + "' was for stream '" + other.stream + "' and is stored in '"
                                + stored.stream() + "'",
                        other.line,
                        stored.line());
            } else if (operation == null) {
                violations.add(
                        "unasked",
                        "event " + stored.orderId() + " of stream '" + stored.stream() + "' was never asked for",
                        stored.isApart(),
                        stored.line());
            } else if (operation.storedAt > 0) {
                violations.add(
                        "twice",
                        "key '" + operation.key + "' is stored twice, at " + operation.storedAt + " and "
                                + stored.orderId(),
                        stored.isApart(),
                        operation.storedLine,
                        stored.line());
            } else {
                operation.storedAt = stored.orderId();
                operation.storedLine = stored.line();
            }
        }
    }

    /** A log that says how many events it has, and has others. */
    void incomplete() {
        if (logEndLine > 0 && !isApart && eventsSaid != logEvents) {
            violations.add(
                    "log-changed",
                    "the log says that it has " + eventsSaid + " events, and has " + logEvents,
                    logEndLine);
        }
    }

    boolean isLogApart() {
        return isApart;
    }
}
