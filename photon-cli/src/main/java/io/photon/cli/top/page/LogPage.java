// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The daemon's warnings and errors and refused logins, the newest last. */
final class LogPage extends TopPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Live live = new Live(new Need(Need.Kind.LOG, "", 0));
    private final Sheet<LogRow> sheet = new Sheet<>(
            LogRow::key,
            LogRow::exported,
            List.of(
                    Column.text("TIME (UTC)", 14, 0, (LogRow row) -> time(row.timeMs())),
                    Column.text("LEVEL", 9, 0, LogRow::shownLevel).toned(LogRow::tone),
                    Column.text("SOURCE", 12, 2, LogRow::source),
                    Column.figure("TIMES", 6, 1, LogRow::times, row -> (double) row.count()),
                    Column.text("MESSAGE", 0, 0, LogRow::message)));

    private static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms));
    }

    @Override
    public String title() {
        return "log";
    }

    @Override
    public String command() {
        return "photon log --follow";
    }

    @Override
    public Sheet<?> sheet() {
        return sheet;
    }

    @Override
    public @Nullable String copied() {
        return sheet.selection() == null ? null : sheet.selection().message();
    }

    @Override
    public @Nullable TopPage enter() {
        LogRow row = sheet.selection();
        if (row == null) {
            return null;
        }
        String times = row.count() == 1
                ? time(row.timeMs())
                : ShortNumbers.count(row.count()) + " times from " + time(row.firstMs()) + " to " + time(row.timeMs());
        return new TextPage(
                "log entry",
                command(),
                row.shownLevel() + "  " + row.source() + "  " + times,
                row.message(),
                row.exported());
    }

    @Override
    public List<Need> needs(Moment moment) {
        return live.needs(moment);
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        byte[] json = live.answered(answer);
        if (json == null) {
            return;
        }
        List<LogRow> before = sheet.shownRows();
        boolean atTheEnd = before.isEmpty() || sheet.selection() == before.get(before.size() - 1);
        sheet.rows(LogRow.read(json));
        if (atTheEnd) {
            sheet.key(Key.of(Key.Kind.END)); // follows, as long as no one looks at something else
        }
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        FlatJson facts = moment.facts();
        String counted = counted(facts, "errors", "error") + "   " + counted(facts, "warnings", "warning") + "   "
                + counted(facts, "refused-logins", "refused login") + " since the start";
        frame.put(1, top, (facts.has("problems.errors") ? counted : "") + Live.age(moment), Tone.DIM);
        if (live.remark() != null) {
            frame.put(1, top + 1, live.remark(), live.isProblem() ? Tone.BAD : Tone.DIM);
        } else if (sheet.sizeOfAll() == 0) {
            frame.put(1, top + 1, "● nothing went wrong since the daemon started", Tone.GOOD);
        } else {
            sheet.paint(frame, top + 1, bottom);
        }
    }

    private static String counted(FlatJson facts, String name, String one) {
        return Units.counted(facts.whole("problems." + name), one);
    }
}
