// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.TopTerminal;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key does and says in the views and in what opens from them, at the sizes that terminals have. */
class PressedKeysTest {

    private static final long START_MS = 1_764_000_000_000L;

    private final TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);
    private long nowMs = START_MS;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(long lastEvent) {
        nowMs += 1_000;
        model.time(nowMs);
        String stats = "{\"state\":\"writable\",\"backend\":\"h2\",\"uptime-ms\":90000,\"head\":" + at(lastEvent)
                + ",\"store\":{\"segments\":17},\"muon\":{\"sockets\":18}}";
        model.reading(new Reading(
                nowMs,
                FlatJson.read(utf8(stats)),
                List.of(new ListedStream("orders", lastEvent, at(1), at(lastEvent), 1_000, 0)),
                true,
                List.of(new ProjectionRow("sum", "orders", "jq", "running", 5, 5, 0, 0.1, 1, -1, "", 0))));
    }

    private static long at(long number) {
        return START_MS * 1_000 + number;
    }

    private static String event(long number) {
        return "{\"order-id\":" + at(number) + ",\"event-time\":" + START_MS
                + ",\"stream-name\":\"orders\",\"event-type\":\"Paid\",\"payload\":1}\n";
    }

    private void press(String keys) {
        keys.chars().forEach(letter -> model.key(Key.of((char) letter)));
    }

    private void press(Key.Kind kind) {
        model.key(Key.of(kind));
    }

    private String shown(int width, int height) {
        return model.frame(width, height).text();
    }

    private String shown() {
        return shown(100, 30);
    }

    private String lastLine() {
        return model.frame(100, 30).row(29);
    }

    private void answer(Result<byte[]> answer) {
        model.takeWanted().forEach(wanted -> model.answered(wanted, answer));
    }

    private void openOrders() {
        read(20);
        press("2");
        model.takeWanted();
        press(Key.Kind.ENTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "x"})
    void escapeAndAKeyThatComeTogetherAreTwoKeys(String second) {
        KeyStroke stroke =
                second.equals("x") ? new KeyStroke('x', false, true) : new KeyStroke(KeyType.Enter, false, true);
        List<Key> keys = TopTerminal.keys(stroke);
        assertEquals(Key.of(Key.Kind.ESCAPE), keys.get(0));
        assertEquals(2, keys.size());
        assertEquals(List.of(Key.of(Key.Kind.LEFT)), TopTerminal.keys(new KeyStroke(KeyType.ArrowLeft, false, true)));
        assertEquals(List.of(Key.of(Key.Kind.CLEAR)), TopTerminal.keys(new KeyStroke('u', true, false)));
    }

    @Test
    void anEnterRightAfterTheEscapeThatLeavesAQuestionDoesNotAnswerIt() {
        read(20);
        press("3P");
        model.takeWanted();
        TopTerminal.keys(new KeyStroke(KeyType.Enter, false, true)).forEach(model::key);
        assertTrue(model.takeWanted().stream()
                .noneMatch(wanted -> wanted.need().kind().isChange()));
    }

    @Test
    void ctrlUTakesAwayWhatIsTyped() {
        read(20);
        press("2/abc");
        press(Key.Kind.CLEAR);
        assertEquals(" /█", lastLine());
        press("ord");
        assertEquals(" /ord█", lastLine());
    }

    @ParameterizedTest
    @ValueSource(chars = {'6', '7'})
    void theValuesOfCountersAreShownInTheSmallestTerminal(char view) {
        read(20);
        press(String.valueOf(view));
        String text = shown(60, 15);
        assertTrue(text.contains("VALUE") && text.contains(view == '6' ? "17" : "18"), text);
    }

    @Test
    void aHeadingHasNothingToCopy() {
        read(20);
        press("6");
        assertNull(model.copied());
        press("j");
        assertEquals("17", model.copied());
    }

    @Test
    void theSmallestOverviewShowsStreamsAndCutsNoFigure() {
        read(20);
        String text = shown(60, 15);
        assertTrue(text.contains("▌orders"), text);
        assertTrue(text.startsWith(" photon http://127.0.0.1:3000  h2      head " + at(20)), text);
    }

    @Test
    void whatMovesSlowlyIsNotToldToStandStill() {
        assertEquals("0.4", ShortNumbers.rate(0.4));
        assertEquals("12,481", ShortNumbers.rate(12_481));
    }

    @Test
    void moreOftenIsNeverLessOften() {
        read(20);
        press(":interval 120ms");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().contains("a reading every 120 ms"), lastLine());
        press("++");
        assertEquals(100, model.intervalMs());
        press("-");
        assertEquals(250, model.intervalMs());
        press(":at");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().contains("at needs a time, such as at -5m"), lastLine());
    }

    @Test
    void theEventsOfAStreamSayThatThereAreNewerOnesAndGReadsThem() {
        openOrders();
        answer(Result.ok(utf8(event(20) + event(10))));
        assertFalse(shown().contains("newer events"), shown());
        read(30);
        assertTrue(shown().contains("g: newer events"), shown());
        model.takeWanted();
        press("g");
        assertEquals(
                List.of(new Need(Need.Kind.EVENTS, "orders", 0)),
                model.takeWanted().stream().map(TopModel.Wanted::need).toList());
    }

    @Test
    void newerEventsTakeThePlaceOfThoseThatWereRead() {
        openOrders();
        answer(Result.ok(utf8(event(20) + event(10))));
        read(30);
        shown();
        model.takeWanted();
        press("g");
        answer(Result.ok(utf8(event(30) + event(20) + event(10))));
        String text = shown();
        assertTrue(text.contains("▌" + at(30)), text);
        assertEquals(3, text.lines().filter(line -> line.contains("Paid")).count(), text);
        assertFalse(text.contains("newer events"), text);
    }

    @Test
    void eventsThatCouldNotBeReadAreAskedForAgainOnceTheDaemonAnswers() {
        openOrders();
        answer(Result.err(Failure.Kind.UNREACHABLE, "cannot connect", null));
        assertTrue(shown().contains("cannot connect"), shown());
        press("j");
        assertEquals(List.of(), model.takeWanted(), "not as long as there is no reading");
        read(20);
        answer(Result.ok(utf8(event(20))));
        assertTrue(shown().contains("▌" + at(20)) && !shown().contains("cannot connect"), shown());
    }

    @Test
    void aFamilyWithMoreThanThereIsRoomForSaysHowManyAreNotShown() {
        openOrders();
        answer(Result.ok(utf8(event(20))));
        press(Key.Kind.ENTER);
        StringBuilder causes = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            causes.append(i == 0 ? "" : ",").append(event(i).strip());
        }
        StringBuilder effects = new StringBuilder();
        for (int i = 30; i < 60; i++) {
            effects.append(i == 30 ? "" : ",").append(event(i).strip());
        }
        answer(Result.ok(utf8("{\"causes\":[" + causes + "],\"event\":{\"effects\":[" + effects + "]}}")));
        assertTrue(shown().contains("… 10 above … 12 below"), shown());
    }

    @Test
    void aLongReasonIsToldWholeAndWithoutThePieceOfCodeBelowIt() {
        read(20);
        press("3");
        press(Key.Kind.ENTER);
        answer(Result.ok(utf8("{\"reduction\":\"code\",\"current-value\":{\"n\":5}}")));
        press("bx(");
        press(Key.Kind.ENTER);
        String reason = "word ".repeat(30).strip();
        answer(Result.err(Failure.Kind.BAD_INPUT, reason + " end\n  x(\n   ^", "write it so"));
        String text = shown();
        assertTrue(text.contains(" end; write it so"), text);
        assertFalse(text.contains("u000a"), text);
    }

    @Test
    void aTailOfThePastShowsNoEventThatCameLater() {
        read(20);
        press("5");
        model.arrived(List.of(EventRow.of(utf8(event(20)))), 0);
        for (int i = 0; i < 6; i++) {
            read(30);
        }
        model.arrived(List.of(EventRow.of(utf8(event(30)))), 0);
        assertTrue(shown().contains("▌" + "16:00:00.000"), shown());
        press("[[");
        assertFalse(shown().contains("(none)"), shown());
        assertEquals(1, shown().lines().filter(line -> line.contains("Paid")).count(), shown());
        press("0");
        assertEquals(2, shown().lines().filter(line -> line.contains("Paid")).count(), shown());
    }

    @ParameterizedTest
    @ValueSource(chars = {'4', '8'})
    void aViewWithoutAPastIsReadOnceWhenItIsOpenedInThePast(char view) {
        read(20);
        read(20);
        press("[");
        model.takeWanted();
        press(String.valueOf(view));
        assertEquals(1, model.takeWanted().size());
        read(20);
        assertEquals(List.of(), model.takeWanted(), "it waits for the answer");
    }

    @Test
    void anEntryOfTheLogIsWrittenToAFileAndHelpOffersNone() {
        read(20);
        press("8");
        answer(Result.ok(utf8("{\"entries\":[{\"number\":1,\"time\":5,\"first-time\":5,\"count\":1,\"level\":\"warn\","
                + "\"source\":\"disk\",\"message\":\"nearly full\"}]}")));
        press(Key.Kind.ENTER);
        press(":export entry.json");
        press(Key.Kind.ENTER);
        assertTrue(model.export().contains("\"message\":\"nearly full\""), model.export());
        press("?");
        assertFalse(lastLine().contains("x export"), lastLine());
    }

    @Test
    void theHelpNamesAllKeysThatMoveAndLeave() {
        read(20);
        press("5?");
        String text = shown(100, 40);
        for (String key : List.of("g G  Home End", "Shift-Tab", "Ctrl-U", "Ctrl-C  Ctrl-Z", "follows again")) {
            assertTrue(text.contains(key), key + " is not in\n" + text);
        }
    }

    @Test
    void aFileInTheUsersOwnFolderIsNamedAsInAShell() {
        assertEquals(
                System.getProperty("user.home") + "/rows.csv",
                ExportFile.path("~/rows.csv").toString());
        assertEquals("rows~/x.csv", ExportFile.path("rows~/x.csv").toString());
    }
}
