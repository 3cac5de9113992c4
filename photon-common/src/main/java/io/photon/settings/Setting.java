// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@link SettingsTable}. Immutable.
 *
 * @param <T> the value's type
 * @param key the name in files and, after {@code -} or {@code --}, on the command line; one that ends in {@code .X} stands
 *     for any number of settings, each with a name in place of the X
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

    /** What the key of a row ends in of which there may be many, each with a name of its own in this place. */
    private static final String ANY_NAME = ".X";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Whether the X at the end of its key stands for any name, as in {@code riak.node.X}. */
    public boolean isMany() {
        return key.endsWith(ANY_NAME);
    }

    /** The key without the name, with the dot. Only of many. */
    private String prefix() {
        return key.substring(0, key.length() - ANY_NAME.length() + 1);
    }

    /** The name in a key of this row; empty when it is none of this row. */
    Optional<String> name(String other) {
        return isMany() && other.startsWith(prefix())
                ? Optional.of(other.substring(prefix().length()))
                        .filter(name -> NAME.matcher(name).matches())
                : Optional.empty();
    }

    /** The same in a variable, where it is lower-case. */
    Optional<String> nameInVariable(String other) {
        String start = variable(prefix());
        return isMany() && other.startsWith(start)
                ? name(prefix() + other.substring(start.length()).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** One of the many. */
    Setting<T> named(String name) {
        return new Setting<>(prefix() + name, type, defaultText, defaultValue, secret, description);
    }

    /** The variable that sets it: {@code rest.host} is {@code PHOTON_REST_HOST}. */
    public String variable() {
        return variable(key);
    }

    private static String variable(String key) {
        return "PHOTON_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A given text as it may be shown. */
    String shown(String text) {
        return secret ? MASK : type.masked(text);
    }
}
