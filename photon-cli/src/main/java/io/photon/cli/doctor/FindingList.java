// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.output.Columns;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Listing;
import io.photon.cli.output.Paint;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import java.util.List;

/** Shows what was found. */
public final class FindingList {

    private static final int MARK_WIDTH = 9;
    /** With fewer columns than this, what was found has lines of its own. */
    private static final int NARROW = 60;

    private FindingList() {}

    /** Shows all of it. @return 0, or 7 when something is wrong */
    public static int show(Findings findings, Report report) {
        List<Finding> all = findings.all();
        Listing.show(
                report,
                all.stream().map(Finding::json).toList(),
                all.stream()
                        .map(one -> TerminalSafe.text(one.mark().word() + " " + one.check() + ": " + one.found()))
                        .toList(),
                () -> table(findings, report));
        return findings.count(Finding.Mark.WRONG) == 0 ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
    }

    /** Lines that are never cut: what to do is of no use in half. */
    private static void table(Findings findings, Report report) {
        int widest = findings.all().stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        boolean isNarrow = report.width() < NARROW;
        String indent = " ".repeat(isNarrow ? 4 : MARK_WIDTH + widest + 2);
        for (Finding finding : findings.all()) {
            String word = finding.mark().word();
            report.out()
                    .line(coloured(finding.mark(), report.paint())
                            + " ".repeat(MARK_WIDTH - word.length())
                            + TerminalSafe.text(finding.check())
                            + (isNarrow
                                    ? "\n" + indent
                                    : " ".repeat(widest - finding.check().length() + 2))
                            + inLines(finding.found(), indent, report));
            if (finding.advice() != null) {
                report.out().line(indent + "-> " + inLines(finding.advice(), indent + "   ", report));
            }
        }
        long wrong = findings.count(Finding.Mark.WRONG);
        long warnings = findings.count(Finding.Mark.WARNING);
        report.out().line("");
        report.out()
                .line((wrong == 0
                                ? "nothing is wrong"
                                : Units.counted(wrong, "thing") + (wrong == 1 ? " is" : " are") + " wrong")
                        + ", " + Units.counted(warnings, "warning"));
    }

    /** A text after an indentation, which its further lines get, too. */
    private static String inLines(String text, String indent, Report report) {
        return String.join("\n" + indent, Columns.lines(TerminalSafe.text(text), report.width() - indent.length()));
    }

    private static String coloured(Finding.Mark mark, Paint paint) {
        return switch (mark) {
            case OK -> paint.green(mark.word());
            case NOTE -> paint.dim(mark.word());
            case WARNING -> paint.yellow(mark.word());
            case WRONG -> paint.red(mark.word());
        };
    }
}
