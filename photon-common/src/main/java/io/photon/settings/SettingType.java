// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.Optional;

/**
 * What values a setting takes: reads them from text and writes them as text. Immutable. For every allowed value,
 * {@code parse(print(value))} is that value.
 *
 * @param <T> the value's Java type
 */
public interface SettingType<T> {

    /** Reads a value; empty when the text is none of the allowed. White space around it is ignored. */
    Optional<T> parse(String text);

    /** The value as one would write it. */
    String print(T value);

    /** The allowed values in words that follow "use", e.g. {@code 1 to 65535}. */
    String allowed();

    /** One word for help texts, e.g. {@code PORT}. */
    String label();

    /** The text as it may be shown: without a password that it may hold. */
    default String masked(String text) {
        return text;
    }

    /** Whether the printed value is a number or {@code true}/{@code false}, thus bare in JSON. */
    default boolean isBareInJson() {
        return false;
    }
}
