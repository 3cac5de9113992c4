// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a Photon can be asked, as a row of {@link Questions}: what it takes, what its answer looks like, what that
 * costs, and where it is asked at each door. Told from others by being it. Immutable.
 */
public final class Question {

    /** How it is asked over Muon. */
    public enum Carriage {
        /** By a call; its answer fits into a message. */
        CALL,
        /** By a stream whose items are pieces of the answer's text, which may be of any size. */
        PIECES,
        /** By a stream whose items are lines of the answer. */
        ITEMS
    }

    private final Builder made;
    private final List<Param<?>> params;
    private final Set<Param<?>> inPath = new LinkedHashSet<>();

    private Question(Builder made) {
        this.made = made;
        this.params = List.copyOf(made.params);
        for (String segment : made.path == null ? new String[0] : made.path.split("/")) {
            if (segment.startsWith(":")) {
                inPath.add(param(segment.substring(1)));
            }
        }
    }

    private Param<?> param(String name) {
        return params.stream()
                .filter(param -> param.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(made.name + " has no " + name));
    }

    /** Begins a row. */
    static Builder question(String name, Form form, Cost cost) {
        return new Builder(name, form, cost);
    }

    /** Begins to ask it. */
    public Asked ask() {
        return Asked.of(this);
    }

    /** In kebab-case; no other question has it. */
    public String name() {
        return made.name;
    }

    /** What it answers, in a line without a final stop. */
    public String doc() {
        return made.doc;
    }

    public Form form() {
        return made.form;
    }

    public Cost cost() {
        return made.cost;
    }

    /** All of its parameters. */
    public List<Param<?>> params() {
        return params;
    }

    /** The method over HTTP; null when it cannot be asked there. */
    public @Nullable String method() {
        return made.method;
    }

    /** The path over HTTP, in which {@code :name} stands for the value of a parameter. */
    public @Nullable String path() {
        return made.path;
    }

    /** Whether a parameter is a segment of the path. */
    public boolean isInPath(Param<?> param) {
        return inPath.contains(param);
    }

    /** Whether a parameter is one of the query: neither in the path nor in the body, nor for Muon only. */
    public boolean isInQuery(Param<?> param) {
        return params.contains(param) && !inPath.contains(param) && !made.elsewhere.contains(param);
    }

    /** Whether a parameter is a field of the body, when there is one. */
    public boolean isInBody(Param<?> param) {
        return made.elsewhere.contains(param) && !inPath.contains(param);
    }

    /** Whether it needs no identity. */
    public boolean isOpen() {
        return made.open;
    }

    /** Whether its answer may never end, or be quiet for long. */
    public boolean isLive() {
        return made.live;
    }

    /** Whether something may have been done although no answer came. */
    public boolean changes() {
        return !"GET".equals(made.method);
    }

    /** Whether asking twice does what asking once does. */
    public boolean isRepeatable() {
        return !changes() || made.repeatable;
    }

    /** The path over Muon; null when there is none of ours. */
    public @Nullable String muon() {
        return made.muon;
    }

    public Carriage carriage() {
        return made.carriage;
    }

    /** Fields that tell it from others of the same path over Muon. */
    public Map<String, String> fixed() {
        return made.fixed;
    }

    /** Over Muon, where an answer is an object: under this name one that is something else; null for none. */
    public @Nullable String wrapper() {
        return made.wrapper;
    }

    /** Of a LIST the field of an entry to go on after. */
    public @Nullable String key() {
        return made.key;
    }

    /** Completes "event store 'x' cannot be asked …". */
    public String words() {
        return made.words != null ? made.words : "the question '" + made.name + "'";
    }

    @Override
    public String toString() {
        return made.name;
    }

    /** A row that is being written. */
    static final class Builder {
        private final String name;
        private final Form form;
        private final Cost cost;
        private final Set<Param<?>> params = new LinkedHashSet<>();
        private final Set<Param<?>> elsewhere = new LinkedHashSet<>();
        private String doc = "";
        private @Nullable String method;
        private @Nullable String path;
        private @Nullable String muon;
        private Carriage carriage = Carriage.CALL;
        private Map<String, String> fixed = Map.of();
        private boolean open;
        private boolean live;
        private boolean repeatable;
        private @Nullable String wrapper;
        private @Nullable String key;
        private @Nullable String words;

        private Builder(String name, Form form, Cost cost) {
            this.name = name;
            this.form = form;
            this.cost = cost;
        }

        Builder takes(Param<?>... some) {
            params.addAll(List.of(some));
            return this;
        }

        /** Those that over HTTP are in the body, or are not asked for there. */
        Builder takesElsewhere(Param<?>... some) {
            elsewhere.addAll(List.of(some));
            return takes(some);
        }

        Builder at(String itsMethod, String itsPath) {
            method = itsMethod;
            path = itsPath;
            return this;
        }

        Builder call(String itsPath) {
            muon = itsPath;
            return this;
        }

        Builder stream(String itsPath, Carriage way) {
            muon = itsPath;
            carriage = way;
            return this;
        }

        Builder with(String field, String value) {
            fixed = new LinkedHashMap<>(fixed);
            fixed.put(field, value);
            return this;
        }

        Builder open() {
            open = true;
            return this;
        }

        Builder live() {
            live = true;
            return this;
        }

        Builder repeatable() {
            repeatable = true;
            return this;
        }

        Builder wrappedAs(String name) {
            wrapper = name;
            return this;
        }

        Builder keyedBy(String field) {
            key = field;
            return this;
        }

        Builder words(String text) {
            words = text;
            return this;
        }

        /** The last thing to say. */
        Question answers(String what) {
            doc = what;
            return new Question(this);
        }
    }
}
