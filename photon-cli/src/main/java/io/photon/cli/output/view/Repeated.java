// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.Columns;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The same list again and again, for {@code --watch}: a terminal is painted over, from its first line on and no longer
 * than it; elsewhere each turn follows the one before.
 */
public final class Repeated {

    private final Report report;
    private final ByteArrayOutputStream turn = new ByteArrayOutputStream();
    private final boolean painted;

    public Repeated(Report report) {
        this.report = report;
        this.painted = report.console().isOutTerminal() && report.many() == Format.table;
    }

    /** Where one turn is shown; nothing of it is seen before {@link #show}. */
    public Report turn() {
        turn.reset();
        return report.into(turn);
    }

    /** Shows the turn. @param remark a line above it, on a terminal */
    public void show(String remark) {
        DataOut out = report.out();
        if (!painted) {
            out.write(turn.toByteArray());
            out.flush();
            return;
        }
        List<String> lines = turn.toString(StandardCharsets.UTF_8).lines().toList();
        int room = Math.max(1, report.console().height() - 2);
        int shown = lines.size() <= room ? lines.size() : room - 1;
        StringBuilder screen = new StringBuilder("\u001b[H");
        screen.append(report.paint()
                        .dim(Columns.cut(
                                remark,
                                report.console().width(),
                                report.console().ellipsis())))
                .append("\u001b[K\n");
        for (String line : lines.subList(0, shown)) {
            screen.append(line).append("\u001b[K\n");
        }
        if (shown < lines.size()) {
            screen.append(report.paint().dim("and " + Units.grouped(lines.size() - shown) + " more lines"))
                    .append("\u001b[K\n");
        }
        out.print(screen.append("\u001b[J").toString());
        out.flush();
    }

    /** Makes room on the terminal, without taking what stands there out of its history. */
    public void begin() {
        if (painted) {
            report.out().print("\n".repeat(report.console().height()));
        }
    }
}
