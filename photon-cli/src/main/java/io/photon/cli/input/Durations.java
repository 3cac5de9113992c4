// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Durations as a user writes them: numbers with units, largest first: {@code 30s}, {@code 1d3h}, {@code 250ms}. */
public final class Durations {

    private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms"};
    private static final long[] MS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    /** About three thousand years: so far from the largest number that six of them can be added. */
    private static final long LONGEST_MS = 100_000_000_000_000L;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,3})?");

    private Durations() {}

    /** How long something is to take, in ms: as a duration, or as a plain number of seconds, as sleep(1) and watch(1) take it. */
    public static Result<Long> span(String text) {
        return SECONDS.matcher(text).matches()
                ? Result.ok(new BigDecimal(text).movePointRight(3).longValueExact())
                : parse(text);
    }

    /** In ms, 0 or more. */
    public static Result<Long> parse(String text) {
        long total = 0;
        int unit = -1;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && isDigit(text.charAt(digits))) {
                digits++;
            }
            int letters = digits;
            while (letters < text.length() && Character.isLetter(text.charAt(letters))) {
                letters++;
            }
            int found = unit(text.substring(digits, letters));
            if (digits == at || digits - at > 12 || found <= unit) {
                return bad(text);
            }
            long number = Long.parseLong(text, at, digits, 10);
            if (number > LONGEST_MS / MS[found]) {
                return bad(text);
            }
            total += number * MS[found];
            unit = found;
            at = letters;
        }
        return unit < 0 ? bad(text) : Result.ok(total);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int unit(String name) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Result<Long> bad(String text) {
        return Result.err(
                Failure.Kind.BAD_INPUT, "'" + text + "' is not a duration", "write e.g. 30s, 250ms, 5m, 1h30m or 1d3h");
    }
}
