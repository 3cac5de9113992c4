// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * A language that reductions are written in. Thread-safe; what it makes is not. Starting one costs nothing: whatever is
 * heavy is loaded at the first {@link #compile}.
 */
public interface ReducerEngine {

    /** Its name in requests and descriptors, e.g. {@code javascript}. */
    String language();

    /** Loads what is heavy, so that {@link #compile} counts the time of the code only; it need not be called before. */
    default void load() {}

    /**
     * Checks and compiles a reduction; none of its code is run yet.
     *
     * @param reduction source text, e.g. {@code function(prev, next) {…}}
     * @param initialValue text in that language: JSON for javascript and jq, EDN for clojure; blank or null is null
     * @param limits what each call may cost
     * @return a reducer at its initial value; BAD_INPUT with line and column when either text cannot be used;
     *     OVERLOADED when Photon lacks memory or a thread for it at the moment
     */
    Result<Reducer> compile(String reduction, @Nullable String initialValue, ReducerLimits limits);
}
