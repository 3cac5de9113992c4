// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.log;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * How the log is written, and what of it. Immutable.
 *
 * @param form how an entry looks
 * @param levels the least level that is written, by the beginning of a logger's name; "" for Photon's own
 * @param isHushed whether libraries write only when they were asked for details
 */
record LogSettings(LogForm form, Map<String, Integer> levels, boolean isHushed) {

    private static final String OWN = "io.photon";
    private static final int OFF = Integer.MAX_VALUE;

    /** Text, from {@code info} on. */
    static LogSettings usual() {
        return new LogSettings(LogForm.TEXT, Map.of(), false);
    }

    /**
     * As settings say.
     *
     * @param format text or json
     * @param levels {@code LEVEL} for Photon itself, {@code LOGGER=LEVEL} for a part of it or of a library
     */
    static LogSettings of(String format, List<String> levels) {
        Map<String, Integer> byName = new HashMap<>();
        for (String each : levels) {
            int equals = each.indexOf('=');
            byName.put(equals < 0 ? "" : each.substring(0, equals), level(each.substring(equals + 1)));
        }
        return new LogSettings(format.equals("json") ? LogForm.JSON : LogForm.TEXT, Map.copyOf(byName), false);
    }

    /** The same, and libraries are silent, except where a level below {@code info} was asked for. */
    LogSettings withoutLibraries() {
        return new LogSettings(form, levels, true);
    }

    /** The least level that a logger writes, as {@link Level#toInt}. */
    int least(String logger) {
        int least = asked(logger);
        return isHushed && !logger.startsWith(OWN) && least >= Level.INFO.toInt() ? OFF : least;
    }

    private int asked(String logger) {
        for (String prefix = logger;
                !prefix.isEmpty();
                prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')))) {
            Integer asked = levels.get(prefix);
            if (asked != null) {
                return asked;
            }
            // As the properties of slf4j's simple logger say, for tests and for a search of a fault.
            String property = System.getProperty("org.slf4j.simpleLogger.log." + prefix);
            if (property != null) {
                return level(property);
            }
        }
        String property = System.getProperty("org.slf4j.simpleLogger.defaultLogLevel");
        if (property != null) {
            return level(property);
        }
        int own = levels.getOrDefault("", Level.INFO.toInt());
        return logger.startsWith(OWN) ? own : Math.max(own, Level.WARN.toInt());
    }

    private static int level(String text) {
        for (Level each : Level.values()) {
            if (each.name().equals(text.toUpperCase(Locale.ROOT))) {
                return each.toInt();
            }
        }
        return text.equalsIgnoreCase("off") ? OFF : Level.ERROR.toInt();
    }
}
