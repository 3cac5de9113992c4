// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import org.jspecify.annotations.Nullable;

/**
 * What a projection file asks for, in the words of a request (docs/projections). Immutable.
 *
 * @param name the projection's name, not empty
 * @param streamName the stream, {@code __all__} where the file names none
 * @param exact whether that is its exact name even if it looks like a glob; false where the file does not say
 * @param language {@code clojure} where the file names none
 * @param reduction source text; a form as it stands in the file
 * @param initialValue text in that language: EDN for clojure, JSON for the others; {@code nil} or {@code null} where the
 *     file gives none
 */
public record EdnProjection(
        String name,
        String streamName,
        boolean exact,
        String language,
        @Nullable String reduction,
        @Nullable String initialValue) {}
