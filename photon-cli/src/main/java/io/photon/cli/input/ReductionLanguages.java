// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The languages that reductions are written in, as values of {@code --language} and as endings of files. */
public final class ReductionLanguages extends ArrayList<String> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, String> BY_ENDING =
            Map.of(".js", "javascript", ".mjs", "javascript", ".clj", "clojure", ".edn", "clojure", ".jq", "jq");

    /** In the order in which they are offered. */
    public ReductionLanguages() {
        super(List.of("javascript", "clojure", "jq"));
    }

    /** The language of a file by its ending, null when it has none of theirs. */
    static @Nullable String of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : BY_ENDING.get(name.substring(dot));
    }
}
