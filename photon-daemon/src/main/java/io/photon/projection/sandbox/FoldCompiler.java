package io.photon.projection.sandbox;

import io.photon.projection.ReducerLimits;
import io.photon.result.Result;

/** A language inside the sandbox. Has a public constructor without arguments; making one loads the language. */
public interface FoldCompiler {

    /** As {@link io.photon.projection.ReducerEngine#compile}; running code is metered by the caller. */
    Result<Fold> compile(String reduction, String initialValue, ReducerLimits limits);
}
