// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import java.util.Locale;

/** Constants of an enum as doors write them. */
final class EnumWords {

    private EnumWords() {}

    /** In kebab-case. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
