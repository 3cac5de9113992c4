// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.edn.EdnProjections;
import io.photon.filter.StreamSelector;
import io.photon.filter.WhereLanguage;
import io.photon.projection.builtin.SecurityStateProjection;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqConditions;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.jq.JqWhereLanguage;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.ConditionLanguage;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.DefinitionReader;
import io.photon.projection.spi.ReducerEngine;
import java.util.List;
import java.util.Objects;

/** What projections are written in: the one place that names languages and built-in projections. */
final class Reductions {

    private Reductions() {}

    /** One for projections and conditions, so that jq is loaded once. */
    private static final ReducerEngine JQ = new JqEngine();

    /** Nothing of a language is loaded before it is first used. */
    static List<ReducerEngine> languages() {
        return List.of(new JavaScriptEngine(), new ClojureEngine(), JQ);
    }

    static List<BuiltIn> builtIns() {
        return List.of(new StreamsProjection(), new SecurityStateProjection());
    }

    static DefinitionReader files() {
        return (text, file) -> EdnProjections.parse(text, file)
                .map(read -> new Definition(
                        read.name(),
                        StreamSelector.of(read.streamName(), read.exact()),
                        read.language(),
                        Objects.requireNonNull(read.reduction()),
                        read.initialValue()));
    }

    static ConditionLanguage conditions() {
        return new JqConditions(JQ);
    }

    static WhereLanguage predicates() {
        return new JqWhereLanguage(JQ);
    }
}
