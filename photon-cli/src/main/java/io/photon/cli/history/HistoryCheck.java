// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import io.photon.event.StreamNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules: what must hold between what clients were told, and what is stored. */
final class HistoryCheck {

    private final History history;
    private final Set<String> streams;
    private final Violations violations;
    /** Order-ids by stream, in order. */
    private final Map<String, Numbers> logs = new HashMap<>();

    /** Of what is stored, made when a reader has written keys. */
    private final Map<Long, Operation> byOrderId = new HashMap<>();

    private long ok;
    private long failed;
    private long unknown;
    private long unknownStored;

    /** @param streams those that operations are about */
    HistoryCheck(History history, Set<String> streams) {
        this.history = history;
        this.streams = streams;
        this.violations = history.violations;
    }

    Verdict run() {
        history.operations.values().forEach(this::presence);
        realTimeOrder();
        long reads = 0;
        for (GivenEvents reading : history.readings.values()) {
            reads += reading.orderIds.size();
            for (int i = 0; i < reading.starts.size(); i++) {
                reads(reading, i);
            }
        }
        history.incomplete();
        long stored = 0;
        for (String stream : streams) {
            stored += history.log.containsKey(stream) ? history.log.get(stream).size() : 0;
        }
        return new Verdict(
                history.operations.size(),
                ok,
                failed,
                unknown,
                unknownStored,
                stored,
                history.readings.size(),
                reads,
                violations.total(),
                violations.first());
    }

    /** Each ok is stored, where its answer says; no failed one is; of the others each at most once, which the log tells. */
    private void presence(Operation operation) {
        if (operation.isOk()) {
            ok++;
            if (operation.storedAt == 0) {
                violations.add(
                        "lost",
                        "key '" + operation.key + "' was answered as stored at " + operation.okOrderId
                                + ", and is not in the log",
                        operation.line,
                        operation.okLine);
            } else if (operation.storedAt != operation.okOrderId) {
                add(
                        "moved",
                        "key '" + operation.key + "' was answered as stored at " + operation.okOrderId
                                + ", and is stored at " + operation.storedAt,
                        operation,
                        operation.okLine);
            }
        } else if (operation.isFailed()) {
            failed++;
            if (operation.storedAt > 0) {
                add(
                        "refused-and-stored",
                        "key '" + operation.key + "' was refused, and is stored at " + operation.storedAt,
                        operation,
                        operation.failLine);
            }
        } else {
            unknown++;
            unknownStored += operation.storedAt > 0 ? 1 : 0;
        }
    }

    private void add(String rule, String message, Operation operation, long answer) {
        boolean isApart = history.isLogApart();
        violations.add(new Violation(
                rule,
                message,
                isApart ? List.of(operation.line, answer) : List.of(operation.line, answer, operation.storedLine),
                isApart ? List.of(operation.storedLine) : List.of()));
    }

    /** What was answered before another was asked for stands before it in the log. */
    private void realTimeOrder() {
        List<Operation> begun = new ArrayList<>();
        List<Operation> answered = new ArrayList<>();
        for (Operation operation : history.operations.values()) {
            if (operation.position() > 0 && !operation.isFailed()) { // one that was refused has its own violation
                begun.add(operation);
                if (operation.isOk()) {
                    answered.add(operation);
                }
            }
        }
        begun.sort(Comparator.comparingLong(operation -> operation.begun));
        answered.sort(Comparator.comparingLong(operation -> operation.okTime));
        Operation highest = null;
        int next = 0;
        for (Operation operation : begun) {
            while (next < answered.size() && answered.get(next).okTime < operation.begun) {
                Operation before = answered.get(next++);
                highest = highest == null || before.position() > highest.position() ? before : highest;
            }
            if (highest != null && highest.position() > operation.position()) {
                violations.add(
                        "out-of-order",
                        "key '" + operation.key + "' was asked for after key '" + highest.key
                                + "' was answered, and stands before it: " + operation.position() + ", "
                                + highest.position(),
                        highest.okLine,
                        operation.begunLine);
            }
        }
    }

    /** One beginning of a reader: rising, nothing left out, nothing that is not stored, nothing missing at its end. */
    private void reads(GivenEvents reading, int index) {
        GivenEvents.Start start = reading.starts.get(index);
        Numbers log = logs.computeIfAbsent(start.stream(), this::inOrder);
        beginsAgain(reading, index, log);
        int at = log.firstFrom(start.from());
        long before = start.from() - 1;
        long beforeLine = start.line();
        for (int i = start.first(); i < reading.lastOf(index); i++) {
            long orderId = reading.orderIds.get(i);
            long line = reading.lines.get(i);
            int found = log.firstFrom(orderId);
            if (orderId <= before) {
                violations.add(
                        "read-not-rising",
                        "reader '" + reading.reader + "' read " + orderId + " after " + before,
                        beforeLine,
                        line);
            } else if (found == log.size() || log.get(found) != orderId) {
                violations.add(
                        "read-not-stored",
                        "reader '" + reading.reader + "' read " + orderId + ", which is not in the log of stream '"
                                + start.stream() + "'",
                        line);
            } else {
                if (found > at) {
                    violations.add(
                            "skipped",
                            "reader '" + reading.reader + "' read " + orderId + " and was not given " + log.get(at)
                                    + (found - at > 1 ? " and " + (found - at - 1) + " more" : "") + " before it",
                            beforeLine,
                            line);
                }
                at = found + 1;
                content(reading, i, start.stream());
            }
            before = Math.max(before, orderId);
            beforeLine = line;
        }
        if (reading.endOf(index) > 0) {
            end(reading, start, reading.endOf(index), before);
        }
    }

    /** What a reader was given at an order-id is what is stored there. */
    private void content(GivenEvents reading, int index, String stream) {
        String key = reading.keys.get(index);
        Operation there = key == null ? null : storedAt().get(reading.orderIds.get(index));
        if (there != null
                && !there.key.equals(key)
                && (stream.equals(StreamNames.ALL) || stream.equals(there.stream))) {
            violations.add(
                    "read-other",
                    "reader '" + reading.reader + "' was given key '" + key + "' at " + reading.orderIds.get(index)
                            + ", where key '" + there.key + "' is stored",
                    there.line,
                    reading.lines.get(index));
        }
    }

    private Map<Long, Operation> storedAt() {
        if (byOrderId.isEmpty()) {
            history.operations.values().stream()
                    .filter(operation -> operation.storedAt > 0)
                    .forEach(operation -> byOrderId.put(operation.storedAt, operation));
        }
        return byOrderId;
    }

    /** A reader that begins again leaves nothing out between what it has and where it begins. */
    private void beginsAgain(GivenEvents reading, int index, Numbers log) {
        GivenEvents.Start start = reading.starts.get(index);
        if (index == 0 || !reading.starts.get(index - 1).stream().equals(start.stream())) {
            return;
        }
        GivenEvents.Start before = reading.starts.get(index - 1);
        int reads = start.first();
        boolean hasRead = reads > before.first();
        long wanted = hasRead ? reading.orderIds.get(reads - 1) + 1 : before.from();
        int at = log.firstFrom(wanted);
        int left = log.firstFrom(start.from()) - at;
        if (left > 0) {
            violations.add(
                    "skipped",
                    "reader '" + reading.reader + "' began again at " + start.from() + " and was not given "
                            + log.get(at) + (left > 1 ? " and " + (left - 1) + " more" : "") + " before it",
                    hasRead ? reading.lines.get(reads - 1) : before.line(),
                    start.line());
        }
    }

    /** A log that does not rise has its own violation. */
    private Numbers inOrder(String stream) {
        long[] orderIds = history.log.getOrDefault(stream, new Numbers()).toArray();
        Arrays.sort(orderIds);
        Numbers sorted = new Numbers();
        for (long orderId : orderIds) {
            sorted.add(orderId);
        }
        return sorted;
    }

    /** A reading that has come to its end has everything that was answered before it began. */
    private void end(GivenEvents reading, GivenEvents.Start start, long endLine, long last) {
        Operation missing = null;
        for (Operation operation : history.operations.values()) {
            boolean isWanted =
                    start.stream().equals(StreamNames.ALL) || start.stream().equals(operation.stream);
            if (isWanted
                    && operation.isOk()
                    && operation.storedAt > 0
                    && operation.okTime < start.time()
                    && operation.storedAt >= start.from()
                    && operation.storedAt > last) {
                missing = operation;
            }
        }
        if (missing != null) {
            violations.add(
                    "ended-early",
                    "reader '" + reading.reader + "' came to its end at " + last + ", and key '" + missing.key + "' at "
                            + missing.storedAt + " was answered before it began",
                    missing.okLine,
                    start.line(),
                    endLine);
        }
    }
}
