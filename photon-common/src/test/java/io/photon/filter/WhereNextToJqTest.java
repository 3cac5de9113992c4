// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.event.Event;
import io.photon.testing.Requirement;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random conditions of the part of jq that is read here, on odd events: the program jq decides the same. */
@Timeout(60)
class WhereNextToJqTest {

    private static final int CONDITIONS = 600;

    private static final List<String> PAYLOADS = List.of(
            "null",
            "true",
            "0",
            "-1.5",
            "\"\"",
            "\"Bär\"",
            "[]",
            "[1,[2,\"x\"],{\"a\":1}]",
            "{}",
            "{\"a\":1}",
            "{\"a\":\"abc\",\"b\":[\"abc\",\"b\",null],\"c\":{\"a\":{\"b\":false}}}",
            "{\"a\":{\"a\":1.0,\"b\":2},\"b\":{\"0\":1},\"c\":null}",
            "{\"a\":[0,1,2,3],\"b\":-3,\"c\":\"1\"}",
            "{\"a\":true,\"b\":\"\\ud83d\\ude00e\\u0301\",\"c\":[[],{},null]}");

    private static final List<String> LITERALS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.0",
            "1e1",
            "\"\"",
            "\"a\"",
            "\"abc\"",
            "\"Bär\"",
            "[]",
            "[1,2]",
            "[\"abc\"]",
            "[null,[0]]");

    private static final List<String> KEYS = List.of("a", "b", "c", "none");

    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private static final List<String> PATTERNS =
            List.of("\"^a\"", "\"B.r$\"", "\"b\"; \"i\"", "\"[a-c]{3}\"", "\"^$\"");

    @TempDir
    Path home;

    private final long seed = Seed.any();
    private final Random random = new Random(seed);

    @Test
    void everyConditionHoldsWhereItHoldsForJq() throws Exception {
        Requirement.program("jq");
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < CONDITIONS; i++) {
            conditions.add(condition(3));
        }
        List<Event> events = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (String payload : PAYLOADS) {
            String line = "{\"order-id\":1764000000000000,\"event-time\":1764000000000,\"stream-name\":\"abc\","
                    + "\"event-type\":\"B\",\"payload\":" + payload + "}";
            events.add(Event.ofLine(line.getBytes(StandardCharsets.UTF_8)));
            lines.append(line).append('\n');
        }
        JsonNode expected = byJq(conditions, lines.toString());

        List<String> different = new ArrayList<>();
        int wanted = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Where where = WhereParser.parse(conditions.get(i)).value();
            for (int e = 0; e < events.size(); e++) {
                boolean holds = where.test(events.get(e));
                wanted += holds ? 1 : 0;
                if (holds != expected.get(i).get(e).booleanValue()) {
                    different.add(conditions.get(i) + " on " + PAYLOADS.get(e) + ": here " + holds);
                }
            }
        }
        assertEquals(List.of(), different.subList(0, Math.min(20, different.size())), () -> "seed " + seed);
        assertTrue(wanted > CONDITIONS, "only " + wanted + " held, which tries little; seed " + seed);
    }

    /** All in one process. What fails, or has no result, is not wanted. */
    private JsonNode byJq(List<String> conditions, String lines) throws Exception {
        StringBuilder program = new StringBuilder("[");
        for (String condition : conditions) {
            program.append(program.length() == 1 ? "" : ",\n")
                    .append("[.[] | try (if first((")
                    .append(condition)
                    .append("), null) then true else false end) catch false]");
        }
        Path file = Files.writeString(home.resolve("program.jq"), program.append("]"));
        Path input = Files.writeString(home.resolve("events"), lines);
        Path output = home.resolve("answer");
        Path errors = home.resolve("errors");
        Process jq = new ProcessBuilder("jq", "-c", "-s", "-f", file.toString(), input.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertTrue(jq.waitFor(50, TimeUnit.SECONDS), "jq does not end");
        assertEquals(0, jq.exitValue(), Files.readString(errors));
        return JsonTree.read(Files.readAllBytes(output));
    }

    private String condition(int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 8);
        return switch (kind) {
            case 0 -> value(depth);
            case 1, 2, 3 -> value(depth) + " " + any(COMPARISONS) + " " + value(depth);
            case 4 -> condition(depth - 1) + " and " + condition(depth - 1);
            case 5 -> condition(depth - 1) + " or " + condition(depth - 1);
            case 6 -> "(" + condition(depth - 1) + ") | not";
            default -> value(depth) + " | " + call(depth);
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> any(LITERALS);
            case 1, 2, 3 -> path();
            case 4 -> "(" + value(depth - 1) + " | " + call(depth - 1) + ")";
            default -> "(" + condition(depth - 1) + ")";
        };
    }

    private String path() {
        StringBuilder path = new StringBuilder(random.nextInt(10) == 0 ? ".\"stream-name\"" : ".payload");
        int steps = random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(4)) {
                case 0 -> path.append('[').append(random.nextInt(5) - 2).append(']');
                case 1 -> path.append("[\"").append(any(KEYS)).append("\"]");
                default -> path.append('.').append(any(KEYS));
            }
            path.append(random.nextInt(5) == 0 ? "?" : "");
        }
        return path.toString();
    }

    private String call(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> "not";
            case 1, 2 -> "length";
            case 3 -> "type";
            case 4 -> "test(" + any(PATTERNS) + ")";
            case 5 -> (random.nextBoolean() ? "startswith(" : "endswith(") + value(Math.max(0, depth)) + ")";
            case 6 -> "contains(" + value(Math.max(0, depth)) + ")";
            default -> "has(" + value(Math.max(0, depth)) + ")";
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
