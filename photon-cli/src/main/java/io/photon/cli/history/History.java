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

/**
 * A history as it is read, line by line. What is wrong with single lines, and can be seen at once, is among the violations; a line
 * that cannot be understood is a failure. Memory: some 300 bytes an operation. Not thread-safe.
 */
public final class History {

    private static final int LONGEST_LINE = 64 << 20;

    /** An attempt whose answer has not come yet. */
    private record Attempt(Operation operation, long line) {}

    /** An event of the log that no operation is known of, yet. */
    private record Stored(String stream, long orderId, long line, boolean isApart) {}

    final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Attempt> open = new HashMap<>();
    final Map<String, Reading> readings = new LinkedHashMap<>();
    /** Order-ids in the log, by stream. */
    final Map<String, Numbers> log = new HashMap<>();

    private final Map<String, Stored> storedByKey = new HashMap<>();
    private final List<Stored> withoutKey = new ArrayList<>();
    final Violations violations = new Violations();
    private boolean isApart;
    private long lastStored;
    private long lastStoredLine;
    private long logLines;
    private Failure failure;
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
    private String operation(String op, byte[] line) {
        return switch (op) {
            case "invoke" -> invoke(line);
            case "ok", "fail", "unknown" -> answer(Outcome.valueOf(op), line);
            case "read-start" -> readStart(line);
            case "read" -> read(line);
            case "read-end" -> readEnd(line);
            default -> "there is no op '" + op + "'; use invoke, ok, fail, unknown, read-start, read, read-end";
        };
    }

    private String invoke(byte[] line) {
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
        Operation operation = operations.computeIfAbsent(
                key, anew -> new Operation(key, stream, number, JsonFields.number(line, "time")));
        if (!operation.stream.equals(stream)) {
            return "key '" + key + "' was for stream '" + operation.stream + "' in line " + operation.line;
        }
        operation.attempts++;
        open.put(id, new Attempt(operation, number));
        return null;
    }

    private static boolean hasTime(byte[] line) {
        return JsonFields.field(line, "time") != null && JsonFields.number(line, "time") >= 0;
    }

    private String answer(Outcome outcome, byte[] line) {
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

    private String readStart(byte[] line) {
        String reader = JsonFields.text(line, "reader");
        String stream = JsonFields.text(line, "stream-name");
        if (reader == null || stream == null || !hasTime(line)) {
            return "a read-start needs reader, stream-name and time";
        }
        readings.computeIfAbsent(reader, Reading::new)
                .begin(number, stream, JsonFields.number(line, "time"), Math.max(0, JsonFields.number(line, "from")));
        return null;
    }

    private String read(byte[] line) {
        Reading reading = begun(line);
        long orderId = JsonFields.number(line, "order-id");
        if (reading == null || orderId <= 0) {
            return "a read needs a reader whose read-start came before, and an order-id";
        }
        reading.read(number, orderId);
        return null;
    }

    private String readEnd(byte[] line) {
        Reading reading = begun(line);
        if (reading == null || reading.endOf(reading.starts.size() - 1) > 0) {
            return "a read-end needs a reader whose read-start came before";
        }
        reading.end(number);
        return null;
    }

    private Reading begun(byte[] line) {
        String reader = JsonFields.text(line, "reader");
        return reader == null ? null : readings.get(reader);
    }

    private String stored(byte[] line) {
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
        Stored stored = new Stored(stream, orderId, number, isApart);
        String key = keyOf(line);
        Stored twin = key == null ? null : storedByKey.putIfAbsent(key, stored);
        if (key == null) {
            withoutKey.add(stored);
        } else if (twin != null) {
            violations.add(
                    "twice",
                    "key '" + key + "' is stored twice, at " + twin.orderId() + " and " + orderId,
                    isApart,
                    twin.line(),
                    number);
        }
        return null;
    }

    /** What tells an event from others: its local-id, else the field {@code key} of its payload. */
    private static String keyOf(byte[] line) {
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
        storedByKey.forEach((key, stored) -> {
            Operation operation = operations.get(key);
            if (operation == null) {
                withoutKey.add(stored);
            } else {
                operation.storedAt = stored.orderId();
                operation.storedLine = stored.line();
                if (!operation.stream.equals(stored.stream())) {
                    violations.add(
                            "elsewhere",
                            "key '" + key + "' was for stream '" + operation.stream + "' and is stored in '"
                                    + stored.stream() + "'",
                            operation.line,
                            stored.line());
                }
            }
        });
        Set<String> streams = new HashSet<>();
        operations.values().forEach(operation -> streams.add(operation.stream));
        withoutKey.stream()
                .filter(stored -> streams.contains(stored.stream()))
                .forEach(stored -> violations.add(
                        "unasked",
                        "event " + stored.orderId() + " of stream '" + stored.stream() + "' was never asked for",
                        stored.isApart(),
                        stored.line()));
        return Result.ok(new HistoryCheck(this, streams).run());
    }

    boolean isLogApart() {
        return isApart;
    }
}
