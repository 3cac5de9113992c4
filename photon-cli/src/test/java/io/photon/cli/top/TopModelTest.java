// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard without terminal and daemon: what it shows, and what its keys do. */
class TopModelTest {

    private static final long START_MS = 1_764_000_000_000L;

    private final TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);
    private long nowMs = START_MS;
    private long appended;

    /** A reading a second later, in which each stream has grown. */
    private void read(int each, String... streams) {
        nowMs += 1_000;
        appended += (long) each * streams.length;
        List<ListedStream> rows = new ArrayList<>();
        for (String stream : streams) {
            rows.add(new ListedStream(stream, appended / streams.length, START_MS * 1_000, nowMs * 1_000, 1_000, 0));
        }
        model.time(nowMs);
        model.reading(reading(rows, List.of(), ""));
    }

    private Reading reading(List<ListedStream> streams, List<ProjectionRow> projections, String more) {
        String stats = String.format(
                Locale.ROOT,
                "{\"backend\":\"h2\",\"state\":\"writable\",\"head\":%d,\"uptime-ms\":%d,\"disk-free-bytes\":44000000000,"
                        + "\"heap-used-bytes\":96468992,\"heap-max-bytes\":268435456,\"log\":{\"appended\":%d,"
                        + "\"ack-micros-p50\":800,\"ack-micros-p99\":3100},\"store\":{\"last-fsync-micros\":140}%s}",
                nowMs * 1_000,
                nowMs - START_MS,
                appended,
                more);
        return new Reading(nowMs, FlatJson.read(stats.getBytes(StandardCharsets.UTF_8)), streams, true, projections);
    }

    private static ProjectionRow projection(String name, String status, String error) {
        return new ProjectionRow(
                name, "orders", "javascript", status, 1, 10, 0, 0.1, 0.61, 12_000, error, error.isEmpty() ? 0 : 77);
    }

    private void press(String keys) {
        keys.chars().forEach(letter -> model.key(Key.of((char) letter)));
    }

    private void press(Key.Kind kind) {
        model.key(Key.of(kind));
    }

    private String shown() {
        return model.frame(80, 24).text();
    }

    private String lastLine() {
        return model.frame(80, 24).row(23);
    }

    @Test
    void theOverviewTellsSpeedStateAndTheBusiestStreamsFirst() {
        read(0, "quiet", "orders");
        nowMs += 1_000;
        appended += 500;
        model.time(nowMs);
        model.reading(reading(
                List.of(
                        new ListedStream("quiet", 0, START_MS * 1_000, START_MS * 1_000, 1_000, 0),
                        new ListedStream("orders", 500, START_MS * 1_000, nowMs * 1_000, 1_000, 0)),
                List.of(),
                ""));
        Frame frame = model.frame(80, 24);
        assertTrue(frame.row(0).contains("http://127.0.0.1:3000  h2  up 2 s"), frame.row(0));
        assertTrue(
                frame.row(1).startsWith(" ● writable   fsync 0.14 ms   disk 41.0 GiB free   heap 92/256 MiB"),
                frame.row(1));
        assertTrue(frame.row(3).contains("appends/s  500"), frame.row(3));
        assertTrue(frame.row(3).contains("p50 0.80   p99 3.1"), frame.row(3));
        String text = frame.text();
        assertTrue(text.indexOf("orders") < text.indexOf("quiet"), text);
        assertTrue(text.contains("BUSIEST STREAMS"), text);
    }

    @Test
    void ofAStoreInMemoryItTellsNoDisk() {
        String stats = "{\"backend\":\"memory\",\"state\":\"writable\",\"head\":0,\"heap-used-bytes\":1048576,"
                + "\"heap-max-bytes\":268435456}";
        model.time(nowMs);
        model.reading(
                new Reading(nowMs, FlatJson.read(stats.getBytes(StandardCharsets.UTF_8)), List.of(), true, List.of()));
        String state = model.frame(80, 24).row(1);
        assertTrue(state.contains("heap 1/256 MiB"), state);
        assertFalse(state.contains("disk"), state);
    }

    @Test
    void aStandbyIsWellUntilItCouldNotTakeOver() {
        for (String trouble : List.of("", ",\"trouble\":\"Redis cannot be reached\"")) {
            String stats =
                    "{\"backend\":\"redis\",\"state\":\"read-only\",\"head\":1,\"uptime-ms\":1,\"store\":{\"epoch\":3},"
                            + "\"cluster\":{\"role\":\"standby\",\"primary\":\"http://a:3000\"" + trouble + "}}";
            model.time(++nowMs);
            model.reading(new Reading(
                    nowMs, FlatJson.read(stats.getBytes(StandardCharsets.UTF_8)), List.of(), true, List.of()));
            String text = shown();
            assertTrue(text.contains("standby, http://a:3000 writes"), text);
            assertTrue(text.contains(trouble.isEmpty() ? "● standby   epoch 3" : "✗ read-only   epoch 3"), text);
        }
    }

    @Test
    void ofAStoreThatSeveralShareItTellsSlotsEpochAndWhatIsWrongWithItsServer() {
        for (int second = 0; second < 2; second++) {
            nowMs += 1_000;
            String stats =
                    "{\"backend\":\"cassandra\",\"state\":\"read-only\",\"head\":1,\"uptime-ms\":1,\"store\":{\"epoch\":3,"
                            + "\"slots\":" + 40 * (second + 1)
                            + ",\"cassandra-trouble\":\"Cassandra at c:9042 cannot be reached\","
                            + "\"durability-reason\":\"node c has commitlog_sync: periodic\"}}";
            model.time(nowMs);
            model.reading(new Reading(
                    nowMs, FlatJson.read(stats.getBytes(StandardCharsets.UTF_8)), List.of(), true, List.of()));
        }
        String text = shown();
        assertTrue(text.contains("✗ read-only   slots/s 40   epoch 3   heap"), text);
        assertFalse(text.contains("fsync"), text);
        assertTrue(text.contains("✗ Cassandra at c:9042 cannot be reached"), text);
        assertTrue(text.contains("! answered events can be lost: node c has commitlog_sync: periodic"), text);
    }

    @Test
    void whatIsWrongIsToldOnTheOverviewWithItsReason() {
        model.time(nowMs);
        model.reading(reading(
                List.of(),
                List.of(
                        projection("healthy", "running", ""),
                        projection("totals", "catching-up", ""),
                        projection("broken", "failed", "TypeError: size is undefined")),
                ",\"projections\":{\"running\":1,\"catching-up\":1,\"failed\":1}"));
        String text = shown();
        assertTrue(text.contains("PROJECTIONS   1 running   1 catching up   1 failed"), text);
        assertTrue(text.contains("✗ broken   failed: TypeError: size is undefined (at 77)"), text);
        assertTrue(text.contains("↻ totals   catching up 61 %"), text);
        assertFalse(text.contains("healthy"), text);
    }

    @ParameterizedTest
    @CsvSource({"1,overview", "2,streams", "3,projections", "4,subscribers", "5,tail", "6,storage", "7,muon", "8,log"})
    void eachNumberOpensItsView(char key, String title) {
        assertTrue(shown().contains("connecting"), "before the first reading: " + shown());
        read(1, "a");
        model.key(Key.of(key));
        assertEquals(title, model.page().title());
        assertTrue(shown().length() > 100);
    }

    @Test
    void enterGoesDownToTheEventsOfAStreamAndEscapeComesBack() {
        read(3, "a", "b");
        press("2j");
        model.takeWanted();
        press(Key.Kind.ENTER);
        assertEquals("b", model.page().title());
        TopModel.Wanted wanted = model.takeWanted().get(0);
        assertEquals(new Need(Need.Kind.EVENTS, "b", 0), wanted.need());
        model.answered(
                wanted,
                Result.ok(("{\"order-id\":1764000000000002,\"event-time\":1764000000000,\"stream-name\":\"b\","
                                + "\"event-type\":\"Paid\",\"payload\":{\"total\":12.5}}\n")
                        .getBytes(StandardCharsets.UTF_8)));
        assertTrue(shown().contains("1764000000000002"), shown());
        assertTrue(shown().contains("{\"total\":12.5}"), shown());
        press(Key.Kind.ENTER);
        assertEquals("b 1764000000000002", model.page().title());
        assertEquals("photon event trace 1764000000000002", model.page().command());
        assertTrue(shown().contains("\"total\": 12.5"), shown());
        press(Key.Kind.ESCAPE);
        press(Key.Kind.ESCAPE);
        assertEquals("streams", model.page().title());
    }

    @Test
    void theSelectionStaysOnItsRowWhenTheOrderChanges() {
        read(1, "a", "b", "c");
        press("2jj");
        model.reading(reading(
                List.of(
                        new ListedStream("c", 9, START_MS * 1_000, nowMs * 1_000, 1_000, 0),
                        new ListedStream("z", 1, START_MS * 1_000, nowMs * 1_000, 1_000, 0)),
                List.of(),
                ""));
        shown();
        assertEquals("c", model.copied());
    }

    @Test
    void aFilterShowsWhatMatchesWhileItIsTyped() {
        read(1, "orders", "payments", "order-lines");
        press("2/ord");
        assertTrue(shown().contains("orders") && !shown().contains("payments"), shown());
        press(Key.Kind.ENTER);
        assertFalse(shown().contains("payments"), shown());
        press("/");
        for (int i = 0; i < 3; i++) {
            press(Key.Kind.BACKSPACE);
        }
        press("!ord");
        assertTrue(shown().contains("payments") && !shown().contains("orders"), shown());
        press(Key.Kind.ESCAPE);
        assertTrue(shown().contains("payments") && shown().contains("orders"), shown());
    }

    @Test
    void aBrokenExpressionIsTakenAsTextAndSaidSo() {
        read(1, "a(b", "c");
        press("2/a(");
        assertTrue(lastLine().contains("no regular expression"), lastLine());
        assertTrue(shown().contains("a(b"), shown());
    }

    @Test
    void sortingNamesItsColumnAndReverses() {
        read(1, "a");
        press("2");
        press("sss");
        assertTrue(shown().contains("EVENTS▼"), shown());
        press("S");
        assertTrue(shown().contains("EVENTS▲"), shown());
    }

    @Test
    void streamsShowTheirSizeAndSortByIt() {
        ListedStream large = new ListedStream("large", 1, 1, 1, 5L << 20, 0);
        ListedStream unknown = new ListedStream("new", 1, 1, 1, ListedStream.UNKNOWN, 0);
        model.reading(reading(List.of(unknown, large, new ListedStream("small", 1, 1, 1, 700, 0)), List.of(), ""));
        press("2ssss");
        assertTrue(shown().matches("(?s).*SIZE▼.*large.*5.0 MiB.*small.*700 B.*new .*"), shown());
    }

    @Test
    void wordsInTheirOrderAreMarkedAsRising() {
        read(1, "a");
        press("2s");
        assertTrue(shown().contains("STREAM▲"), shown());
        press("S");
        assertTrue(shown().contains("STREAM▼"), shown());
    }

    @Test
    void rewindingShowsAnEarlierMomentUntilNowIsAskedFor() {
        for (int i = 0; i < 20; i++) {
            read(i == 5 ? 1_000 : 0, "a");
        }
        press("[[");
        assertTrue(
                model.frame(80, 24).row(1).contains("◀◀ REWOUND 10 s ago"),
                model.frame(80, 24).row(1));
        read(0, "a");
        assertTrue(
                model.frame(80, 24).row(1).contains("REWOUND 11 s ago"),
                model.frame(80, 24).row(1));
        press("0");
        assertTrue(model.frame(80, 24).row(1).contains("writable"));
        press(":at -16s");
        press(Key.Kind.ENTER);
        assertTrue(
                model.frame(80, 24).row(1).contains("REWOUND 16 s ago"),
                model.frame(80, 24).row(1));
    }

    @Test
    void aFrozenPictureStaysWhileReadingsGoOn() {
        read(10, "a");
        press(" ");
        read(500, "a");
        read(500, "a");
        assertTrue(
                model.frame(80, 24).row(1).contains("FROZEN"),
                model.frame(80, 24).row(1));
        assertFalse(
                model.frame(80, 24).row(3).contains("500"), model.frame(80, 24).row(3));
        press(" ");
        assertTrue(
                model.frame(80, 24).row(3).contains("500"), model.frame(80, 24).row(3));
    }

    @Test
    void aLostDaemonIsSaidWithTheTimeAndItsDataFades() {
        read(1, "a");
        model.lost("connection refused");
        model.time(nowMs += 12_000);
        Frame frame = model.frame(80, 24);
        assertTrue(frame.row(1).contains("✗ lost for 12 s, retrying: connection refused"), frame.row(1));
        assertEquals(Tone.DIM, frame.at(1, 8).tone());
        read(1, "a");
        assertFalse(model.frame(80, 24).row(1).contains("lost"));
    }

    @Test
    void aChangeIsShownAsItsCommandAndMadeOnlyOnEnter() {
        read(1, "it's");
        press("2D");
        model.takeWanted();
        assertTrue(shown().contains("$ photon streams delete 'it'\\''s' --yes"), shown());
        assertTrue(lastLine().contains("Enter runs it"), lastLine());
        press(Key.Kind.ESCAPE);
        assertTrue(model.takeWanted().isEmpty());
        press("D");
        press(Key.Kind.ENTER);
        TopModel.Wanted wanted = model.takeWanted().get(0);
        assertEquals(new Need(Need.Kind.DELETE_STREAM, "it's", 0), wanted.need());
        model.answered(wanted, Result.err(Failure.Kind.DENIED, "admin may not delete", "ask for the right"));
        assertTrue(lastLine().contains("admin may not delete; ask for the right"), lastLine());
    }

    @Test
    void onAProductionDaemonAnActionNeedsTheNameOfItsContext() {
        TopModel production = new TopModel(new ShownDaemon("http://x", "prod", true), false, 1_000);
        production.time(nowMs);
        production.reading(reading(List.of(new ListedStream("a", 1, 1, 1, 1_000, 0)), List.of(), ""));
        assertTrue(production.frame(80, 24).row(0).contains("PRODUCTION prod http://x"));
        for (String typed : List.of("", "y", "prdo", "prod ")) {
            ask(production, typed);
            production.key(Key.of(Key.Kind.ENTER));
            assertTrue(production.frame(80, 24).row(23).contains("another name"), typed);
        }
        ask(production, "prod");
        assertTrue(production.frame(80, 24).row(22).contains("$ photon streams delete a --yes --confirm prod"));
        production.key(Key.of(Key.Kind.ESCAPE));
        assertTrue(production.takeWanted().stream()
                .noneMatch(wanted -> wanted.need().kind().isChange()));
        ask(production, "prox");
        production.key(Key.of(Key.Kind.BACKSPACE));
        production.key(Key.of('d'));
        production.key(Key.of(Key.Kind.ENTER));
        assertEquals(
                new Need(Need.Kind.DELETE_STREAM, "a", 0),
                production.takeWanted().get(0).need());
    }

    private static void ask(TopModel model, String typed) {
        model.key(Key.of('2'));
        model.frame(80, 24);
        model.key(Key.of('D'));
        typed.chars().forEach(letter -> model.key(Key.of((char) letter)));
    }

    @Test
    void readOnlyChangesNothing() {
        TopModel careful = new TopModel(ShownDaemon.of("http://x"), true, 1_000);
        careful.time(nowMs);
        careful.reading(reading(List.of(new ListedStream("a", 1, 1, 1, 1_000, 0)), List.of(), ""));
        careful.key(Key.of('2'));
        careful.frame(80, 24);
        careful.key(Key.of('D'));
        assertTrue(careful.frame(80, 24).row(23).contains("--read-only"));
        careful.key(Key.of(Key.Kind.ENTER));
        assertTrue(careful.takeWanted().stream()
                .noneMatch(wanted -> wanted.need().kind().isChange()));
    }

    @Test
    void thePaletteCompletesObeysAndNamesTheNearestCommand() {
        read(1, "orders", "order-lines");
        press(":stre");
        press(Key.Kind.TAB);
        assertTrue(lastLine().contains(":stream"), lastLine());
        press(" order");
        press(Key.Kind.TAB);
        press("s");
        press(Key.Kind.ENTER);
        assertEquals("orders", model.page().title());
        press(":projektions");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().contains("did you mean projections?"), lastLine());
        press(":event 12x");
        press(Key.Kind.ENTER);
        assertTrue(lastLine().contains("'12x' is not an order-id"), lastLine());
        press(":quit");
        press(Key.Kind.ENTER);
        assertTrue(model.isOver());
    }

    @Test
    void cShowsTheCommandThatDoesTheSame() {
        read(1, "a b");
        press("2c");
        assertTrue(lastLine().contains("$ photon streams list"), lastLine());
        press(Key.Kind.ENTER);
        press("c");
        assertTrue(lastLine().contains("$ photon replay 'a b' --type cold --backwards"), lastLine());
    }

    @Test
    void theTailFollowsUntilTheSelectionMoves() {
        read(1, "a");
        press("5");
        assertTrue(model.wantsTail());
        model.arrived(List.of(event(1), event(2)), 0);
        assertEquals("1764000000000002", model.copied());
        press("j");
        model.arrived(List.of(event(3)), 7);
        assertEquals("1764000000000001", model.copied());
        assertTrue(shown().contains("7 passed unseen"), shown());
        press("g");
        model.arrived(List.of(event(4)), 0);
        assertEquals("1764000000000004", model.copied());
    }

    private static EventRow event(int number) {
        return EventRow.of(("{\"order-id\":" + (1_764_000_000_000_000L + number)
                        + ",\"event-time\":1764000000000,\"stream-name\":\"a\",\"event-type\":\"T\",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyKeyInEveryViewPaintsAtEverySize() {
        for (int i = 0; i < 70; i++) {
            read(i, "a", "長い名前のストリーム", "\u202eevil\u001b[2J", "x".repeat(300), "👩‍👩‍👧 family");
        }
        String keys = "12345678jkgGsS/[]0 +-?cyxtv,.dbEDPRZ:hq";
        for (int view = 1; view <= 8; view++) {
            for (char key : keys.toCharArray()) {

                model.key(Key.of((char) ('0' + view)));
                model.key(Key.of(key));
                for (int[] size : new int[][] {{80, 24}, {60, 15}, {250, 60}, {20, 5}, {1, 1}}) {
                    Frame frame = model.frame(size[0], size[1]);
                    assertFalse(frame.text().contains("\u001b"), "an escape reached the screen");
                }
                for (Key.Kind kind : new Key.Kind[] {
                    Key.Kind.ENTER,
                    Key.Kind.PAGE_DOWN,
                    Key.Kind.TAB,
                    Key.Kind.RIGHT,
                    Key.Kind.LEFT,
                    Key.Kind.HELP,
                    Key.Kind.BACK_TAB,
                    Key.Kind.ESCAPE,
                    Key.Kind.ESCAPE
                }) {
                    press(kind);
                    model.frame(80, 24);
                }
                model.takeWanted();
            }
        }
    }

    @Test
    void aTerminalThatIsTooSmallIsToldWhatItNeeds() {
        read(1, "a");
        assertEquals(
                "photon top needs 60×15\nthis terminal is 40×10\n",
                model.frame(40, 10).text().substring(0, 46));
    }

    @Test
    void helpNamesTheKeysOfTheViewOneCameFrom() {
        read(1, "a");
        press("2?");
        assertTrue(shown().contains("IN THIS VIEW (streams)"), shown());
        assertTrue(shown().contains("delete the stream's events"), shown());
        press(Key.Kind.ESCAPE);
        assertEquals("streams", model.page().title());
    }

    @Test
    void escapeNeverLeavesTheDashboardButQDoes() {
        read(1, "a");
        press(Key.Kind.ESCAPE);
        assertFalse(model.isOver());
        press("q");
        assertTrue(model.isOver());
    }
}
