// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import io.photon.edn.EdnNode.Kind;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads projection files as the original Photon wrote them: one map {@code {:projection-name "…" :stream-name "…" :language
 * :clojure :reduction (fn [p n] …) :initial-value {…}}}. Pure.
 *
 * <p>{@code :reduction} is a form or a string of source text. {@code :initial-value} is a value; where everything else is
 * written as text, as in a request ({@code :reduction} a string), a string is taken for the value's text.
 */
public final class EdnProjections {

    private static final String HINT =
            "a projection file is one map: {:projection-name \"…\" :stream-name \"…\" :language :clojure"
                    + " :reduction (fn [prev next] …) :initial-value {}}";
    private static final Set<String> LANGUAGES_OF_FORMS = Set.of("clojure");

    private final String text;
    private final Map<String, EdnNode> entries = new HashMap<>();

    private EdnProjections(String text) {
        this.text = text;
    }

    /**
     * The projection of a text.
     *
     * @param place what the text is called in messages, e.g. the file's name
     */
    public static Result<EdnProjection> parse(String text, String place) {
        EdnProjections reading = new EdnProjections(text);
        try {
            return Result.ok(reading.projection());
        } catch (EdnSyntaxException e) {
            return Result.err(Failure.Kind.BAD_INPUT, e.at(text, place) + ": " + e.getMessage(), HINT);
        }
    }

    private EdnProjection projection() throws EdnSyntaxException {
        EdnReader reader = new EdnReader(text);
        EdnNode map = reader.next();
        if (map == null) {
            throw new EdnSyntaxException(0, "the file is empty");
        }
        if (map.kind() != Kind.MAP) {
            throw new EdnSyntaxException(
                    map.from(), "expected a map, found " + map.kind().words());
        }
        EdnNode more = reader.next();
        if (more != null) {
            throw new EdnSyntaxException(more.from(), "expected the end after the map: one file is one projection");
        }
        for (int i = 0; i < map.children().size(); i += 2) {
            EdnNode key = map.children().get(i);
            if (key.kind() != Kind.KEYWORD && key.kind() != Kind.STRING) {
                throw new EdnSyntaxException(
                        key.from(),
                        "expected a keyword as key, found " + key.kind().words());
            }
            if (entries.put(key.atom(), map.children().get(i + 1)) != null) {
                throw new EdnSyntaxException(key.from(), ":" + key.text() + " is given twice");
            }
        }
        String name = name("projection-name", map);
        String stream = entries.containsKey("stream-name") ? name("stream-name", map) : "__all__";
        String language = entries.containsKey("language") ? name("language", map) : "clojure";
        EdnNode reduction = needed("reduction", map);
        return new EdnProjection(
                name, stream, exact(), language, source(reduction, language), initial(language, reduction));
    }

    private String name(String key, EdnNode map) throws EdnSyntaxException {
        EdnNode value = needed(key, map);
        boolean named = value.kind() == Kind.STRING || value.kind() == Kind.KEYWORD || value.kind() == Kind.SYMBOL;
        if (!named || value.atom().isEmpty()) {
            throw new EdnSyntaxException(
                    value.from(),
                    ":" + key + " must be a string that is not empty, found "
                            + (named ? "\"\"" : value.kind().words()));
        }
        return value.atom();
    }

    private boolean exact() throws EdnSyntaxException {
        EdnNode value = entries.get("exact");
        String said = value == null ? "false" : text.substring(value.from(), value.to());
        if (value != null && !said.equals("true") && !said.equals("false")) {
            throw new EdnSyntaxException(
                    value.from(),
                    ":exact must be true or false, found " + value.kind().words());
        }
        return said.equals("true");
    }

    private EdnNode needed(String key, EdnNode map) throws EdnSyntaxException {
        EdnNode value = entries.get(key);
        if (value == null) {
            throw new EdnSyntaxException(map.from(), "the map has no :" + key);
        }
        return value;
    }

    private @Nullable String source(EdnNode reduction, String language) throws EdnSyntaxException {
        if (reduction.kind() == Kind.STRING) {
            return reduction.text();
        }
        boolean form = reduction.kind() == Kind.LIST || reduction.kind() == Kind.CODE;
        if (!form || !LANGUAGES_OF_FORMS.contains(language)) {
            throw new EdnSyntaxException(
                    reduction.from(),
                    ":reduction in " + language + " must be a string of source text"
                            + (LANGUAGES_OF_FORMS.contains(language) ? " or a form such as (fn [prev next] …)" : "")
                            + ", found " + reduction.kind().words());
        }
        return text.substring(reduction.from(), reduction.to());
    }

    private @Nullable String initial(String language, EdnNode reduction) throws EdnSyntaxException {
        EdnNode value = entries.get("initial-value");
        boolean clojure = language.equals("clojure");
        if (value == null) {
            return clojure ? "nil" : "null";
        }
        if (value.kind() == Kind.STRING && reduction.kind() == Kind.STRING) {
            return value.atom();
        }
        return clojure ? text.substring(value.from(), value.to()) : EdnJson.of(value);
    }
}
