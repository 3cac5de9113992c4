// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.photon.api.AuthApi;
import io.photon.door.http.wire.call.Call;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Whether a change that comes with a session's cookie was asked by a page that knows the session's CSRF token. */
final class SessionCheck {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private SessionCheck() {}

    static Optional<Failure> refuseForged(Call call, String session, AuthApi auth) {
        if (SAFE.contains(call.exchange().getRequestMethod().toString())) {
            return Optional.empty();
        }
        String shown = call.exchange().getRequestHeaders().getFirst(Call.CSRF_TOKEN);
        boolean right = shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8),
                        auth.csrf(session).getBytes(StandardCharsets.UTF_8));
        return right
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.DENIED,
                        "the change came with the cookie of a session, and without its CSRF token",
                        "send the csrf-token of /auth/login or /auth/session as X-CSRF-Token"));
    }
}
