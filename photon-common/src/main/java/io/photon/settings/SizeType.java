// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes: {@code 16MiB}, {@code 512k}, {@code 1000}; letters of either case, units are powers of 1024. */
record SizeType(long min, long max) implements SettingType<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(|b|k|kb|kib|m|mb|mib|g|gb|gib)");

    @Override
    public Optional<Long> parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        long value = Long.parseLong(form.group(1)) << shift(form.group(2));
        return value < min || value > max ? Optional.empty() : Optional.of(value);
    }

    private static int shift(String unit) {
        return switch (unit.isEmpty() ? 'b' : unit.charAt(0)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
    }

    @Override
    public String print(Long value) {
        if (value != 0 && value % (1L << 30) == 0) {
            return (value >> 30) + "GiB";
        }
        if (value != 0 && value % (1L << 20) == 0) {
            return (value >> 20) + "MiB";
        }
        return value != 0 && value % (1L << 10) == 0 ? (value >> 10) + "KiB" : value.toString();
    }

    @Override
    public String allowed() {
        return print(min) + " to " + print(max) + ", bare or with KiB, MiB or GiB after the number";
    }

    @Override
    public String label() {
        return "SIZE";
    }
}
