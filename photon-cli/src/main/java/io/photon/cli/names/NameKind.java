// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import java.util.Locale;
import java.util.Optional;

/** What a name is the name of. */
public enum NameKind {
    STREAMS,
    PROJECTIONS,
    USERS,
    EVENT_TYPES,
    FIELDS;

    /** By its word in completion scripts, e.g. {@code event-types}. */
    public static Optional<NameKind> of(String word) {
        for (NameKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
