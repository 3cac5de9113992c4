// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Key;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The views of log and readers, the busiest streams, and the past of a projection, without terminal and daemon. */
class WatchingViewsTest {

    private static final long START_MS = 1_764_000_000_000L;

    private final TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);
    private long nowMs = START_MS;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(String stats, List<ListedStream> streams, boolean isAll) {
        nowMs += 1_000;
        model.time(nowMs);
        ProjectionRow totals =
                new ProjectionRow("totals", "orders", "jq", "running", START_MS * 1_000 + 50, 5, 0, 0.1, 1, -1, "", 0);
        model.reading(new Reading(
                nowMs, FlatJson.read(utf8("{\"state\":\"writable\"" + stats + "}")), streams, isAll, List.of(totals)));
    }

    private void read() {
        read("", List.of(), true);
    }

    private void press(String keys) {
        keys.chars().forEach(letter -> model.key(Key.of((char) letter)));
    }

    private void press(Key.Kind kind) {
        model.key(Key.of(kind));
    }

    private String shown() {
        return model.frame(110, 30).text();
    }

    /** Answers what is wanted of a kind, which must be one thing. */
    private Need answer(Need.Kind kind, Result<byte[]> answer) {
        List<TopModel.Wanted> wanted = model.takeWanted().stream()
                .filter(each -> each.need().kind() == kind)
                .toList();
        assertEquals(1, wanted.size(), kind + " is wanted: " + wanted);
        model.answered(wanted.get(0), answer);
        return wanted.get(0).need();
    }

    private static String entry(int number, int count, String level, String message) {
        return "{\"number\":" + number + ",\"time\":1764000000000,\"first-time\":1763999000000,\"count\":" + count
                + ",\"level\":\"" + level + "\",\"source\":\"store\",\"message\":\"" + message + "\"}";
    }

    private static Result<byte[]> log(String... entries) {
        return Result.ok(utf8("{\"entries\":[" + String.join(",", entries) + "],\"last\":9}"));
    }

    @Test
    void theLogIsReadWithEachReadingAndFollowsItsEndUntilTheSelectionMoves() {
        read();
        press("8");
        answer(Need.Kind.LOG, log(entry(1, 1, "warn", "the disk is slow"), entry(2, 3, "refused", "from 10.0.0.1")));
        String text = shown();
        assertTrue(text.contains("! warn") && text.contains("⊘ refused") && text.contains("×3"), text);
        assertEquals("from 10.0.0.1", model.copied());
        assertTrue(model.takeWanted().isEmpty(), "once for a reading");
        read();
        answer(Need.Kind.LOG, log(entry(1, 1, "warn", "the disk is slow"), entry(3, 1, "error", "the disk is gone")));
        assertEquals("the disk is gone", model.copied());
        press("k");
        read();
        answer(
                Need.Kind.LOG,
                log(entry(1, 1, "warn", "the disk is slow"), entry(3, 1, "error", "x"), entry(4, 1, "error", "y")));
        assertEquals("the disk is slow", model.copied());
        press(Key.Kind.ENTER);
        assertTrue(shown().contains("the disk is slow"), shown());
    }

    @Test
    void whoMayNotReadTheLogIsToldSoAndAQuietDaemonIsPraised() {
        read();
        press("8");
        answer(Need.Kind.LOG, Result.err(Failure.Kind.DENIED, "a client of muon may not read the daemon's log", null));
        assertTrue(shown().contains("may not read the daemon's log"), shown());
        read();
        assertTrue(model.takeWanted().isEmpty(), "a refusal is not asked for each second");
        nowMs += 30_000;
        read();
        answer(Need.Kind.LOG, Result.err(Failure.Kind.NOT_FOUND, "no such path", null));
        assertTrue(shown().contains("too old"), shown());
        nowMs += 30_000;
        read();
        answer(Need.Kind.LOG, log());
        assertTrue(shown().contains("● nothing went wrong"), shown());
    }

    @Test
    void aPictureOfThePastAsksForNoLogOfNow() {
        read();
        read();
        press("8");
        answer(Need.Kind.LOG, log());
        press("[");
        read();
        assertTrue(model.takeWanted().isEmpty());
        assertTrue(shown().contains("no past; 0 to now"), shown());
    }

    private static String subscriber(int id, String more) {
        return "{\"id\":" + id + ",\"who\":\"ann from 10.0.0." + id + "\",\"door\":\"sse\",\"stream-name\":\"orders\","
                + "\"stream-type\":\"hot-cold\",\"since\":" + START_MS + ",\"position\":77," + more + "}";
    }

    private static Result<byte[]> subscribers(String... rows) {
        return Result.ok(utf8("{\"subscribers\":[" + String.join(",", rows) + "],\"total\":5000,\"slow\":1}"));
    }

    @Test
    void readersAreShownWithTheirLagTheirRateAndHowTheyAre() {
        read();
        press("4");
        answer(
                Need.Kind.SUBSCRIBERS,
                subscribers(
                        subscriber(1, "\"delivered\":10,\"lag-events\":8192,\"lag-is-least\":true,\"slow\":true"),
                        subscriber(2, "\"delivered\":10,\"lag-events\":0,\"lag-is-least\":false,\"slow\":false")));
        String text = shown();
        assertTrue(text.contains("5,000 readers   the 2 furthest from the head   1 slow"), text);
        assertTrue(text.contains("≥ 8.2k  ! slow"), text);
        assertTrue(text.contains("● up to date"), text);
        read();
        answer(
                Need.Kind.SUBSCRIBERS,
                subscribers(
                        subscriber(2, "\"delivered\":35,\"lag-events\":3,\"waiting\":true"),
                        subscriber(3, "\"delivered\":9,\"lag-events\":3")));
        text = shown();
        assertTrue(text.contains("25"), text);
        assertTrue(text.contains("‖ takes none") && text.contains("↻ reading"), text);
        press("v");
        assertFalse(shown().contains("10.0.0.2"), shown());
    }

    @Test
    void aBusyStreamOutsideOfTheListingIsTheFirstOfTheOverviewWithItsRate() {
        List<ListedStream> listed =
                List.of(new ListedStream("a", 10, 1, 1, 1_000, 0), new ListedStream("b", 10, 1, 2, 1_000, 0));
        List<ListedStream> busiest = ListedStream.readBusiest(
                utf8("{\"seconds\":50.0,\"streams\":[{\"stream-name\":\"zz\",\"total-events\":900,\"first-order-id\":1,"
                        + "\"last-order-id\":9,\"recent-events\":600}]}"));
        read("", ListedStream.merged(busiest, listed), false);
        String first = model.frame(80, 24).row(10);
        assertTrue(
                first.contains("zz") && first.contains("12"),
                model.frame(80, 24).text());
        press("2s");
        press("sg");
        assertEquals("zz", model.copied(), "sorted by rate");
    }

    @Test
    void whatTheDaemonComplainedAboutOfLateIsOnTheOverview() {
        read(",\"problems\":{\"errors\":1,\"warnings\":5,\"refused-logins\":2}", List.of(), true);
        assertFalse(shown().contains("of late"), shown());
        read(
                ",\"problems\":{\"errors\":1,\"warnings\":6,\"refused-logins\":4},\"log\":{\"slow-subscribers\":2}",
                List.of(),
                true);
        assertTrue(shown().contains("! 1 warning, 2 refused logins of late; 8 shows more"), shown());
        assertTrue(shown().contains("! 2 slow readers; 4 shows more"), shown());
    }

    private static String event(int number) {
        return "{\"order-id\":" + (START_MS * 1_000 + number) + ",\"event-time\":" + START_MS
                + ",\"stream-name\":\"orders\",\"event-type\":\"Paid\",\"payload\":1}\n";
    }

    private static long at(int number) {
        return START_MS * 1_000 + number;
    }

    private void openTotals() {
        read();
        press("3");
        press(Key.Kind.ENTER);
        answer(Need.Kind.PROJECTION, Result.ok(utf8("{\"reduction\":\"code\",\"current-value\":{\"n\":5}}")));
        assertTrue(shown().contains("\"n\": 5"), shown());
    }

    @Test
    void commaAndDotStepThroughThePastOfAValueAndDComparesItWithNow() {
        openTotals();
        press(",");
        Need events = answer(Need.Kind.EVENTS, Result.ok(utf8(event(50) + event(40) + event(30))));
        assertEquals(new Need(Need.Kind.EVENTS, "orders", at(50)), events);
        Need value = answer(Need.Kind.VALUE, Result.ok(utf8("{\"n\":4}")));
        assertEquals(new Need(Need.Kind.VALUE, "totals", at(40)), value, "the newest event made what is shown now");
        assertTrue(shown().contains("AS OF " + at(40)) && shown().contains("\"n\": 4"), shown());
        press("d");
        Need diff = answer(
                Need.Kind.DIFF,
                Result.ok(utf8(
                        "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":5},{\"op\":\"remove\",\"path\":\"/m\"}]")));
        assertEquals(new Need(Need.Kind.DIFF, "totals", at(40), at(50), ""), diff);
        assertTrue(shown().contains("~ /n   5") && shown().contains("− /m"), shown());
        press("c");
        assertTrue(shown().contains("$ photon projection query totals --diff " + at(40) + " now"), shown());
        press("d");
        assertTrue(shown().contains("\"n\": 4"), "the value is still known: " + shown());
        press(",,");
        assertTrue(shown().contains("AS OF " + at(30)), shown());
        answer(Need.Kind.EVENTS, Result.ok(utf8("")));
        assertTrue(shown().contains("there is no event before this one"), shown());
        press("...");
        assertFalse(shown().contains("AS OF"), shown());
        assertTrue(shown().contains("\"n\": 5"), shown());
    }

    @Test
    void anAnswerAboutAnEventThatWasLeftIsNotShown() {
        openTotals();
        press(",");
        answer(Need.Kind.EVENTS, Result.ok(utf8(event(50) + event(40) + event(30))));
        TopModel.Wanted late = model.takeWanted().get(0);
        press(",");
        model.answered(late, Result.ok(utf8("{\"n\":\"late\"}")));
        assertFalse(shown().contains("late"), shown());
    }

    @Test
    void bFindsTheFirstEventAfterWhichAConditionHoldsAndStepsGoOnFromThere() {
        openTotals();
        press("b");
        press(".n > 2");
        assertTrue(shown().contains("the first event after which (jq, e.g. .total > 100): .n > 2"), shown());
        press(Key.Kind.ENTER);
        Need bisect = answer(
                Need.Kind.BISECT,
                Result.ok(utf8(
                        "{\"order-id\":" + at(20) + ",\"event\":" + event(20).strip() + ",\"before\":1,\"after\":3}")));
        assertEquals(".n > 2", bisect.text());
        answer(Need.Kind.VALUE, Result.ok(utf8("{\"n\":3}")));
        assertTrue(shown().contains("AS OF " + at(20)) && shown().contains("after which .n > 2"), shown());
        press(".");
        assertEquals(
                new Need(Need.Kind.EVENTS_AFTER, "orders", at(20)),
                answer(Need.Kind.EVENTS_AFTER, Result.ok(utf8(event(30) + event(40)))));
        assertTrue(shown().contains("AS OF " + at(30)), shown());
        press(",");
        assertTrue(shown().contains("AS OF " + at(20)), shown());
        press("b");
        press("broken(");
        press(Key.Kind.ENTER);
        answer(Need.Kind.BISECT, Result.err(Failure.Kind.BAD_INPUT, "'broken(' is no condition", "close it"));
        assertTrue(shown().contains("'broken(' is no condition; close it"), shown());
        assertTrue(shown().contains("AS OF " + at(20)), "nothing is lost: " + shown());
    }

    @Test
    void chartsShowAMinuteOrAQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) {
            read(",\"log\":{\"ack-micros-p99\":" + (i == 3 ? 250_000 : 400) + "}", List.of(), true);
        }
        String text = shown();
        assertTrue(text.contains("60 s  (t: 15 min)") && text.contains("replayed/s") && text.contains("heap"), text);
        String strip = text.lines()
                .filter(line -> line.contains("ack p99"))
                .findFirst()
                .orElseThrow();
        assertTrue(strip.substring(10).contains("█") && strip.contains("·"), strip);
        press("t");
        assertTrue(shown().contains("15 min  (t: 60 s)"), shown());
        assertFalse(model.frame(80, 24).text().contains("heap  "), "a low terminal has the two charts only");
    }
}
