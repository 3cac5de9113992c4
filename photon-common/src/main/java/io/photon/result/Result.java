package io.photon.result;

import java.util.function.Function;

/**
 * A value, or the reason why there is none. Immutable when {@code T} is.
 *
 * @param <T> the value's type
 */
public sealed interface Result<T> {

    /** It worked. */
    record Ok<T>(T value) implements Result<T> {}

    /** It did not, and this is why. */
    record Err<T>(Failure failure) implements Result<T> {}

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> err(Failure failure) {
        return new Err<>(failure);
    }

    static <T> Result<T> err(Failure.Kind kind, String message, String hint) {
        return new Err<>(new Failure(kind, message, hint));
    }

    /** Applies {@code next} to the value; a failure passes through. */
    default <R> Result<R> then(Function<? super T, Result<R>> next) {
        if (this instanceof Ok<T> ok) {
            return next.apply(ok.value());
        }
        return new Err<>(((Err<T>) this).failure());
    }
}
