// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@link SettingsTable}. Immutable.
 *
 * @param <T> the value's type
 * @param key the name in files and, behind {@code -} or {@code --}, on the command line
 * @param type which values it takes
 * @param defaultText the default in words, null when there is none
 * @param defaultValue the default, given the values of the rows above; answers null when there is none
 * @param secret whether the value is never shown
 * @param description one line for the help
 */
public record Setting<T>(
        String key,
        SettingType<T> type,
        @Nullable String defaultText,
        Function<Settings, T> defaultValue,
        boolean secret,
        String description) {

    /**
     * A row that is shown, with a default that depends on no other.
     *
     * @param defaultText the default as a user would write it; null when there is none
     */
    public static <T> Setting<T> of(String key, SettingType<T> type, @Nullable String defaultText, String description) {
        T value = defaultText == null ? null : type.parse(defaultText).orElseThrow();
        return new Setting<>(key, type, defaultText, settings -> value, false, description);
    }

    static final String MASK = "********";

    /** The variable that sets it: {@code rest.host} is {@code PHOTON_REST_HOST}. */
    public String variable() {
        return "PHOTON_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A given text as it may be shown. */
    String shown(String text) {
        return secret ? MASK : type.masked(text);
    }
}
