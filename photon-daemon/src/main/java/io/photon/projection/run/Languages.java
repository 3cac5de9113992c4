// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.spi.Definition;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The languages there are, by name. Thread-safe. */
public final class Languages {

    private final Map<String, ReducerEngine> engines = new LinkedHashMap<>();
    private final ReducerLimits limits;

    public Languages(List<ReducerEngine> engines, ReducerLimits limits) {
        engines.forEach(engine -> this.engines.put(engine.language(), engine));
        this.limits = limits;
    }

    /** Loads what is heavy of a language, if there is such a one. */
    public void load(Definition definition) {
        ReducerEngine engine = engines.get(definition.language());
        if (engine != null) {
            engine.load();
        }
    }

    public Result<Reducer> compile(Definition definition) {
        ReducerEngine engine = engines.get(definition.language());
        if (engine == null) {
            return Result.err(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "no language '" + definition.language() + "'",
                    "use one of " + String.join(", ", engines.keySet())));
        }
        return engine.compile(definition.reduction(), definition.initialValue(), limits);
    }
}
