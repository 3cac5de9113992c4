// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time: {@code 500ms}, {@code 8s}, {@code 5m}, {@code 2h}, {@code 1d}; a bare number is ms. */
record SpanType(Duration min, Duration max) implements SettingType<Duration> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d|)");

    /** Ms per unit, largest first. */
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", 86_400_000L);
        UNITS.put("h", 3_600_000L);
        UNITS.put("m", 60_000L);
        UNITS.put("s", 1_000L);
        UNITS.put("ms", 1L);
    }

    @Override
    public Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        // 12 digits of days are below 2^63 ms.
        Duration value = Duration.ofMillis(Long.parseLong(form.group(1)) * UNITS.getOrDefault(form.group(2), 1L));
        return value.compareTo(min) < 0 || value.compareTo(max) > 0 ? Optional.empty() : Optional.of(value);
    }

    @Override
    public String print(Duration value) {
        long ms = value.toMillis();
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (ms != 0 && ms % unit.getValue() == 0) {
                return ms / unit.getValue() + unit.getKey();
            }
        }
        return "0s";
    }

    @Override
    public String allowed() {
        return print(min) + " to " + print(max) + ", with ms, s, m, h or d after the number";
    }

    @Override
    public String label() {
        return "TIME";
    }
}
