// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that move between views, and what is said where a key can do nothing. */
class TopKeysTest {

    private static final long START_MS = 1_764_000_000_000L;

    private final TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);
    private long nowMs = START_MS;
    private long events;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(int more) {
        nowMs += 1_000;
        events += more;
        model.time(nowMs);
        String stats =
                "{\"state\":\"writable\",\"store\":{\"bytes\":5,\"segments\":1},\"log\":{\"bytes\":7,\"queued\":2},"
                        + "\"memory\":{\"bytes\":9}}";
        model.reading(new Reading(
                nowMs,
                FlatJson.read(utf8(stats)),
                List.of(new ListedStream("busy", events, 1, 2, 1_000, 0), new ListedStream("quiet", 7, 3, 4, 1_000, 0)),
                true,
                List.of(new ProjectionRow("sum", "busy", "jq", "running", 5, 5, 0, 0.1, 1, -1, "", 0))));
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

    private String selected() {
        return model.frame(110, 30)
                .text()
                .lines()
                .filter(line -> line.startsWith("▌"))
                .findFirst()
                .orElse("");
    }

    @Test
    void tabGoesRoundTheViewsAndShiftTabTheOtherWay() {
        read(1);
        press(Key.Kind.TAB);
        assertEquals("streams", model.page().title());
        press(Key.Kind.BACK_TAB);
        press(Key.Kind.BACK_TAB);
        assertEquals("log", model.page().title());
        press(Key.Kind.TAB);
        assertEquals("overview", model.page().title());
    }

    @Test
    void theRightArrowOpensAndTheLeftGoesBackAndNeverLeaves() {
        read(1);
        press("2");
        press(Key.Kind.RIGHT);
        assertEquals("busy", model.page().title());
        press(Key.Kind.LEFT);
        press(Key.Kind.LEFT);
        assertEquals("streams", model.page().title());
        assertFalse(model.isOver());
    }

    @Test
    void f1IsHelpAndInAPromptNoLetter() {
        read(1);
        press(Key.Kind.HELP);
        assertEquals("help", model.page().title());
        press(Key.Kind.ESCAPE);
        press("/b");
        press(Key.Kind.HELP);
        assertTrue(lastLine().startsWith(" /b█"), lastLine());
    }

    @ParameterizedTest
    @ValueSource(chars = {'6', '7'})
    void countersAreNotOfferedToBeOpenedOrSorted(char view) {
        read(1);
        press(String.valueOf(view));
        assertFalse(lastLine().contains("open"), lastLine());
        press(Key.Kind.ENTER);
        assertTrue(lastLine().contains("there is nothing to open here"), lastLine());
        String before = model.frame(110, 30).text();
        press("s");
        assertTrue(lastLine().contains("'s' has no meaning here"), lastLine());
        press("S");
        press(Key.Kind.UP);
        assertEquals(
                before.lines().limit(28).toList(),
                model.frame(110, 30).text().lines().limit(28).toList());
    }

    @Test
    void theSelectionGoesThroughCountersOfTheSameNameInTwoGroups() {
        read(1);
        press("4v");
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            passed.append(selected().strip().replaceAll(" +", " ")).append('|');
            press("j");
        }
        assertEquals(
                "▌LOG AND ITS READERS|▌ bytes 7 B|▌ queued 2|▌BYTES ON THEIR WAY|▌ bytes 9 B|▌ bytes 9 B|",
                passed.toString());
    }

    @Test
    void theLineOfKeysOffersOnlyWhatThereIs() {
        read(1);
        press("2");
        assertTrue(lastLine().contains("↵ open") && lastLine().contains("/ filter"), lastLine());
        press("?");
        assertFalse(lastLine().contains("/ filter"), lastLine());
        press("/");
        assertTrue(lastLine().contains("there are no rows to filter here"), lastLine());
        press(Key.Kind.ESCAPE);
        press(Key.Kind.ENTER);
        model.takeWanted().stream()
                .filter(wanted -> wanted.need().kind() == Need.Kind.EVENTS)
                .forEach(
                        wanted -> model.answered(
                                wanted,
                                Result.ok(
                                        utf8(
                                                "{\"order-id\":1,\"event-time\":1,\"stream-name\":\"busy\",\"event-type\":\"T\",\"payload\":1}"))));
        assertTrue(lastLine().startsWith(" Esc back  ↵ open"), lastLine());
    }

    @Test
    void aFrozenPictureSaysSoAtOnce() {
        read(1);
        press(" ");
        assertTrue(
                model.frame(110, 30).row(1).contains("‖ FROZEN"),
                model.frame(110, 30).row(1));
        press(" ");
        assertTrue(
                model.frame(110, 30).row(1).contains("● writable"),
                model.frame(110, 30).row(1));
    }

    @Test
    void afterCTheCommandIsWhatYCopies() {
        read(1);
        press("2cy");
        assertEquals("photon streams list", model.copied());
        press("j");
        press("y");
        assertEquals("quiet", model.copied());
    }

    @Test
    void theCommandOfAPartOfTheStreamsNamesThePart() {
        read(1);
        press(":streams it's");
        press(Key.Kind.ENTER);
        assertEquals("it's", model.prefix());
        press("c");
        assertTrue(lastLine().contains("$ photon streams list --prefix 'it'\\''s'"), lastLine());
    }

    @Test
    void aGlobInThePaletteLeavesTheStreamsThatItFits() {
        read(1);
        press(":streams b*");
        press(Key.Kind.ENTER);
        assertEquals("b", model.prefix());
        assertFalse(lastLine().contains("shows"), lastLine());
        press(":streams *ie?");
        press(Key.Kind.ENTER);
        assertEquals("", model.prefix());
        assertTrue(lastLine().startsWith(" /^.*ie. shows 1 of 2"), lastLine());
        assertTrue(selected().contains("quiet"), selected());
    }

    @Test
    void thePaletteShowsWhatTheWordMayBecome() {
        read(1);
        press(":st");
        assertTrue(lastLine().startsWith(" :st█  streams  storage  stream"), lastLine());
        press("ream ");
        assertTrue(lastLine().startsWith(" :stream █  busy  quiet"), lastLine());
    }

    @Test
    void aFilterIsNamedAsLongAsItHidesRows() {
        read(1);
        press("2/!qui");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().startsWith(" /!qui shows 1 of 2  ↵ open"), lastLine());
        press(Key.Kind.ESCAPE);
        assertTrue(lastLine().startsWith(" ↵ open"), lastLine());
    }

    @Test
    void aFilterLooksAtWordsAndNotAtAgesAndFigures() {
        read(1);
        press("2/!o|5");
        assertTrue(selected().contains("busy"), selected());
        assertTrue(lastLine().contains("/!o|5█"), lastLine());
        press(Key.Kind.ENTER);
        assertTrue(lastLine().startsWith(" /!o|5 shows 2 of 2"), lastLine());
    }

    @Test
    void aNameInThePaletteThatNothingHasGetsTheNearestOne() {
        read(1);
        press(":stream bsuy");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().startsWith(" no stream 'bsuy'; did you mean busy?"), lastLine());
        press(":projection smu");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().startsWith(" no projection 'smu'; did you mean sum?"), lastLine());
        press(":projection other");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().startsWith(" no projection 'other'"), lastLine());
        assertEquals("overview", model.page().title());
    }

    @Test
    void noExpressionMakesTheDashboardWait() {
        model.time(nowMs);
        List<ListedStream> streams = IntStream.range(0, 500)
                .mapToObj(i -> new ListedStream("a".repeat(300) + i, i, 1, 2, 1_000, 0))
                .toList();
        model.reading(new Reading(nowMs, FlatJson.NONE, streams, true, List.of()));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> press("2/(a+)+b"));
        assertTrue(lastLine().contains("/(a+)+b"), lastLine());
    }

    @Test
    void theHeaderTellsHowFastTheDaemonIsWhereTheViewDoesNot() {
        read(1);
        read(50);
        assertFalse(model.frame(80, 24).row(2).contains("appends/s"), "the overview has a chart of it");
        press("2");
        for (int width : new int[] {60, 80, 250}) {
            String line = model.frame(width, 24).row(2);
            assertTrue(line.startsWith(" appends/s "), line);
            assertTrue(line.contains("ack ms p50"), line);
            assertEquals(width >= 80, line.contains("replayed/s"), line);
        }
    }

    @Test
    void belowWhatIsWrongTheOverviewShowsAsManyNewEventsAsThereIsRoomFor() {
        model.frame(80, 24);
        read(1);
        TopModel.Wanted wanted = model.takeWanted().get(0);
        assertEquals(new Need(Need.Kind.NEWEST, "__all__", 3), wanted.need());
        model.answered(
                wanted,
                Result.ok(
                        utf8(
                                "{\"order-id\":1,\"event-time\":1764000000000,\"stream-name\":\"busy\",\"event-type\":\"Paid\",\"payload\":{\"n\":7}}")));
        assertTrue(
                model.frame(80, 24)
                        .text()
                        .contains("16:00:00.000  busy                  Paid                {\"n\":7}"),
                model.frame(80, 24).text());
        read(0);
        assertEquals(List.of(), model.takeWanted(), "the head is the same, so there are no others");
    }

    @Test
    void servicesOnTheBrokerStandByTheirNamesInAGroupOfTheirOwn() {
        model.time(nowMs);
        String stats = "{\"muon\":{\"broker\":\"amqp://b\",\"sockets\":2,\"services\":{\"my-shop\":3,\"photon\":1}}}";
        model.reading(new Reading(nowMs, FlatJson.read(utf8(stats)), List.of(), true, List.of()));
        press("7");
        List<String> rows =
                model.frame(110, 30).text().lines().map(String::strip).toList();
        int heading = rows.indexOf("SERVICES ON THE BROKER (INSTANCES)");
        assertTrue(heading > 0, rows.toString());
        assertEquals(
                List.of("my-shop 3", "photon 1", ""),
                rows.subList(heading + 1, heading + 4).stream()
                        .map(row -> row.replaceAll(" +", " "))
                        .toList());
        assertEquals(1, rows.stream().filter(row -> row.contains("my-shop")).count(), rows.toString());
    }

    @Test
    void aFigureThatChangedIsBoldUntilTheNextReading() {
        read(4_320);
        press("2");
        read(1);
        assertEquals(Tone.STRONG, tone("4,321"));
        assertEquals(Tone.PLAIN, tone("7"));
        press("j");
        assertEquals(Tone.STRONG, tone("4,321"), "a key changes nothing about it");
        read(0);
        assertEquals(Tone.PLAIN, tone("4,321"));
    }

    /** How a figure is shown. */
    private Tone tone(String figure) {
        Frame frame = model.frame(80, 24);
        for (int y = 3; y < 24; y++) {
            int x = frame.row(y).indexOf(" " + figure + " ");
            if (x >= 0) {
                return frame.at(x + 1, y).tone();
            }
        }
        throw new AssertionError(frame.text());
    }

    @Test
    void aValueShowsWhatChangedSinceTheLastReading() {
        read(1);
        press("3");
        press(Key.Kind.ENTER);
        value("{\"n\":5,\"last\":\"A\"}");
        assertFalse(
                model.frame(110, 30).text().contains("~ "),
                "all is new: " + model.frame(110, 30).text());
        read(1);
        value("{\"n\":6,\"last\":\"A\",\"more\":1}");
        String text = model.frame(110, 30).text();
        assertTrue(text.contains("~   \"n\": 6") && text.contains("+   \"more\": 1"), text);
        assertTrue(text.contains("    \"last\": \"A\""), text);
    }

    private void value(String json) {
        for (TopModel.Wanted wanted : model.takeWanted()) {
            model.answered(wanted, Result.ok(utf8("{\"reduction\":\"code\",\"current-value\":" + json + "}")));
        }
    }
}
