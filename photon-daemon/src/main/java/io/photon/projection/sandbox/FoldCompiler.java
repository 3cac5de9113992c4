// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** A language inside the sandbox. Has a public constructor without arguments; making one loads the language. */
public interface FoldCompiler {

    /** A reduction that says what is used by every other: compiling it once has the language load that. */
    String sample();

    /** As {@link io.photon.projection.spi.ReducerEngine#compile}; running code is metered by the caller. */
    Result<ScriptFold> compile(String reduction, @Nullable String initialValue, ReducerLimits limits);
}
