// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.Question;
import io.photon.question.UserQuestions;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Account;
import io.photon.security.Accounts;
import io.photon.security.Author;
import io.photon.security.Grant;
import io.photon.security.Role;
import io.photon.security.UserChanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Questions about users and what they may do. */
final class UserUseCases {

    private final PhotonApi api;
    private final Accounts accounts;
    private final UserChanges changes;

    UserUseCases(PhotonApi api) {
        this.api = api;
        this.accounts = api.accounts();
        this.changes = api.users();
    }

    void fill(UseCases table) {
        table.add(
                        UserQuestions.WHO_AM_I,
                        Access.KNOWN,
                        (caller, asked) -> json(WhoAmI.json(caller, accounts, System.currentTimeMillis())))
                .add(UserQuestions.USERS, Access.USERS, this::list)
                .add(UserQuestions.USER_SHOW, Access.USERS, this::show)
                .add(UserQuestions.USER_CREATE, Access.USERS, this::create)
                .add(UserQuestions.USER_PASSWORD, Access.KNOWN, this::setPassword)
                .add(UserQuestions.GRANTS, Access.USERS, this::grants)
                .add(UserQuestions.GRANT_ADD, Access.USERS, this::grant);
        changing(table, UserQuestions.USER_DISABLE, (user, asked, by) -> changes.setEnabled(user, false, by));
        changing(table, UserQuestions.USER_ENABLE, (user, asked, by) -> changes.setEnabled(user, true, by));
        changing(table, UserQuestions.USER_DELETE, (user, asked, by) -> changes.delete(user, by));
        changing(
                table,
                UserQuestions.GRANT_REVOKE,
                (user, asked, by) -> changes.revoke(user, asked.get(Params.GRANT_ID), by));
    }

    /** A change of one user. */
    private interface Change {
        CompletableFuture<Result<Long>> of(String user, Asked asked, Author by);
    }

    private void changing(UseCases table, Question question, Change change) {
        table.add(
                question,
                Access.USERS,
                (caller, asked) -> correct(change.of(asked.get(Params.USER), asked, author(caller))));
    }

    private static Author author(Caller caller) {
        return new Author(
                caller.name(), caller.address().isEmpty() ? caller.way() : caller.address() + " over " + caller.way());
    }

    private static Result<Answer> correct(CompletableFuture<Result<Long>> change) {
        return Result.ok(Answer.Later.correct(change));
    }

    private static Result<Answer> json(byte[] json) {
        return Result.ok(new Answer.Json(json));
    }

    private static Answer page(String name, Iterator<String> entries) {
        return new Answer.Page(name, true, most -> {
            List<String> next = new ArrayList<>();
            while (next.size() < most && entries.hasNext()) {
                next.add(entries.next());
            }
            return Result.ok(next);
        });
    }

    private Result<Answer> list(Caller caller, Asked asked) {
        String after = asked.or(Params.AFTER_NAME, "");
        return Result.ok(page(
                "users",
                accounts.all().stream()
                        .filter(each -> each.name().compareTo(after) > 0)
                        .map(each -> json(new JsonWriter(256).object(), each)
                                .endObject()
                                .text())
                        .iterator()));
    }

    private Result<Account> find(String name) {
        return accounts.find(name)
                .map(Result::ok)
                .orElseGet(() -> Result.err(
                        Failure.Kind.NOT_FOUND,
                        "there is no user '" + Excerpt.of(name) + "'",
                        "list them with: photon user list"));
    }

    private Result<Answer> show(Caller caller, Asked asked) {
        return find(asked.get(Params.USER)).map(account -> {
            JsonWriter json =
                    json(new JsonWriter(512).object(), account).field("granted").array();
            account.grants()
                    .forEach(grant -> GrantJson.write(json.object(), grant).endObject());
            return new Answer.Json(json.endArray().endObject().bytes());
        });
    }

    private static JsonWriter json(JsonWriter json, Account account) {
        json.field("username", account.name())
                .field("enabled", account.enabled())
                .field("has-password", account.password() != null)
                .field("grants", account.grants().size())
                .field("created", account.createdMs())
                .field("created-by", account.createdBy());
        return account.password() == null ? json : json.field("password-set", account.passwordMs());
    }

    private Result<Answer> create(Caller caller, Asked asked) {
        return correct(changes.create(asked.get(Params.USER), asked.orNull(Params.FIRST_PASSWORD), author(caller)));
    }

    /** By those who manage users, or by the user with the present password. */
    private Result<Answer> setPassword(Caller caller, Asked asked) {
        String user = asked.get(Params.USER);
        String present = asked.orNull(Params.PRESENT_PASSWORD);
        String password = asked.get(Params.NEW_PASSWORD);
        if (present == null) {
            return Access.USERS
                    .check(caller)
                    .then(allowed -> correct(changes.setPassword(user, password, author(caller))));
        }
        return user.equals(caller.identity().account())
                ? correct(api.again(
                        caller, user, present, () -> changes.setOwnPassword(user, present, password, author(caller))))
                : Access.USERS
                        .check(caller)
                        .then(allowed -> Result.err(
                                Failure.Kind.BAD_INPUT,
                                "present-password is for one's own password",
                                "leave it out to set another user's"));
    }

    /** A grant in a list of several users'. */
    private record Granted(String user, Grant grant) {
        String json() {
            return GrantJson.write(new JsonWriter(256).object().field("username", user), grant)
                    .endObject()
                    .text();
        }
    }

    /** In the order of their ids, so that a list can be read piece by piece. */
    private Result<Answer> grants(Caller caller, Asked asked) {
        String user = asked.orNull(Params.OF_USER);
        String after = asked.or(Params.AFTER_NAME, "");
        Result<List<Account>> some =
                user == null ? Result.ok(accounts.all()) : find(user).map(List::of);
        return some.map(all -> page(
                "grants",
                all.stream()
                        .flatMap(account -> account.grants().stream().map(grant -> new Granted(account.name(), grant)))
                        .filter(each -> each.grant().id().compareTo(after) > 0)
                        .sorted(Comparator.comparing(each -> each.grant().id()))
                        .map(Granted::json)
                        .iterator()));
    }

    private Result<Answer> grant(Caller caller, Asked asked) {
        return roles(asked.get(Params.GRANTED_ROLES))
                .then(roles -> until(asked.orNull(Params.GRANTED_UNTIL)).map(until -> {
                    String everything = roles.contains(Role.ADMIN) ? Grant.EVERYTHING : "";
                    String streams = asked.or(Params.GRANTED_STREAMS, everything);
                    return new Answer.Later(changes.grant(asked.get(Params.USER), roles, streams, until, author(caller))
                            .thenApply(done -> done.map(UserUseCases::added)));
                }));
    }

    private static byte[] added(Grant grant) {
        return new JsonWriter(64)
                .object()
                .field("correct", true)
                .field("grant-id", grant.id())
                .endObject()
                .bytes();
    }

    private static Result<Set<Role>> roles(String words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : Stream.of(words.split(",")).map(String::strip).toList()) {
            if (Role.of(word).isEmpty()) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        "there is no role '" + Excerpt.of(word) + "'",
                        "use one or more of " + Role.words());
            }
            roles.add(Role.of(word).get());
        }
        return Result.ok(roles);
    }

    private static Result<Long> until(@Nullable String text) {
        return text == null
                ? Result.ok(Grant.FOREVER)
                : Positions.read("until", text)
                        .then(bound -> bound.isTime()
                                ? Result.ok(bound.value())
                                : Result.err(
                                        Failure.Kind.BAD_INPUT,
                                        "until is an order-id",
                                        "give a time such as 2026-12-04T18:00:00+01:00"));
    }
}
