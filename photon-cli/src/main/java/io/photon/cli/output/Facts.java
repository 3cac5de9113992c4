// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.util.Set;

/** The values of an answer as a person reads them: times as times, counts with their thousands apart, bytes in units. */
public final class Facts {

    private static final Set<String> COUNTS = Set.of(
            "total-events",
            "deleted-events",
            "events",
            "restored",
            "skipped",
            "deleted",
            "left-out",
            "processed",
            "backups",
            "damages");

    private static final Set<String> POSITIONS =
            Set.of("first-order-id", "last-order-id", "position", "head", "first", "last", "scanned-to");

    private static final String MICROS = "-micros";

    private Facts() {}

    /** A fact's value as it is shown; one of another form stays as it stands. */
    public static String value(String name, String text) {
        if (text.length() > 18 || !isNumber(text)) {
            return text;
        }
        long number = Long.parseLong(text);
        if (name.endsWith("-time") && text.length() < 15) {
            return Units.time(number);
        }
        if (name.endsWith("-ms")) {
            return number < 10_000 ? Units.grouped(number) + " ms" : Units.duration(number / 1_000.0);
        }
        if (name.endsWith("-bytes")) {
            return Units.size(number);
        }
        if (name.contains(MICROS)) {
            return number < 1_000 ? number + " µs" : Units.grouped(number / 1_000) + "." + number % 1_000 / 100 + " ms";
        }
        if (name.equals("bytes")) {
            return number < 1_024 ? Units.size(number) : Units.size(number) + "  (" + Units.grouped(number) + " bytes)";
        }
        if (COUNTS.contains(name)) {
            return Units.grouped(number);
        }
        return POSITIONS.contains(name) ? position(number) : text;
    }

    /** A fact's name beside its value: without the unit that the value shows. */
    static String label(String name, String text) {
        if (!isNumber(text)) {
            return name;
        }
        return name.contains(MICROS)
                ? name.replace(MICROS, "")
                : name.endsWith("-ms")
                        ? name.substring(0, name.length() - "-ms".length())
                        : name.endsWith("-bytes") ? name.substring(0, name.length() - "-bytes".length()) : name;
    }

    /** An order-id and the time in it. */
    static String position(long orderId) {
        return orderId < 1_000_000_000_000_000L ? Long.toString(orderId) : orderId + "  (" + time(orderId) + ")";
    }

    /** The time that an order-id was given at, to the second. */
    public static String time(long orderId) {
        return Units.timeToTheSecond(orderId / 1_000);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
