// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.codec.JsonWriter;
import io.photon.event.EventDraft;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.PasswordHash;
import io.photon.security.SecurityLog;
import org.jspecify.annotations.Nullable;

/** Changes of applications and tokens as events of {@code __security__}; {@link TokenLedger} folds them. */
final class TokenEvents {

    static final String CREATE_APP = "create-app";
    static final String ROTATE_APP = "rotate-app";
    static final String DELETE_APP = "delete-app";
    static final String USE_APP = "use-app";
    static final String CREATE_TOKEN = "create-token";
    static final String REVOKE_TOKEN = "revoke-token";
    static final String REVOKE_TOKENS = "revoke-tokens";
    static final String USE_TOKEN = "use-token";
    static final String REFRESH_TOKEN = "refresh-token";
    static final String NAME_STORE = "name-store";

    static final String USER = "username";
    static final String CLIENT_ID = "client-id";
    static final String SECRET_HASH = "secret-hash";
    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String WEBSITE = "website";
    static final String ROLES = "roles";
    static final String STREAMS = "streams";
    static final String TOKEN_ID = "token-id";
    static final String UNTIL = "until";
    static final String TURN = "turn";
    static final String STORE_ID = "store-id";
    static final String BY = "by";

    private TokenEvents() {}

    static Result<EventDraft> created(Application app, Author by) {
        JsonWriter json = of(app.user(), by)
                .field(CLIENT_ID, app.clientId())
                .field(NAME, app.name())
                .field(DESCRIPTION, app.description())
                .field(WEBSITE, app.website());
        return SecurityLog.draft(CREATE_APP, hashed(bounded(json, app.bounds()), app.secret()));
    }

    static Result<EventDraft> rotated(Application app, PasswordHash secret, Author by) {
        return SecurityLog.draft(ROTATE_APP, hashed(of(app.user(), by).field(CLIENT_ID, app.clientId()), secret));
    }

    static Result<EventDraft> deleted(Application app, Author by) {
        return SecurityLog.draft(DELETE_APP, of(app.user(), by).field(CLIENT_ID, app.clientId()));
    }

    static Result<EventDraft> used(Application app) {
        return SecurityLog.draft(USE_APP, of(app.user()).field(CLIENT_ID, app.clientId()));
    }

    static Result<EventDraft> created(NamedToken token, Author by) {
        return SecurityLog.draft(
                CREATE_TOKEN,
                bounded(
                        of(token.user(), by)
                                .field(TOKEN_ID, token.id())
                                .field(NAME, token.name())
                                .field(UNTIL, token.untilMs()),
                        token.bounds()));
    }

    /** @param id of a token or a family @param untilMs when it would have expired */
    static Result<EventDraft> revoked(String user, String id, long untilMs, Author by) {
        return SecurityLog.draft(REVOKE_TOKEN, of(user, by).field(TOKEN_ID, id).field(UNTIL, untilMs));
    }

    static Result<EventDraft> allRevoked(String user, Author by) {
        return SecurityLog.draft(REVOKE_TOKENS, of(user, by));
    }

    static Result<EventDraft> used(NamedToken token) {
        return SecurityLog.draft(USE_TOKEN, of(token.user()).field(TOKEN_ID, token.id()));
    }

    static Result<EventDraft> refreshed(Claims used) {
        return SecurityLog.draft(
                REFRESH_TOKEN,
                of(used.user())
                        .field(TOKEN_ID, used.family())
                        .field(TURN, used.turn() + 1)
                        .field(UNTIL, used.untilMs()));
    }

    static Result<EventDraft> named(String storeId) {
        return SecurityLog.draft(NAME_STORE, new JsonWriter(64).object().field(STORE_ID, storeId));
    }

    private static JsonWriter of(String user) {
        return new JsonWriter(512).object().field(USER, user);
    }

    private static JsonWriter of(String user, Author by) {
        return of(user).field(BY, by.name()).field("from", by.from());
    }

    private static JsonWriter hashed(JsonWriter json, @Nullable PasswordHash secret) {
        return secret == null ? json : json.field(SECRET_HASH, secret.toString());
    }

    private static JsonWriter bounded(JsonWriter json, Bounds bounds) {
        return bounds.isNone() ? json : json.field(ROLES, bounds.words()).field(STREAMS, bounds.streams());
    }
}
