// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Takes answers apart in tests: what was not expected says itself what it was. */
public final class Results {

    private static final long WAIT_SECONDS = 30;

    private Results() {}

    public static <T> T ok(Result<T> result) {
        if (result instanceof Result.Ok<T> ok) {
            return ok.value();
        }
        throw new AssertionError(((Result.Err<T>) result).failure().toString());
    }

    public static Failure failure(Result<?> result) {
        if (result instanceof Result.Err<?> err) {
            return err.failure();
        }
        throw new AssertionError("worked, though it must not: " + result);
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer in " + WAIT_SECONDS + " s", e);
        }
    }
}
