// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.BigInt;
import clojure.lang.Ratio;
import io.photon.projection.sandbox.Guards;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.MissingFormatArgumentException;
import java.util.TimeZone;
import java.util.UnknownFormatConversionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code format}, one place of the format after the other, so that it can be stopped between two of them: in no language and
 * in UTC, for numbers of a bounded size. Pure.
 */
final class Formats {

    private static final Pattern PLACE = Pattern.compile("%(\\d+\\$)?([-#+ 0,(<]*)(\\d+)?(\\.\\d+)?([tT]?[a-zA-Z%])");
    /** Of a width or of decimals. */
    private static final int MAX_WIDTH = 999;
    /** Of a number. */
    private static final int MAX_DIGITS = 10_000;

    private static final int MAX_BITS = 4 * MAX_DIGITS;

    private Formats() {}

    static String format(Object[] arguments) {
        String format = ObjectMethods.text(arguments[0]);
        StringBuilder made = new StringBuilder();
        Matcher place = PLACE.matcher(format);
        int ordinary = 0;
        int last = 0;
        int at = 0;
        for (int next = format.indexOf('%'); next >= 0; next = format.indexOf('%', at)) {
            made.append(format, at, next);
            place.region(next, format.length());
            if (!place.lookingAt()) {
                throw new UnknownFormatConversionException("%");
            }
            at = place.end();
            String kind = place.group(5);
            String flags = place.group(2);
            if (kind.equals("n")) { // the same line end on every machine
                made.append('\n');
                continue;
            }
            if (kind.equals("%")) {
                made.append(String.format(Locale.ROOT, "%" + width(place) + "%"));
                continue;
            }
            if (place.group(1) != null) {
                last = number(place.group(1).replace("$", ""), place);
            } else if (!flags.contains("<")) {
                last = ++ordinary;
            }
            if (last < 1 || last >= arguments.length) {
                throw new MissingFormatArgumentException(place.group());
            }
            write(place, kind, flags.replace("<", ""), arguments[last], made);
        }
        return made.append(format, at, format.length()).toString();
    }

    private static int number(String digits, Matcher place) {
        if (digits.length() > 3 || Integer.parseInt(digits) > MAX_WIDTH) {
            throw new IllegalArgumentException("a format wider than " + MAX_WIDTH + ": " + place.group());
        }
        return Integer.parseInt(digits);
    }

    private static String width(Matcher place) {
        return place.group(3) == null ? "" : String.valueOf(number(place.group(3), place));
    }

    private static void write(Matcher place, String kind, String flags, Object argument, StringBuilder to) {
        String precision =
                place.group(4) == null ? "" : "." + number(place.group(4).substring(1), place);
        Object value = value(argument, kind);
        String conversion = kind;
        if (kind.equals("S") && value != null) { // the JDK takes long to write a long text in capitals
            String text = value.toString();
            int end = precision.isEmpty()
                    ? text.length()
                    : Math.min(text.length(), Integer.parseInt(precision.substring(1)));
            value = Guards.toUpperCase(text.substring(0, end));
            precision = "";
            conversion = "s";
        }
        to.append(String.format(Locale.ROOT, "%" + flags + width(place) + precision + conversion, value));
    }

    /** A value that a formatter knows; a text of its own for what it would ask for one. */
    private static Object value(Object argument, String kind) {
        boolean time = kind.charAt(0) == 't' || kind.charAt(0) == 'T';
        if (time && (argument instanceof Date || argument instanceof Long)) {
            Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
            calendar.setTimeInMillis(argument instanceof Date date ? date.getTime() : (Long) argument);
            return calendar;
        }
        if (argument instanceof BigDecimal decimal) {
            return bounded(decimal, Math.max(Math.abs((long) decimal.scale()), decimal.precision()), MAX_DIGITS);
        }
        if (argument instanceof BigInt big) {
            return value(big.toBigInteger(), kind);
        }
        if (argument instanceof BigInteger big) {
            return bounded(big, big.bitLength(), MAX_BITS);
        }
        boolean known = argument == null
                || argument instanceof Number && !(argument instanceof Ratio)
                || argument instanceof Character
                || argument instanceof Boolean;
        return known ? argument : ObjectMethods.text(argument);
    }

    private static Number bounded(Number number, long size, int most) {
        if (size > most) {
            throw new IllegalArgumentException(
                    "a format takes numbers of at most " + MAX_DIGITS + " digits; this one has more");
        }
        return number;
    }
}
