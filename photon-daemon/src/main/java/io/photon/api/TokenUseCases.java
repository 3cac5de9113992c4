// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.Question;
import io.photon.question.TokenQuestions;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.Permission;
import io.photon.security.token.Application;
import io.photon.security.token.Applications;
import io.photon.security.token.Bounds;
import io.photon.security.token.NamedToken;
import io.photon.security.token.Tokens;
import io.photon.text.Utf8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and applications: each user has their own, and who manages users manages everybody's. What was handed out at a login
 * hands out nothing more.
 */
final class TokenUseCases {

    private static final Access OTHERS = Access.secret("manage tokens and applications of others");

    private final AuthApi auth;
    private final Tokens tokens;

    TokenUseCases(AuthApi auth) {
        this.auth = auth;
        this.tokens = auth.tokens();
    }

    void fill(UseCases table) {
        known(table, TokenQuestions.TOKEN, (caller, asked) -> later(auth.issue(caller)));
        known(table, TokenQuestions.TOKEN_CREATE, this::createToken);
        known(
                table,
                TokenQuestions.TOKENS,
                (caller, asked) -> owner(caller, asked)
                        .map(owner -> page("tokens", tokens.signed().list(owner.orNull()), TokenUseCases::json)));
        known(
                table,
                TokenQuestions.TOKEN_SHOW,
                (caller, asked) -> any(caller)
                        .then(owner -> tokens.signed().find(owner.orNull(), asked.get(Params.TOKEN_ID)))
                        .map(token -> new Answer.Json(json(token))));
        known(
                table,
                TokenQuestions.TOKEN_REVOKE,
                (caller, asked) -> any(caller)
                        .map(owner -> Answer.Later.correct(
                                tokens.signed().revoke(owner.orNull(), asked.get(Params.TOKEN_ID), author(caller)))));
        known(table, TokenQuestions.TOKENS_REVOKE, this::revoke);
        known(table, TokenQuestions.APP_CREATE, this::createApp);
        known(
                table,
                TokenQuestions.APPS,
                (caller, asked) -> owner(caller, asked)
                        .map(owner ->
                                page("applications", tokens.applications().list(owner.orNull()), TokenUseCases::json)));
        known(
                table,
                TokenQuestions.APP_SHOW,
                (caller, asked) -> any(caller)
                        .then(owner -> tokens.applications().find(owner.orNull(), asked.get(Params.CLIENT_ID)))
                        .map(app -> new Answer.Json(json(app))));
        known(
                table,
                TokenQuestions.APP_ROTATE,
                (caller, asked) -> auth.owner(caller)
                        .then(login -> any(caller))
                        .map(owner -> created(tokens.applications()
                                .rotate(owner.orNull(), asked.get(Params.CLIENT_ID), author(caller)))));
        known(
                table,
                TokenQuestions.APP_DELETE,
                (caller, asked) -> any(caller)
                        .map(owner -> Answer.Later.correct(tokens.applications()
                                .delete(owner.orNull(), asked.get(Params.CLIENT_ID), author(caller)))));
    }

    private static void known(UseCases table, Question question, UseCase.Function function) {
        table.add(question, Access.KNOWN, function);
    }

    /** Whose things are meant: one user's, or everybody's. */
    private record Owner(@Nullable String name) {
        @Nullable String orNull() {
            return name;
        }
    }

    /** Those that a caller may touch by their id. */
    private Result<Owner> any(Caller caller) {
        return auth.holder(caller).map(name -> new Owner(caller.may(Permission.SECURITY) ? null : name));
    }

    /** Those that are listed: of the user that is asked for; without one all that the caller may see. */
    private Result<Owner> owner(Caller caller, Asked asked) {
        String wanted = asked.orNull(Params.USERNAME);
        return wanted == null
                ? any(caller)
                : forUser(caller, auth.holder(caller), wanted).map(Owner::new);
    }

    private static Result<String> forUser(Caller caller, Result<String> self, @Nullable String wanted) {
        return self.then(name -> wanted == null || wanted.equals(name)
                ? Result.ok(name)
                : OTHERS.check(caller).map(allowed -> wanted));
    }

    private Result<Answer> createToken(Caller caller, Asked asked) {
        return forUser(caller, auth.owner(caller), asked.orNull(Params.USERNAME))
                .then(user -> bounds(asked)
                        .map(bounds -> new Answer.Later(tokens.signed()
                                .create(user, asked.or(Params.LABEL, ""), life(asked), bounds, author(caller))
                                .thenApply(done -> done.map(issued -> new JsonWriter(1_024)
                                        .object()
                                        .field("id", issued.id())
                                        .field("username", issued.identity().name())
                                        .field("name", asked.or(Params.LABEL, ""))
                                        .field("token", issued.access())
                                        .field("until", issued.untilMs())
                                        .endObject()
                                        .bytes())))));
    }

    private static @Nullable Duration life(Asked asked) {
        Long seconds = asked.orNull(Params.LIFE);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static Result<Bounds> bounds(Asked asked) {
        return Bounds.read(asked.or(Params.ROLES, ""), asked.or(Params.OF_STREAMS, ""));
    }

    /** One that is shown, or all of a user, with the sessions and simple tokens. */
    private Result<Answer> revoke(Caller caller, Asked asked) {
        String shown = asked.orNull(Params.SHOWN_TOKEN);
        if (shown != null) {
            return Result.ok(Answer.Later.correct(tokens.signed().revokeShown(shown, author(caller))));
        }
        return forUser(caller, auth.holder(caller), asked.orNull(Params.USERNAME))
                .map(user -> {
                    return Answer.Later.correct(
                            tokens.signed().revokeAll(user, author(caller)).thenApply(revoked -> {
                                if (revoked.isOk()) {
                                    tokens.endTickets(user);
                                }
                                return revoked;
                            }));
                });
    }

    private Result<Answer> createApp(Caller caller, Asked asked) {
        return forUser(caller, auth.owner(caller), asked.orNull(Params.USERNAME))
                .then(user -> bounds(asked)
                        .map(bounds -> created(tokens.applications()
                                .create(
                                        user,
                                        asked.get(Params.LABEL),
                                        asked.or(Params.DESCRIPTION, ""),
                                        asked.or(Params.WEBSITE, ""),
                                        bounds,
                                        author(caller)))));
    }

    private static Answer created(CompletableFuture<Result<Applications.Created>> created) {
        return new Answer.Later(created.thenApply(done -> done.map(shown -> new JsonWriter(256)
                .object()
                .field("client-id", shown.app().clientId())
                .field("client-secret", shown.clientSecret())
                .endObject()
                .bytes())));
    }

    private static Result<Answer> later(CompletableFuture<Result<byte[]>> json) {
        return Result.ok(new Answer.Later(json));
    }

    private static Author author(Caller caller) {
        return new Author(caller.name(), caller.address() + " over " + caller.way());
    }

    private static <T> Answer page(String list, List<T> all, Function<T, byte[]> json) {
        Iterator<T> rest = all.iterator();
        return new Answer.Page(list, true, most -> {
            List<String> next = new ArrayList<>();
            while (next.size() < most && rest.hasNext()) {
                next.add(Utf8.text(json.apply(rest.next())));
            }
            return Result.ok(next);
        });
    }

    private static byte[] json(NamedToken token) {
        JsonWriter json = new JsonWriter(256)
                .object()
                .field("id", token.id())
                .field("username", token.user())
                .field("name", token.name());
        return ended(
                bounded(json, token.bounds())
                        .field("created", token.createdMs())
                        .field("created-by", token.createdBy())
                        .field("until", token.untilMs()),
                token.usedMs());
    }

    private static byte[] json(Application app) {
        JsonWriter json = new JsonWriter(512)
                .object()
                .field("client-id", app.clientId())
                .field("username", app.user())
                .field("name", app.name())
                .field("description", app.description())
                .field("website", app.website());
        return ended(
                bounded(json, app.bounds())
                        .field("created", app.createdMs())
                        .field("created-by", app.createdBy())
                        .field("secret-since", app.secretMs()),
                app.usedMs());
    }

    private static JsonWriter bounded(JsonWriter json, Bounds bounds) {
        return bounds.isNone() ? json : json.field("roles", bounds.words()).field("streams", bounds.streams());
    }

    private static byte[] ended(JsonWriter json, long usedMs) {
        return (usedMs == 0 ? json : json.field("last-used", usedMs))
                .endObject()
                .bytes();
    }
}
