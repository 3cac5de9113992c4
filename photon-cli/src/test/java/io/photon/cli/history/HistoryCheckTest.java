// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.testing.Seed;
import io.photon.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Histories that are right pass; each kind of wrong that is brought into one is found. */
class HistoryCheckTest {

    static Verdict check(List<String> lines) {
        return ok(verdict(lines, null));
    }

    private static io.photon.result.Result<Verdict> verdict(List<String> lines, List<String> log) {
        try {
            History history = new History();
            Optional<Failure> wrong =
                    history.read(new ByteArrayInputStream(Utf8.bytes(String.join("\n", lines) + "\n")));
            if (wrong.isEmpty() && log != null) {
                wrong = history.readLog(new ByteArrayInputStream(Utf8.bytes(String.join("\n", log))));
            }
            return wrong.isPresent() ? io.photon.result.Result.err(wrong.get()) : history.verdict();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rules(Verdict verdict) {
        return verdict.violations().stream().map(Violation::rule).distinct().collect(Collectors.joining(" "));
    }

    static String invoke(String key, long time) {
        return "{\"op\":\"invoke\",\"id\":\"" + key + "\",\"key\":\"" + key + "\",\"stream-name\":\"s\",\"time\":"
                + time + "}";
    }

    static String okAt(String key, long time, long orderId) {
        return "{\"op\":\"ok\",\"id\":\"" + key + "\",\"time\":" + time + ",\"order-id\":" + orderId + "}";
    }

    static String ended(String op, String key, long time) {
        return "{\"op\":\"" + op + "\",\"id\":\"" + key + "\",\"time\":" + time + "}";
    }

    static String stored(String key, long orderId) {
        return "{\"order-id\":" + orderId
                + ",\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":{\"key\":\"" + key + "\"}}";
    }

    static String start(long time, long from) {
        return "{\"op\":\"read-start\",\"reader\":\"r\",\"stream-name\":\"s\",\"time\":" + time + ",\"from\":" + from
                + "}";
    }

    static String read(long orderId) {
        return "{\"op\":\"read\",\"reader\":\"r\",\"order-id\":" + orderId + "}";
    }

    private static final String END = "{\"op\":\"read-end\",\"reader\":\"r\",\"time\":99}";

    @Test
    void aHistoryInWhichEverythingAgreesPasses() {
        Verdict verdict = check(List.of(
                invoke("a", 1),
                okAt("a", 2, 10),
                invoke("b", 3),
                ended("fail", "b", 4),
                invoke("c", 5),
                ended("unknown", "c", 6),
                invoke("d", 7),
                start(8, 0),
                read(10),
                read(12),
                END,
                stored("a", 10),
                stored("c", 12)));
        assertTrue(verdict.isCorrect(), verdict.toString());
        assertEquals(4, verdict.operations());
        assertEquals(1, verdict.ok());
        assertEquals(1, verdict.failed());
        assertEquals(2, verdict.unknown());
        assertEquals(1, verdict.unknownStored());
        assertEquals(2, verdict.reads());
    }

    static void broken(String rule, List<Long> lines, String... history) {
        Verdict verdict = check(List.of(history));
        assertEquals(rule, rules(verdict), verdict.toString());
        assertEquals(1, verdict.total(), verdict.toString());
        assertEquals(lines, verdict.violations().get(0).lines());
    }

    @Test
    void eachKindOfWrongIsNamedWithTheLinesThatShowIt() {
        broken("lost", List.of(1L, 2L), invoke("a", 1), okAt("a", 2, 10), invoke("b", 3), stored("b", 11));
        broken("moved", List.of(1L, 2L, 3L), invoke("a", 1), okAt("a", 2, 10), stored("a", 11));
        broken("refused-and-stored", List.of(1L, 2L, 3L), invoke("a", 1), ended("fail", "a", 2), stored("a", 11));
        broken("twice", List.of(3L, 4L), invoke("a", 1), ended("unknown", "a", 2), stored("a", 11), stored("a", 12));
        broken("unasked", List.of(4L), invoke("a", 1), okAt("a", 2, 11), stored("a", 11), stored("x", 12));
        broken(
                "out-of-order",
                List.of(2L, 3L),
                invoke("a", 1),
                okAt("a", 2, 12),
                invoke("b", 3),
                okAt("b", 4, 11),
                stored("b", 11),
                stored("a", 12));
        broken(
                "not-rising",
                List.of(5L, 6L),
                invoke("a", 1),
                invoke("b", 2),
                okAt("a", 3, 12),
                okAt("b", 4, 11),
                stored("a", 12),
                stored("b", 11));
        broken(
                "skipped",
                List.of(5L, 6L),
                invoke("a", 1),
                invoke("b", 1),
                okAt("a", 2, 11),
                okAt("b", 2, 12),
                start(3, 0),
                read(12),
                stored("a", 11),
                stored("b", 12));
        broken(
                "read-not-stored",
                List.of(4L),
                invoke("a", 1),
                okAt("a", 2, 11),
                start(3, 0),
                read(10),
                read(11),
                stored("a", 11));
        broken(
                "read-not-rising",
                List.of(4L, 5L),
                invoke("a", 1),
                okAt("a", 2, 11),
                start(3, 0),
                read(11),
                read(11),
                stored("a", 11));
        broken("ended-early", List.of(2L, 3L, 4L), invoke("a", 1), okAt("a", 2, 11), start(3, 0), END, stored("a", 11));
        broken(
                "two-answers",
                List.of(2L, 4L),
                invoke("a", 1),
                okAt("a", 2, 11),
                invoke("a", 3),
                okAt("a", 4, 12),
                stored("a", 11));
    }

    @Test
    void theSameKeyAskedForAgainIsOneOperation() {
        assertTrue(check(List.of(
                        invoke("a", 1),
                        ended("unknown", "a", 2),
                        invoke("a", 3),
                        ended("fail", "a", 4),
                        invoke("a", 5),
                        okAt("a", 6, 10),
                        stored("a", 10)))
                .isCorrect());
        assertEquals(
                0,
                check(List.of(
                                invoke("a", 1),
                                ended("unknown", "a", 2),
                                invoke("a", 3),
                                ended("fail", "a", 4),
                                stored("a", 10)))
                        .failed(),
                "one attempt is not known to have failed");
    }

    @Test
    void aReaderThatBeginsAgainWhereItWasIsAsIfItHadNotBeenCut() {
        List<String> history = new ArrayList<>(List.of(
                invoke("a", 1),
                invoke("b", 1),
                invoke("c", 1),
                okAt("a", 2, 10),
                okAt("b", 2, 12),
                okAt("c", 2, 14),
                start(3, 0),
                read(10),
                start(4, 11),
                read(12),
                read(14),
                stored("a", 10),
                stored("b", 12),
                stored("c", 14)));
        assertTrue(check(history).isCorrect());
        history.remove(9);
        assertEquals("skipped", rules(check(history)));
    }

    @Test
    void theLogMayBeGivenApartAsABackupAndEventsOfOthersDoNotCount() {
        List<String> log = List.of(
                "{\"order-id\":5,\"event-time\":1,\"stream-name\":\"other\",\"event-type\":\"T\",\"payload\":1}",
                stored("a", 10),
                "{\"photon-backup\":{\"version\":1,\"events\":2}}");
        List<String> history = List.of(invoke("a", 1), okAt("a", 2, 10));
        assertTrue(ok(verdict(history, log)).isCorrect());
        Verdict wrong = ok(verdict(List.of(invoke("a", 1), okAt("a", 2, 11)), log));
        assertEquals(List.of(2L), wrong.violations().get(0).logLines());
        assertTrue(wrong.violations().get(0).text().endsWith("(lines 1, 2) (log line 2)"), wrong.toString());
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedWithItsLine() {
        assertRefused("line 2: ", invoke("a", 1), "{\"op\":\"ok\",\"id\":\"a\"");
        assertRefused("line 2: there is no op 'done'", invoke("a", 1), ended("done", "a", 2));
        assertRefused("line 1: there is no invoke of id 'a'", okAt("a", 2, 10));
        assertRefused("line 2: id 'a' is under way already, since line 1", invoke("a", 1), invoke("a", 2));
        assertRefused("line 2: an ok needs the order-id", invoke("a", 1), ended("ok", "a", 2));
        assertRefused("line 1: an invoke needs id, key, stream-name and time", "{\"op\":\"invoke\",\"id\":\"a\"}");
        assertRefused("line 1: a read needs a reader whose read-start", read(1));
        assertRefused("line 1: neither an operation", "{\"a\":1}");
        assertRefused("there is no log in this history", invoke("a", 1));
        assertRefused("there is no operation in this history", stored("a", 1));
    }

    private static void assertRefused(String why, String... lines) {
        Failure failure = failure(verdict(List.of(lines), null));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().startsWith(why), failure.message());
    }

    /** What a right Photon does with many clients at once, at random; then one thing is made wrong. */
    private static final class Run {
        final Random random;
        final List<String> lines = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        final List<Long> positions = new ArrayList<>();
        final List<String> oks = new ArrayList<>();
        long time;
        long head = 1_000;

        Run(Random random) {
            this.random = random;
            List<String> open = new ArrayList<>();
            lines.add(start(time++, 0));
            long read = 0;
            for (int i = 0; i < 60; i++) {
                if (open.size() < 5 && random.nextInt(3) > 0) {
                    String key = "k" + i;
                    lines.add(invoke(key, time++));
                    open.add(key);
                } else if (!open.isEmpty()) {
                    end(open.remove(random.nextInt(open.size())));
                }
                while (read < positions.size() && random.nextInt(2) == 0) {
                    lines.add(read(positions.get((int) read++)));
                }
            }
            if (positions.isEmpty()) { // so that there is something to break
                lines.add(invoke("last", time++));
                end("last");
            }
            if (oks.isEmpty()) {
                lines.add(invoke("sure", time++));
                ok("sure");
            }
        }

        private void end(String key) {
            switch (random.nextInt(5)) {
                case 0 -> lines.add(ended("fail", key, time++));
                case 1 -> lines.add(ended("unknown", key, time++));
                case 2 -> {
                    store(key);
                    lines.add(ended("unknown", key, time++));
                }
                default -> ok(key);
            }
        }

        private void ok(String key) {
            store(key);
            oks.add(key);
            lines.add(okAt(key, time++, head));
        }

        private void store(String key) {
            head += 1 + random.nextInt(3);
            positions.add(head);
            log.add(stored(key, head));
        }

        List<String> all() {
            List<String> all = new ArrayList<>(lines);
            all.addAll(log);
            return all;
        }

        int lineOf(String start) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(start)) {
                    return i;
                }
            }
            return -1;
        }

        int logOf(String key) {
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i).contains("{\"key\":\"" + key + "\"}")) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Test
    void whatARightPhotonDoesPassesAndEachMutationIsFound() {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            assertTrue(check(new Run(random).all()).isCorrect(), "seed " + seed + " round " + round);
            for (Mutation mutation : Mutation.values()) {
                Run run = new Run(random);
                if (mutation.apply(run)) {
                    Verdict verdict = check(run.all());
                    assertTrue(
                            (" " + rules(verdict) + " ").contains(" " + mutation.rule + " "),
                            "seed " + seed + " round " + round + " " + mutation + ": " + verdict);
                }
            }
        }
    }

    private enum Mutation {
        LOSE_AN_OK("lost") {
            @Override
            boolean apply(Run run) {
                run.log.remove(run.logOf(any(run, run.oks)));
                if (run.log.isEmpty()) {
                    run.log.add(stored("k", 1)); // there is a log
                }
                return true;
            }
        },
        STORE_TWICE("twice") {
            @Override
            boolean apply(Run run) {
                run.log.add(stored(any(run, run.oks), run.head + 5));
                return true;
            }
        },
        ANSWER_ANOTHER_POSITION("moved") {
            @Override
            boolean apply(Run run) {
                int at = run.lineOf("{\"op\":\"ok\",\"id\":\"" + any(run, run.oks) + "\"");
                run.lines.set(at, run.lines.get(at).replaceFirst("\"order-id\":", "\"order-id\":9"));
                return true;
            }
        },
        REFUSE_AND_STORE("refused-and-stored") {
            @Override
            boolean apply(Run run) {
                int at = run.lineOf("{\"op\":\"fail\"");
                if (at < 0) {
                    return false;
                }
                String key = run.lines.get(at).replaceFirst(".*\"id\":\"(\\w+)\".*", "$1");
                run.log.add(stored(key, run.head + 5));
                return true;
            }
        },
        INVENT("unasked") {
            @Override
            boolean apply(Run run) {
                run.log.add(stored("nobody-asked", run.head + 5));
                return true;
            }
        },
        TURN_ROUND_THE_LOG("not-rising") {
            @Override
            boolean apply(Run run) {
                if (run.log.size() < 2) {
                    return false;
                }
                int at = run.random.nextInt(run.log.size() - 1);
                run.log.add(at, run.log.remove(at + 1));
                return true;
            }
        },
        STORE_BEFORE_WHAT_WAS_ANSWERED("out-of-order") {
            @Override
            boolean apply(Run run) {
                run.lines.add(invoke("late", run.time));
                run.lines.add(okAt("late", run.time + 1, 1));
                run.log.add(0, stored("late", 1));
                return true;
            }
        },
        SKIP_A_READ("skipped") {
            @Override
            boolean apply(Run run) {
                int first = run.lineOf("{\"op\":\"read\"");
                if (first < 0
                        || run.lines.stream()
                                        .filter(line -> line.startsWith("{\"op\":\"read\""))
                                        .count()
                                < 2) {
                    return false;
                }
                run.lines.remove(first);
                return true;
            }
        },
        READ_TWICE("read-not-rising") {
            @Override
            boolean apply(Run run) {
                int first = run.lineOf("{\"op\":\"read\"");
                if (first < 0) {
                    return false;
                }
                run.lines.add(first, run.lines.get(first));
                return true;
            }
        },
        READ_WHAT_IS_NOT_STORED("read-not-stored") {
            @Override
            boolean apply(Run run) {
                run.lines.add(read(run.head + 77));
                return true;
            }
        },
        END_EARLY("ended-early") {
            @Override
            boolean apply(Run run) {
                run.lines.add(start(run.time + 10, 0).replace("\"r\"", "\"other\""));
                run.lines.add(END.replace("\"r\"", "\"other\""));
                return true;
            }
        };

        final String rule;

        Mutation(String rule) {
            this.rule = rule;
        }

        abstract boolean apply(Run run);

        private static String any(Run run, List<String> keys) {
            return keys.get(run.random.nextInt(keys.size()));
        }
    }
}
