// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.cli.output.Units;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees on a terminal, and that a pipe sees none of it. */
@Timeout(60)
class HumanOutputTest {

    private static final String ONE = "1764000000000001";
    private static final String EVENT = "{\"order-id\":1764000000000001,\"event-time\":1764000000000,"
            + "\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"n\" : 1.10}}\n";

    private StandInDaemon daemon;
    private Shell photon;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
        photon.environment.put("NO_COLOR", "1");
        photon.run("emit", "--stream", "orders", "--type", "Placed", "--payload", "{\"n\" : 1.10}");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String shown(String... words) {
        photon.outTerminal = true;
        Ran ran = photon.run(words);
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    @Test
    void anEventIsLaidOutOnATerminalAndAsStoredInAPipe() {
        assertEquals(EVENT, photon.run("event", "get", "orders", ONE).out());
        assertEquals(
                EVENT, photon.run("event", "get", "orders", ONE, "-o", "json").out());
        assertEquals("""
                order-id     1764000000000001
                event-time   2025-11-24T16:00:00.000Z
                stream-name  orders
                event-type   Placed
                payload      {
                               "n": 1.10
                             }
                """, shown("event", "get", "orders", ONE));
    }

    @Test
    void jsonOnATerminalIsIndentedAndColoured() {
        assertTrue(shown("event", "get", "orders", ONE, "-o", "json")
                .endsWith("  \"payload\": {\n    \"n\": 1.10\n  }\n}\n"));
        assertTrue(shown("replay", "orders", "--type", "cold", "-o", "json").contains("\n    \"n\": 1.10\n"));
        assertTrue(shown("streams", "list", "-o", "json").startsWith("{\n  \"streams\": [\n    {\n"));
        assertEquals(EVENT, shown("replay", "orders", "--type", "cold", "-o", "ndjson"));
        String coloured = shown("event", "get", "orders", ONE, "-o", "json", "--color", "always");
        assertTrue(coloured.contains("\u001b[36m\"n\"\u001b[0m: \u001b[33m1.10\u001b[0m"), coloured);
        photon.environment.remove("NO_COLOR");
        assertTrue(shown("event", "get", "orders", ONE, "-o", "json").contains("\u001b[36m"));
    }

    @Test
    void aTerminalWithoutColoursGetsNone() {
        photon.environment.remove("NO_COLOR");
        for (String term : new String[] {"dumb", "vt100", "vt220-w", "vt52", "xterm-mono", "linux-m"}) {
            photon.environment.put("TERM", term);
            assertFalse(shown("event", "get", "orders", ONE, "-o", "json").contains("\u001b"), term);
        }
        for (String term : new String[] {"", "xterm", "vt525", "tmux-256color", "screen"}) {
            photon.environment.put("TERM", term);
            assertTrue(shown("event", "get", "orders", ONE, "-o", "json").contains("\u001b[36m"), term);
        }
    }

    @Test
    void nothingInANameReachesATerminalRawInAnyFormatAndAPipeGetsItAsItIs() {
        String name = "a\u001b[31m\u0007\u009b\u202eb";
        photon.run("emit", "--stream", name, "--type", name, "--payload", "{\"n\":\"\u202e\"}");
        for (String format : new String[] {"table", "json", "ndjson", "raw"}) {
            for (String[] words : new String[][] {
                {"streams", "list", "-o", format}, {"replay", "__all__", "--type", "cold", "-o", format}
            }) {
                assertFalse(shown(words).matches("(?s).*[\u001b\u0007\u009b\u202e].*"), format);
            }
            photon.outTerminal = true;
            Ran failed = photon.run("projection", "query", name, "-o", format);
            assertFalse(failed.err().matches("(?s).*[\u001b\u0007\u009b\u202e].*"), failed.err());
            photon.outTerminal = false;
        }
        assertTrue(photon.run("streams", "list", "-o", "raw").out().contains(name + "\n"));
    }

    @Test
    void aPipeIsNeitherIndentedNorColouredWhateverIsWanted() {
        for (String format : new String[] {"json", "ndjson"}) {
            String[] words = {"replay", "orders", "--type", "cold", "--color", "always", "-o", format};
            assertEquals(EVENT, photon.run(words).out());
        }
    }

    @Test
    void oneStreamIsShownWithoutItsNameAndTheDayOnce() {
        photon.run("emit", "--stream", "orders", "--type", "Paid", "--payload", "2");
        assertEquals("""
                ORDER-ID          TIME (UTC)    TYPE    PAYLOAD
                2025-11-24
                1764000000000001  16:00:00.000  Placed  {"n" : 1.10}
                1764000000000002  16:00:00.000  Paid    2
                """, shown("replay", "orders", "--type", "cold"));
        assertTrue(shown("replay", "__all__", "--type", "cold").contains("  orders  Placed  {"));
    }

    @Test
    void fortyColumnsShowAnIdATypeAndTheBeginningOfThePayload() {
        photon.environment.put("COLUMNS", "40");
        photon.run("emit", "--stream", "orders", "--type", "Noted", "--payload", "\"" + "日本語".repeat(30) + "\"");
        String table = shown("replay", "orders", "--type", "cold");
        assertTrue(table.contains("\n1764000000000001  Placed  {\"n\" : 1.10}\n"), table);
        assertTrue(table.contains("\n1764000000000002  Noted   \"日本語日本"), table);
        assertTrue(table.contains("…\n"), table);
        assertTrue(shown("streams", "list").endsWith("orders       2  2025-11-24T16:00:00Z\n"));
        photon.environment.put("LC_ALL", "C");
        String plain = shown("replay", "orders", "--type", "cold");
        assertFalse(plain.contains("…"), plain);
        assertTrue(plain.contains("..\n"), plain);
    }

    @Test
    void streamsAreShownWithTimesAndRate() {
        daemon.answers.put(
                "GET /api/stream/busy",
                "{\"stream-name\":\"busy\",\"total-events\":360001,\"first-order-id\":1764000000000001,"
                        + "\"last-order-id\":1764003600000001}");
        String show = shown("streams", "show", "busy");
        assertTrue(show.startsWith("""
                stream-name     busy
                total-events    360,001
                first-order-id  1764000000000001  (2025-11-24T16:00:00Z)
                last-order-id   1764003600000001  (2025-11-24T17:00:00Z)
                last event"""), show);
        assertTrue(show.endsWith("ago\naverage rate    100/s\n"), show);
        assertTrue(shown("streams", "list").contains("orders       1              2025-11-24T16:00:00Z  2025-"));
        assertTrue(
                shown("streams", "show", "orders").endsWith("ago\nsize            " + (EVENT.length() + 1) + " B\n"));
        photon.runWith(
                EVENT.substring(EVENT.indexOf(",\"stream"))
                        .replaceFirst(",", "{")
                        .repeat(30),
                "emit",
                "-q");
        String many = shown("streams", "show", "orders");
        assertTrue(
                many.contains("\nsize            about " + Units.size(31L * (EVENT.length() + 1))
                        + "  (by the last 20 events)\n"),
                many);
        daemon.answers.put(
                "GET /api/stream/orders",
                "{\"stream-name\":\"orders\",\"total-events\":36001,\"first-order-id\":1764000000000001,"
                        + "\"last-order-id\":1764003600000001}");
        String bytes = Units.size(10L * (EVENT.length() + 1));
        assertTrue(shown("streams", "show", "orders").contains("\naverage rate    10.0/s, about " + bytes + "/s\n"));
    }

    @Test
    void whatWasDoneIsASentenceOnATerminalAndJsonInAPipe() {
        for (String change : new String[] {"reset", "pause", "resume"}) {
            daemon.answers.put("POST /api/projection/count/" + change, "{\"correct\":true}");
            assertEquals(
                    "{\"correct\":true}\n",
                    photon.run("projection", change, "count").out());
        }
        assertEquals("projection count starts over\n", shown("projection", "reset", "count"));
        assertEquals(
                "projection count is paused; go on with: photon projection resume count\n",
                shown("projection", "pause", "count"));
        assertEquals("projection count goes on\n", shown("projection", "resume", "count"));
        assertEquals("{\n  \"correct\": true\n}\n", shown("projection", "resume", "count", "-o", "json"));
        daemon.answers.put(
                "GET /api/projection/count/wait?at-least=1764000000000001&timeout=29500",
                "{\"position\":1764000000000005}");
        assertEquals(
                "projection count covers everything up to 1764000000000005\n",
                shown("wait", "projection", "count", "--at-least", ONE));
        assertEquals(
                "deleted the events of stream 'orders' on " + daemon.url() + "\n",
                shown("streams", "delete", "orders", "--yes"));
    }

    @Test
    void statesAreColouredAndCountsAreGrouped() {
        photon.environment.remove("NO_COLOR");
        daemon.answers.put(
                "GET /api/projections",
                "{\"projections\":[{\"projection-name\":\"a\",\"status\":\"failed\",\"processed\":1234567},"
                        + "{\"projection-name\":\"b\",\"status\":\"running\",\"processed\":1},"
                        + "{\"projection-name\":\"c\",\"status\":\"paused\",\"processed\":2}]}");
        String list = shown("projection", "list");
        assertTrue(list.contains("\u001b[31mfailed\u001b[0m"), list);
        assertTrue(list.contains("\u001b[32mrunning\u001b[0m"), list);
        assertTrue(list.contains("\u001b[33mpaused\u001b[0m"), list);
        assertTrue(list.contains("  1,234,567\n"), list);
    }

    @Test
    void anUploadOfKnownEventsSaysHowManyWereDuplicates() {
        String stored = "{\"order-id\":1,\"event-time\":1,\"durability\":\"fsync\"}\n";
        String known = "{\"order-id\":1,\"event-time\":1,\"durability\":\"fsync\",\"duplicate\":true}\n";
        String line = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1,\"local-id\":\"x\"}\n";
        daemon.answers.put("POST /api/events", known);
        assertTrue(photon.runWith(line, "emit").err().contains("photon: emit: stored 0 events, 1 duplicate in "));
        daemon.answers.put("POST /api/events", stored + known + known);
        Ran ran = photon.runWith(line + line + line, "emit");
        assertTrue(ran.err().contains("photon: emit: stored 1 event, 2 duplicates in "), ran.err());
        assertEquals(stored + known + known, ran.out());
    }

    @Test
    void aSchemaShowsWhatChangedBetweenVersions() {
        daemon.answers.put(
                "GET /api/schema/s",
                "{\"1\":" + version(field("a", "integer", "required"), field("b", "string", "required")) + ",\"2\":"
                        + version(field("a", "string", "optional"), field("c", "array", "required")) + ",\"3\":"
                        + version(field("a", "string", "optional"), field("c", "array", "required")) + "}");
        assertEquals("""
                version 1: 2 events
                FIELD       REQUIRED  EVENTS  TYPE
                .payload.a  yes            2  integer
                .payload.b  yes            2  string

                version 2: 2 events; against version 1
                   FIELD       CHANGE
                ~  .payload.a  integer, required -> string, optional
                +  .payload.c  new: array, required
                -  .payload.b  gone; was string, required

                version 3: 2 events; against version 2
                nothing changed
                """, shown("streams", "schema", "s"));
    }

    private static String version(String... fields) {
        return "{\"total-events\":2,\"schema\":{\"count\":2,\"m\":{" + String.join(",", fields) + "}}}";
    }

    private static String field(String name, String type, String mode) {
        return "\"[:payload :" + name + "]\":{\"path\":\".payload." + name + "\",\"mode\":\"" + mode
                + "\",\"count\":2,\"types\":{\"" + type + "\":2}}";
    }

    @Test
    void aDeletionLooksBeforeItAsksAndNamesCountAndDaemon() {
        photon.run("emit", "--stream", "trial", "--type", "t");
        photon.run("emit", "--stream", "trial", "--type", "t");
        photon.inTerminal = true;
        Ran missing = photon.runWith("nothing\n", "streams", "delete", "trial", "nothing");
        assertEquals(3, missing.code());
        assertFalse(missing.err().contains("Type its name"), missing.err());
        Ran unsure = photon.runWith("trial\nother\n", "streams", "delete", "trial", "orders");
        assertEquals(2, unsure.code());
        assertTrue(
                unsure.err()
                        .contains("This deletes 2 events of stream 'trial' on " + daemon.url()
                                + ", for good.\nType its name to confirm: "),
                unsure.err());
        assertEquals(0, photon.run("streams", "show", "trial").code());
        assertEquals(
                2,
                photon.runWith("trial\norders\n", "streams", "delete", "trial", "orders")
                        .out()
                        .lines()
                        .count());
        assertEquals(3, photon.run("streams", "show", "trial").code());
        assertEquals(3, photon.run("streams", "show", "orders").code());
    }
}
