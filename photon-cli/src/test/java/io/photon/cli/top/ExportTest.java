// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Key;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code x}: what a view holds as data in a file. */
class ExportTest {

    private static final long START_MS = 1_764_000_000_000L;
    private static final String STATS =
            "{\"state\":\"writable\",\"store\":{\"bytes\":1234567,\"last-fsync-micros\":140},\"muon\":{\"service\":\"photon\"}}";
    private static final String EVENT =
            "{\"order-id\":1764000000000001,\"event-time\":1764000000000,\"stream-name\":\"a,b\","
                    + "\"event-type\":\"T\",\"local-id\":\"once\",\"schema\":\"2\",\"payload\":{\"q\":\"\\\"\",\"n\":1.50}}";

    private final TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(long events, long second) {
        long nowMs = START_MS + second * 1_000;
        model.time(nowMs);
        List<ListedStream> streams = List.of(
                new ListedStream("a,b", events, 1, 2, 1_000, 0),
                new ListedStream("say \"hi\"", 7, 3, 4, ListedStream.UNKNOWN, 0));
        ProjectionRow broken =
                new ProjectionRow("sum", "a,b", "jq", "failed", 5, 12_345, 0, 0.1, 1, -1, "not a number,\nhere", 77);
        model.reading(new Reading(nowMs, FlatJson.read(utf8(STATS)), streams, true, List.of(broken)));
    }

    private void press(String keys) {
        keys.chars().forEach(letter -> model.key(Key.of((char) letter)));
    }

    private void press(Key.Kind kind) {
        model.key(Key.of(kind));
    }

    private String lastLine() {
        return model.frame(110, 30).row(29);
    }

    /** Presses x, names a file of this kind and Enter. @return what is to be written */
    private String exported(String ending) {
        press("x");
        if (ending.equals("csv")) {
            press(Key.Kind.TAB);
        }
        press(Key.Kind.ENTER);
        assertEquals(List.of(TopModel.Wish.EXPORT), model.takeWishes(), lastLine());
        assertTrue(model.file().endsWith("." + ending), model.file());
        return model.export();
    }

    @Test
    void xAsksForAFileAndTabChangesBetweenJsonAndCsv() {
        read(1_000, 0);
        press("2x");
        assertEquals(
                " write to photon-top-streams-20251124T160000.json█ Tab: JSON or CSV",
                lastLine().replaceAll(" +", " "));
        press(Key.Kind.TAB);
        assertTrue(lastLine().contains("photon-top-streams-20251124T160000.csv"), lastLine());
        press(Key.Kind.TAB);
        assertTrue(lastLine().contains("photon-top-streams-20251124T160000.json"), lastLine());
        press(Key.Kind.ESCAPE);
        assertEquals(List.of(), model.takeWishes());
        assertTrue(lastLine().contains("nothing was written"), lastLine());
    }

    @Test
    void figuresAreNumbersUnderTheNamesOfTheRestApiInBothKinds() throws Exception {
        read(1_000, 0);
        read(3_500, 1);
        press("2");
        JsonNode rows = new ObjectMapper().readTree(exported("json"));
        assertEquals(2, rows.size());
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"stream-name\":\"a,b\",\"total-events\":3500,\"first-order-id\":1,\"last-order-id\":2,"
                                        + "\"events-per-second\":2500,\"bytes\":1000}"),
                rows.get(0));
        assertEquals(
                "stream-name,total-events,first-order-id,last-order-id,events-per-second,bytes\r\n"
                        + "\"a,b\",3500,1,2,2500,1000\r\n\"say \"\"hi\"\"\",7,3,4,0,\r\n",
                exported("csv"));
    }

    @Test
    void onlyWhatTheFilterShowsIsWritten() {
        read(1_000, 0);
        press("2/hi");
        press(Key.Kind.ENTER);
        assertFalse(exported("csv").contains("a,b"));
    }

    @Test
    void aTextWithALineEndStaysOneCell() {
        read(1_000, 0);
        press("3");
        String csv = exported("csv");
        assertTrue(csv.contains("\"not a number,\nhere\",77\r\n"), csv);
    }

    @Test
    void countersAreWrittenByTheirNamesWithoutTheHeadingsOfTheirGroups() throws Exception {
        read(1_000, 0);
        press("6");
        String csv = exported("csv");
        assertEquals("name,value,per-second\r\nstore.bytes,1234567,0\r\nstore.last-fsync-micros,140,0\r\n", csv);
        press("7");
        JsonNode rows = new ObjectMapper().readTree(exported("json"));
        assertEquals("photon", rows.get(0).get("value").asText());
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '5', '6', '7', '8'})
    void everyViewIsWrittenAsBothKinds(char view) throws Exception {
        read(1_000, 0);
        press(String.valueOf(view));
        assertTrue(new ObjectMapper().readTree(exported("json")).isArray());
        assertFalse(exported("csv").startsWith("["));
    }

    private void openTheEvent() {
        read(1_000, 0);
        press("5");
        model.arrived(List.of(EventRow.of(utf8(EVENT))), 0);
    }

    @Test
    void eventsAreWrittenWhole() throws Exception {
        openTheEvent();
        JsonNode all = new ObjectMapper().readTree(exported("json"));
        assertEquals(new ObjectMapper().readTree(EVENT), all.get(0));
        assertEquals(
                "order-id,event-time,stream-name,event-type,local-id,schema,payload\r\n"
                        + "1764000000000001,1764000000000,\"a,b\",T,once,2,\"{\"\"q\"\":\"\"\\\"\"\"\",\"\"n\"\":1.50}\"\r\n",
                exported("csv"));
        press(Key.Kind.ENTER);
        assertEquals(
                new ObjectMapper().readTree(EVENT),
                new ObjectMapper().readTree(exported("json")).get(0));
    }

    @Test
    void theValueOfAProjectionIsWrittenWithItsPosition() {
        read(1_000, 0);
        press("3");
        press(Key.Kind.ENTER);
        press("x");
        assertTrue(lastLine().contains("there is no data to write here"), "before it is there: " + lastLine());
        for (TopModel.Wanted wanted : model.takeWanted()) {
            model.answered(wanted, Result.ok(utf8("{\"reduction\":\"code\",\"current-value\":{\"n\":5}}")));
        }
        assertEquals("[\n{\"projection-name\":\"sum\",\"position\":5,\"value\":{\"n\":5}}\n]\n", exported("json"));
    }

    @Test
    void aNameOfNeitherKindIsRefusedAndHelpHasNothingToWrite() {
        read(1_000, 0);
        press(":export rows.txt");
        press(Key.Kind.ENTER);
        assertEquals(List.of(), model.takeWishes());
        assertTrue(lastLine().contains("ends in neither .json nor .csv; nothing was written"), lastLine());
        press(":export my rows.CSV");
        press(Key.Kind.ENTER);
        assertEquals(List.of(TopModel.Wish.EXPORT), model.takeWishes());
        assertEquals("my rows.CSV", model.file());
        assertTrue(model.export().startsWith("stream-name,"), model.export());
        press("?x");
        assertTrue(lastLine().contains("there is no data to write here"), lastLine());
    }

    @Test
    void theNameOfAStreamCannotLeadElsewhere() {
        assertEquals("photon-top-..-etc-passwd-x-19700101T000000.json", ExportFile.name("../etc/passwd x", 0));
        assertTrue(ExportFile.name("n".repeat(400), 0).length() < 100);
    }

    @Test
    void anEventIsEmittedAgainAsItsCommandSays() {
        openTheEvent();
        press(Key.Kind.ENTER);
        press("E");
        String again =
                "{\"stream-name\":\"a,b\",\"event-type\":\"T\",\"schema\":\"2\",\"payload\":{\"q\":\"\\\"\",\"n\":1.50}}";
        assertTrue(
                model.frame(200, 30).row(28).contains("$ photon emit '" + again + "'"),
                model.frame(200, 30).text());
        model.takeWanted();
        press(Key.Kind.ENTER);
        TopModel.Wanted wanted = model.takeWanted().get(0);
        assertEquals(new Need(Need.Kind.EMIT, "a,b", 0, 0, again), wanted.need());
        model.answered(wanted, Result.ok(utf8("{\"order-id\":1764000000000900,\"durability\":\"fsync\"}")));
        assertTrue(lastLine().contains("done: stored as 1764000000000900"), lastLine());
    }
}
