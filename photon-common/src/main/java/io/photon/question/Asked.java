// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A question with its values. Immutable. */
public final class Asked {

    private final Question question;
    private final Map<Param<?>, Object> values;

    private Asked(Question question, Map<Param<?>, Object> values) {
        this.question = question;
        this.values = values;
    }

    static Asked of(Question question) {
        return new Asked(question, Map.of());
    }

    /** How a door has a question. */
    public interface Source {
        /** The text of a parameter, or null when nothing was said. */
        @Nullable String text(Param<?> param);

        /** The value of a text. */
        <T> Result<T> read(Param<T> param, String text);

        /** What to say when one that is required was not given. */
        Failure missing(Param<?> param);
    }

    /** Reads the values of a question; BAD_INPUT when they are no values, or one is missing. */
    public static Result<Asked> read(Question question, Source source) {
        Map<Param<?>, Object> values = new LinkedHashMap<>();
        for (Param<?> param : question.params()) {
            String text = source.text(param);
            if (text != null) {
                Result<?> value = source.read(param, text);
                if (!value.isOk()) {
                    return Result.err(value.failure());
                }
                values.put(param, value.value());
            } else if (param.isRequired()) {
                return Result.err(source.missing(param));
            }
        }
        return Result.ok(new Asked(question, values));
    }

    /** One value more, or in the place of another. @param value null takes it out */
    public <T> Asked with(Param<T> param, @Nullable T value) {
        if (!question.params().contains(param)) {
            throw new IllegalArgumentException(question + " has no " + param);
        }
        Map<Param<?>, Object> more = new LinkedHashMap<>(values);
        if (value == null) {
            more.remove(param);
        } else {
            more.put(param, value);
        }
        return new Asked(question, more);
    }

    public Question question() {
        return question;
    }

    /** A value that the question requires, so that it is there. */
    public <T> T get(Param<T> param) {
        return Objects.requireNonNull(orNull(param), () -> question + " lacks " + param);
    }

    /** A value, or null when nothing was said. */
    @SuppressWarnings("unchecked") // only with(Param<T>, T) and the reader of a Param<T> put it there
    public <T> @Nullable T orNull(Param<T> param) {
        return (T) values.get(param);
    }

    /** A value, or another when nothing was said. */
    public <T> T or(Param<T> param, T otherwise) {
        T value = orNull(param);
        return value == null ? otherwise : value;
    }

    /** Whether a flag says yes. */
    public boolean is(Param<Boolean> flag) {
        return or(flag, false);
    }

    /** A value as a text that {@link Param#read} reads; null when nothing was said. */
    public @Nullable String text(Param<?> param) {
        Object value = values.get(param);
        return value == null ? null : value.toString();
    }

    @Override
    public String toString() {
        return question + " " + values;
    }
}
