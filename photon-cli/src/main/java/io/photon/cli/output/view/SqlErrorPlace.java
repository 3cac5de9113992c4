// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.Columns;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.result.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows where in a statement its mistake is. */
public final class SqlErrorPlace {

    private static final Pattern PLACE = Pattern.compile("^line (\\d{1,6}), column (\\d{1,6}): ");
    /** What stands before and after it of a long line. */
    private static final int AROUND = 60;

    private SqlErrorPlace() {}

    /** The line with a mark below it, on stderr; nothing when the failure names no place. */
    public static void show(String sql, Failure failure, Report report) {
        Matcher place = PLACE.matcher(failure.message());
        if (!place.find()) {
            return;
        }
        String[] lines = sql.split("\n", -1);
        int line = Integer.parseInt(place.group(1)) - 1;
        if (line >= lines.length) {
            return;
        }
        int[] characters = lines[line].codePoints().toArray();
        int column = Math.min(characters.length, Integer.parseInt(place.group(2)) - 1);
        int from = Math.max(0, column - AROUND);
        int to = Math.min(characters.length, column + AROUND);
        String before = TerminalSafe.text(new String(characters, from, column - from));
        String after = TerminalSafe.text(new String(characters, column, to - column));
        report.console().err().println(before + after);
        report.console().err().println(" ".repeat(Columns.of(before)) + "^");
    }
}
