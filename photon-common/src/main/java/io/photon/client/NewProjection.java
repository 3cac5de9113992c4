// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import java.util.Objects;

/**
 * A projection to be created.
 *
 * @param name its name
 * @param stream the stream it folds: a name, {@code __all__} or a glob
 * @param language {@code javascript}, {@code clojure} or {@code jq}
 * @param reduction the code of the fold, see docs/reductions.md
 * @param initialValue the value before the first event, written in that language
 */
public record NewProjection(String name, String stream, String language, String reduction, String initialValue) {

    public NewProjection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(reduction, "reduction");
        Objects.requireNonNull(initialValue, "initialValue");
    }

    /** A function {@code (previous, event) → next} in JavaScript. */
    public static NewProjection javascript(String name, String stream, String function, String initialValue) {
        return new NewProjection(name, stream, "javascript", function, initialValue);
    }

    /** A jq filter from the value, with the event as {@code $event}, to the next value. */
    public static NewProjection jq(String name, String stream, String filter, String initialValue) {
        return new NewProjection(name, stream, "jq", filter, initialValue);
    }
}
