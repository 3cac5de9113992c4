// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import io.photon.cli.context.Contexts;
import io.photon.result.Result;
import java.util.List;
import java.util.Map;

/** The names of the user's contexts, which no daemon needs to be asked for. */
public final class ContextNames {

    /** As completion scripts say it. */
    public static final String WHAT = "contexts";

    private ContextNames() {}

    /** Those that begin so, in order. */
    public static List<String> of(String written, Map<String, String> environment) {
        Result<List<String>> names = new Contexts(environment, warning -> {}).names();
        return names instanceof Result.Ok<List<String>> ok
                ? ok.value().stream().filter(name -> name.startsWith(written)).toList()
                : List.of();
    }
}
