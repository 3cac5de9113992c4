// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.AuthApi;
import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.codec.JsonWriter;
import io.photon.door.http.identity.HttpAuthentication;
import io.photon.door.http.identity.PasswordLogin;
import io.photon.door.http.identity.SessionCookie;
import io.photon.door.http.wire.call.Call;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and what else needs a cookie or no identity: {@code /auth/login}, {@code /auth/logout}, {@code /auth/session},
 * {@code /auth/refresh}.
 */
public final class SessionEndpoints {

    private static final byte[] LOGGED_OUT = Utf8.bytes("{\"logged-out\":true}");
    private static final byte[] NOBODY = Utf8.bytes("{\"logged-in\":false}");

    private final AuthApi auth;
    private final HttpAuthentication authentication;
    private final PasswordLogin passwords;
    private final String cookiePath;

    /** @param cookiePath below which browsers send the cookie */
    public SessionEndpoints(PhotonApi api, HttpAuthentication authentication, String cookiePath) {
        this.auth = api.auth();
        this.authentication = authentication;
        this.passwords = new PasswordLogin(api);
        this.cookiePath = cookiePath;
    }

    /** GET {@code /auth/login}: a session for a caller who has logged in. */
    public void login(Call call) {
        begin(call, call.caller());
    }

    /** POST {@code /auth/login}: the same by a name and a password in the body. */
    public void loginByForm(Call call, Asked asked) {
        String user = asked.or(Params.USERNAME, "");
        String password = asked.or(Params.PASSWORD, "");
        if (user.isEmpty() || password.isEmpty()) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    (user.isEmpty() ? "username" : "password") + " is missing",
                    "send username and password"));
            return;
        }
        passwords.login(call, user, password, known -> {
            if (known.isOk()) {
                begin(call, known.value());
            } else {
                call.answer(known.failure());
            }
        });
    }

    /** A new id at each login: one that someone slipped into the browser before is worth nothing. */
    private void begin(Call call, Caller caller) {
        if (AuthApi.isInSession(
                caller)) { // a page of another port can have a browser ask this: it must not end anything
            call.answer(200, loggedIn(caller, SessionCookie.of(call.exchange()).orElse(null)));
            return;
        }
        Result<String> opened = auth.openSession(caller);
        if (!opened.isOk()) {
            call.answer(opened.failure());
            return;
        }
        SessionCookie.of(call.exchange()).ifPresent(auth::closeSession);
        String id = opened.value();
        SessionCookie.set(call.exchange(), id, cookiePath);
        call.answer(200, loggedIn(caller, id));
    }

    private byte[] loggedIn(Caller caller, @Nullable String session) {
        JsonWriter json = new JsonWriter(256).object().field("logged-in", true);
        AuthApi.describe(caller, json);
        return (session == null ? json : json.field("csrf-token", auth.csrf(session)))
                .endObject()
                .bytes();
    }

    /** Ends the session of the cookie, if there is one. */
    public void logout(Call call) {
        SessionCookie.of(call.exchange()).ifPresent(auth::closeSession);
        SessionCookie.clear(call.exchange(), cookiePath);
        call.answer(200, LOGGED_OUT);
    }

    /** Who is logged in, be it no one, and the CSRF token of a session. */
    public void session(Call call) {
        authentication.identify(call, known -> {
            if (known.isOk()) {
                String id = SessionCookie.of(call.exchange())
                        .filter(session -> authentication.isBySession(call))
                        .orElse(null);
                call.answer(200, loggedIn(known.value(), id));
            } else if (known.failure().kind() == Failure.Kind.NOT_AUTHENTICATED) {
                call.answer(200, NOBODY);
            } else {
                call.answer(known.failure());
            }
        });
    }

    /** POST {@code /auth/refresh}: new tokens for a refresh token. */
    public void refresh(Call call, Asked asked) {
        call.handOver();
        auth.refresh(authentication.origin(call), asked.get(Params.REFRESH_TOKEN))
                .thenAccept(call::answer);
    }
}
