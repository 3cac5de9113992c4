// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.result.Result;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks over one client as long as it answers, then over a new one: the daemon may be another one by then, with another
 * token. One thread at a time.
 */
final class Asker {

    private final Supplier<Result<AskedDaemon>> sources;
    private @Nullable AskedDaemon source;

    Asker(Supplier<Result<AskedDaemon>> sources) {
        this.sources = sources;
    }

    synchronized <T> Result<T> ask(Function<AskedDaemon, Result<T>> question) {
        if (source == null) {
            Result<AskedDaemon> opened = sources.get();
            if (opened instanceof Result.Err<AskedDaemon> err) {
                return Result.err(err.failure());
            }
            source = opened.value();
        }
        Result<T> answer = question.apply(source);
        if (answer instanceof Result.Err<T> err && isOver(err)) {
            source.close();
            source = null;
        }
        return answer;
    }

    private static boolean isOver(Result.Err<?> err) {
        return switch (err.failure().kind()) {
            case NOT_AUTHENTICATED, DENIED, UNREACHABLE, TIMED_OUT -> true;
            default -> false;
        };
    }
}
