// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams as rows, with how fast they grow; what the overview and the view of all streams have in common. One thread. */
final class StreamTable {

    private static final int TREND = 16;
    private static final int WIDE_TREND = 60;

    private final Sheet<ListedStream> sheet;
    private Moment moment = Moment.none();
    private int trend = TREND;

    /** @param heading over the names @param withFirst whether the time of the first event is shown */
    StreamTable(String heading, boolean withFirst) {
        List<Column<ListedStream>> columns = new ArrayList<>(List.of(
                Column.text(heading, 0, 0, ListedStream::name),
                Column.<ListedStream>figure("EVENTS/s", 9, 1, row -> ShortNumbers.rate(rate(row)), this::rate)
                        .toned(row -> rate(row) > 0 ? Tone.GOOD : Tone.DIM),
                Column.figure("EVENTS", 13, 0, row -> ShortNumbers.count(row.events()), row -> (double) row.events()),
                Column.figure("SIZE", 10, 2, row -> size(row.bytes()), row -> (double) row.bytes()),
                Column.<ListedStream>text("LAST", 11, 3, row -> ago(row.last()))
                        .ordered(Comparator.comparing(ListedStream::last).reversed())
                        .notSearched(),
                Column.<ListedStream>text(
                                "TREND", TREND, 4, row -> Charts.spark(moment.trend(row.name(), trend), trend))
                        .toned(row -> moves(row) ? Tone.GOOD : Tone.DIM)
                        .wide(WIDE_TREND)
                        .ordered(null)
                        .notSearched()));
        if (withFirst) {
            columns.add(
                    5,
                    Column.<ListedStream>text("FIRST", 11, 5, row -> ago(row.first()))
                            .ordered(Comparator.comparing(ListedStream::first))
                            .notSearched());
        }
        this.sheet = new Sheet<>(ListedStream::name, row -> row.exported(rate(row)), columns);
    }

    private static String size(long bytes) {
        return bytes == ListedStream.UNKNOWN ? "–" : Units.size(bytes);
    }

    private String ago(long orderId) {
        return ShortNumbers.ago(ShortNumbers.timeOf(orderId), moment.nowMs());
    }

    /** How fast a stream grows. */
    double rate(ListedStream row) {
        return moment.streamRate(row.name());
    }

    private boolean moves(ListedStream row) {
        return Arrays.stream(moment.trend(row.name(), trend)).anyMatch(rate -> rate > 0);
    }

    /** Paints the rows from {@code top} to before {@code bottom}. */
    void paint(Frame frame, int top, int bottom) {
        trend = frame.width() - 2 >= Column.WIDE ? WIDE_TREND : TREND;
        sheet.paint(frame, top, bottom);
    }

    /** What is shown from now on. */
    void at(Moment next) {
        moment = next;
    }

    Sheet<ListedStream> sheet() {
        return sheet;
    }

    /** The events of the selected one, null when there is none. */
    @Nullable TopPage enter() {
        return sheet.selection() == null
                ? null
                : new EventsPage(sheet.selection().name(), 0);
    }
}
