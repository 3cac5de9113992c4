// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All projections: how each is, how far, how fast. */
final class ProjectionsPage extends TopPage {

    private Moment moment = Moment.none();
    private final Sheet<ProjectionRow> sheet = new Sheet<>(
            ProjectionRow::name,
            row -> row.exported(rate(row)),
            List.of(
                    Column.<ProjectionRow>text("PROJECTION", 22, 0, row -> row.sign() + " " + row.name())
                            .ordered(Comparator.comparing(ProjectionRow::name)),
                    Column.text("STATUS", 11, 0, ProjectionRow::status).toned(ProjectionRow::tone),
                    Column.text("STREAM", 16, 2, ProjectionRow::stream),
                    Column.text("LANGUAGE", 10, 4, ProjectionRow::language),
                    Column.figure("EVENTS", 12, 1, row -> ShortNumbers.count(row.processed()), row ->
                            (double) row.processed()),
                    Column.<ProjectionRow>figure("EVENTS/s", 9, 1, row -> ShortNumbers.brief(rate(row)), this::rate)
                            .toned(row -> rate(row) > 0 ? Tone.GOOD : Tone.DIM),
                    Column.figure(
                            "ms/EVENT", 8, 5, row -> ShortNumbers.millis(row.timeMs() * 1_000), ProjectionRow::timeMs),
                    Column.text("REMARK", 0, 0, ProjectionRow::remark)
                            .toned(ProjectionRow::tone)
                            .ordered(null)));

    private double rate(ProjectionRow row) {
        return moment.projectionRate(row.name());
    }

    @Override
    public String title() {
        return "projections";
    }

    @Override
    public String command() {
        return "photon projection list";
    }

    @Override
    public Sheet<?> sheet() {
        return sheet;
    }

    @Override
    public @Nullable TopPage enter() {
        return sheet.selection() == null
                ? null
                : new ProjectionPage(sheet.selection().name());
    }

    @Override
    public List<Action> actions() {
        return sheet.selection() == null ? List.of() : actions(sheet.selection().name());
    }

    static List<Action> actions(String name) {
        return List.of(
                action('P', "pause it", "pause", "", Need.Kind.PAUSE, name),
                action('R', "resume it", "resume", "", Need.Kind.RESUME, name),
                action('Z', "reset it, which folds its history anew", "reset", "", Need.Kind.RESET, name),
                action('D', "delete it", "delete", "--yes", Need.Kind.DELETE_PROJECTION, name));
    }

    private static Action action(char key, String label, String word, String options, Need.Kind kind, String name) {
        return new Action(key, label, "photon projection " + word, name, options, new Need(kind, name, 0));
    }

    @Override
    public void look(Moment next) {
        moment = next;
        Reading now = moment.now();
        if (now != null) {
            sheet.rows(
                    now.projections().stream()
                            .sorted(Comparator.comparing(ProjectionRow::urgency).thenComparing(ProjectionRow::name))
                            .toList(),
                    now.atMs());
        }
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        sheet.paint(frame, top, bottom);
    }
}
