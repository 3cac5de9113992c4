package io.photon.daemon;

import io.photon.projection.BuiltIn;
import io.photon.projection.ConditionLanguage;
import io.photon.projection.DefinitionReader;
import io.photon.projection.ReducerEngine;
import io.photon.projection.builtin.SecurityStateProjection;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;

/** What projections are written in: the one place that names languages and built-in projections. */
final class Reductions {

    private Reductions() {}

    /** Nothing of a language is loaded before it is first used. */
    static List<ReducerEngine> languages() {
        return List.of(new JavaScriptEngine());
    }

    static List<BuiltIn> builtIns() {
        return List.of(new StreamsProjection(), new SecurityStateProjection());
    }

    static DefinitionReader files() {
        return (text, file) -> Result.err(
                Failure.Kind.UNSUPPORTED_TYPE, file + ": this Photon reads no EDN", "create it from JSON instead");
    }

    static ConditionLanguage conditions() {
        return expression ->
                Result.err(Failure.Kind.UNSUPPORTED_TYPE, "this Photon has no language of conditions", null);
    }
}
