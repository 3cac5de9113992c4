// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.door.http.wire.call.Call;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks names with their secrets: no thread waits, neither for a turn nor for a hash. Thread-safe. */
public final class PasswordLogin {

    private final PhotonApi api;

    public PasswordLogin(PhotonApi api) {
        this.api = api;
    }

    /** Who has this name and password? Tells it on the I/O thread. */
    public void login(Call call, String user, String password, Consumer<Result<Caller>> then) {
        Origin origin = RequestOrigin.of(call.exchange());
        inTurn(call, user, password, () -> api.login(origin, user, password), then);
    }

    /** Who has this {@code user:password}, base64? */
    void basic(Call call, String encoded, Consumer<Result<Caller>> then) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            pair = ""; // not base64, so no user
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            then.accept(api.anonymous(RequestOrigin.of(call.exchange())));
        } else {
            login(call, pair.substring(0, colon), pair.substring(colon + 1), then);
        }
    }

    /** Which application has this id and secret? Null is what was not given. */
    void application(Call call, @Nullable String id, @Nullable String secret, Consumer<Result<Caller>> then) {
        Origin origin = RequestOrigin.of(call.exchange());
        if (id == null || secret == null) {
            then.accept(api.anonymous(origin));
        } else {
            inTurn(call, id, secret, () -> api.auth().byApplication(origin, id, secret), then);
        }
    }

    /** At once as a rule, later while secrets are being guessed. */
    private void inTurn(
            Call call,
            String name,
            String secret,
            Supplier<CompletableFuture<Result<Caller>>> login,
            Consumer<Result<Caller>> then) {
        Result<Long> turn = api.loginTurn(RequestOrigin.of(call.exchange()), name, secret);
        if (turn instanceof Result.Err<Long> err) {
            then.accept(Result.err(err.failure()));
            return;
        }
        Runnable check = () -> login.get().thenAccept(known -> call.onIo(() -> call.guarded(() -> then.accept(known))));
        long wait = turn.value();
        if (wait == 0) {
            check.run();
        } else {
            call.after(wait, () -> call.guarded(() -> check.run()));
        }
    }
}
