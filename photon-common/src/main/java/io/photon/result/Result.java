// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value, or the reason why there is none. Immutable when {@code T} is.
 *
 * @param <T> the value's type
 */
public sealed interface Result<T> {

    /** It worked. */
    record Ok<T>(T value) implements Result<T> {
        @Override
        public Failure failure() {
            throw new IllegalStateException("it has not failed");
        }
    }

    /** It did not, and this is why. */
    record Err<T>(Failure failure) implements Result<T> {
        @Override
        public T value() {
            throw new IllegalStateException("it has failed: " + failure.message());
        }
    }

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> err(Failure failure) {
        return new Err<>(failure);
    }

    static <T> Result<T> err(Failure.Kind kind, String message, @Nullable String hint) {
        return new Err<>(new Failure(kind, message, hint));
    }

    /** The value, of one that is known to be {@link Ok}. @throws IllegalStateException for an {@link Err} */
    T value();

    /** Why there is none, of one that is known to be {@link Err}. @throws IllegalStateException for an {@link Ok} */
    Failure failure();

    /** Whether there is a value. */
    default boolean isOk() {
        return this instanceof Ok<T>;
    }

    /** Applies {@code next} to the value; a failure passes through. */
    default <R> Result<R> then(Function<? super T, Result<R>> next) {
        return isOk() ? next.apply(value()) : new Err<>(failure());
    }

    /** The same where {@code next} cannot fail. */
    default <R> Result<R> map(Function<? super T, ? extends R> next) {
        return isOk() ? new Ok<>(next.apply(value())) : new Err<>(failure());
    }

    /** Makes one thing of either. */
    default <R> R fold(Function<? super T, ? extends R> ifOk, Function<? super Failure, ? extends R> ifErr) {
        return isOk() ? ifOk.apply(value()) : ifErr.apply(failure());
    }

    /** The value, or another in the place of a failure. @param otherwise may be null */
    default T orElse(T otherwise) {
        return isOk() ? value() : otherwise;
    }
}
