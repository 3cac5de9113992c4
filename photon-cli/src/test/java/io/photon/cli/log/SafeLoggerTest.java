// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SafeLoggerTest {

    private static final String HOSTILE = "a\n2026-01-01T00:00:00.000Z ERROR forged\r\u001b[31m\u0007\u009b2J\u007f"
            + "\u202e\u200f\u061c\u2028\u0000";

    private static String logged(java.util.function.Consumer<Logger> use) {
        return logged("io.photon.test", use);
    }

    private static String logged(String logger, java.util.function.Consumer<Logger> use) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            use.accept(new SafeLogging().getLoggerFactory().getLogger(logger));
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void assertHarmless(String text) {
        assertTrue(
                text.chars().allMatch(c -> c == '\n' || c == '\t' || c >= 0x20 && c < 0x7f),
                () -> "not harmless: " + text);
    }

    @Test
    void namesAndThrownTextsForgeNoLineAndMoveNoCursor() {
        Exception thrown = new IllegalStateException(HOSTILE, new RuntimeException("cause " + HOSTILE));
        String text = logged(log -> log.error("stream {} failed: {}", HOSTILE, HOSTILE, thrown));
        assertHarmless(text);
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(0).matches("\\d{4}-\\d\\d-\\d\\dT\\S+ ERROR stream a\\\\u000a2026-.*"), lines.get(0));
        assertEquals(
                List.of("java.lang.IllegalStateException: a", "Caused by: java.lang.RuntimeException: cause a"),
                lines.stream()
                        .skip(1)
                        .filter(line -> !line.startsWith("\tat "))
                        .map(line -> line.substring(0, line.indexOf("\\u000a")))
                        .toList());
    }

    private static String asJson(List<String> levels, java.util.function.Consumer<Logger> use) {
        SafeLogging.configure("json", levels);
        try {
            return logged(use);
        } finally {
            SafeLogging.configure("text", List.of("info"));
        }
    }

    @Test
    void whatPeersDoToTheirConnectionsFillsNoLog() {
        String text = logged("io.undertow.request.io", log -> {
            for (int i = 0; i < 1_000; i++) {
                log.error("Unexpected failure", new IllegalStateException());
            }
        });
        assertEquals(
                1,
                text.lines().filter(line -> line.contains("Unexpected failure")).count());
        String others = logged("io.undertow.request", log -> {
            log.error("one");
            log.error("another");
        });
        assertEquals(2, others.lines().count());
    }

    @Test
    void asJsonEachEntryIsOneObjectOnOneLineAndLosesNothing() throws JsonProcessingException {
        String text = asJson(
                List.of("info"),
                log -> log.atError()
                        .addKeyValue("request-id", HOSTILE)
                        .addKeyValue("status", 500)
                        .addKeyValue("ms", 1.5)
                        .setCause(new IllegalStateException(HOSTILE))
                        .log("stream {} failed", HOSTILE));
        assertHarmless(text);
        assertEquals(1, text.lines().count());
        JsonNode entry = new JsonMapper().readTree(text);
        assertEquals("stream " + HOSTILE + " failed", entry.get("message").textValue());
        assertEquals(HOSTILE, entry.get("request-id").textValue());
        assertEquals(500, entry.get("status").intValue());
        assertEquals(1.5, entry.get("ms").doubleValue());
        assertEquals("ERROR", entry.get("level").textValue());
        assertEquals("io.photon.test", entry.get("logger").textValue());
        assertTrue(entry.get("exception").textValue().contains("\n\tat "));
        assertTrue(entry.get("time").textValue().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"));
    }

    @Test
    void asTextFieldsFollowTheMessage() {
        String text = logged(
                log -> log.atInfo().addKeyValue("a", "x\ny").addKeyValue("b", 2).log("said"));
        assertTrue(text.endsWith(" INFO said a=x\\u000ay b=2\n"), text);
    }

    @Test
    void aLevelIsForPhotonAndOneWithANameForThatPart() {
        String text = asJson(List.of("error", "io.photon.test.part=trace", "io.undertow=debug"), log -> {
            Logger part = new SafeLogging().getLoggerFactory().getLogger("io.photon.test.part.Inner");
            Logger library = new SafeLogging().getLoggerFactory().getLogger("io.undertow.request");
            Logger other = new SafeLogging().getLoggerFactory().getLogger("org.xnio");
            assertTrue(part.isTraceEnabled() && library.isDebugEnabled() && !library.isTraceEnabled());
            assertTrue(!log.isWarnEnabled() && log.isErrorEnabled() && !other.isWarnEnabled());
        });
        assertEquals("", text);
        asJson(List.of("debug"), log -> {
            assertTrue(log.isDebugEnabled());
            assertTrue(!new SafeLogging()
                    .getLoggerFactory()
                    .getLogger("io.undertow")
                    .isInfoEnabled());
        });
        asJson(List.of("off"), log -> assertTrue(!log.isErrorEnabled()));
    }

    @Test
    void levelsAreThoseOfTheDaemon() {
        assertEquals("", logged(log -> log.debug("no")));
        assertTrue(logged(log -> log.info("yes {}", 1)).endsWith(" INFO yes 1\n"));
        Logger library = new SafeLogging().getLoggerFactory().getLogger("io.undertow");
        assertTrue(library.isWarnEnabled() && !library.isInfoEnabled());
    }
}
