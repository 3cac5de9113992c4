// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import org.jspecify.annotations.Nullable;

/** What a JSON value can be. The order is part of the format of rows. */
enum JsonType {
    NULL("null", null),
    BOOLEAN("boolean", "s/Bool"),
    INTEGER("integer", "s/Int"),
    NUMBER("number", "s/Num"),
    STRING("string", "s/Str"),
    OBJECT("object", "s/Map"),
    ARRAY("array", "s/Vec");

    static final int COUNT = 7;

    private final String word;
    private final @Nullable String schemaName;

    JsonType(String word, @Nullable String schemaName) {
        this.word = word;
        this.schemaName = schemaName;
    }

    /** As people say it. */
    String word() {
        return word;
    }

    /** As Photon 0.9 wrote it; null for null, which it did not know. */
    @Nullable String schemaName() {
        return schemaName;
    }
}
