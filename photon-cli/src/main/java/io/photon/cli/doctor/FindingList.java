// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

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
        for (Finding finding : findings.all()) {
            String word = finding.mark().word();
            report.out()
                    .line(coloured(finding.mark(), report.paint())
                            + " ".repeat(MARK_WIDTH - word.length())
                            + TerminalSafe.text(finding.check())
                            + " ".repeat(widest - finding.check().length() + 2)
                            + TerminalSafe.text(finding.found()));
            if (finding.advice() != null) {
                report.out().line(" ".repeat(MARK_WIDTH + widest + 2) + "-> " + TerminalSafe.text(finding.advice()));
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

    private static String coloured(Finding.Mark mark, Paint paint) {
        return switch (mark) {
            case OK -> paint.green(mark.word());
            case NOTE -> paint.dim(mark.word());
            case WARNING -> paint.yellow(mark.word());
            case WRONG -> paint.red(mark.word());
        };
    }
}
