// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.result.Result;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of users as events of {@code __security__}, and back. */
final class AccountEvents {

    private static final String CREATE = "create-user";
    private static final String PASSWORD = "set-password";
    private static final String DISABLE = "disable-user";
    private static final String ENABLE = "enable-user";
    private static final String DELETE = "delete-user";
    private static final String ADD_GRANT = "add-grant";
    private static final String REVOKE_GRANT = "revoke-grant";

    private static final String USER_NAME = "username";
    private static final String PASSWORD_HASH = "password-hash";
    private static final String GRANT_ID = "grant-id";
    private static final String ROLES = "roles";
    private static final String STREAMS = "streams";
    private static final String UNTIL = "until";
    private static final String BY = "by";

    private AccountEvents() {}

    /**
     * What an event does to a user.
     *
     * @param then from what the user was, null for none, to what it is
     */
    record Change(String user, UnaryOperator<@Nullable Account> then) {}

    static Result<EventDraft> created(String user, @Nullable PasswordHash password, Author by) {
        return SecurityLog.draft(CREATE, hashed(payload(user, by), password));
    }

    static Result<EventDraft> passwordSet(String user, PasswordHash password, Author by) {
        return SecurityLog.draft(PASSWORD, hashed(payload(user, by), password));
    }

    static Result<EventDraft> enabled(String user, boolean isEnabled, Author by) {
        return SecurityLog.draft(isEnabled ? ENABLE : DISABLE, payload(user, by));
    }

    static Result<EventDraft> deleted(String user, Author by) {
        return SecurityLog.draft(DELETE, payload(user, by));
    }

    static Result<EventDraft> added(String user, Grant grant, Author by) {
        JsonWriter json =
                payload(user, by).field(GRANT_ID, grant.id()).field(ROLES).array();
        grant.roles().stream().sorted().forEach(role -> json.value(role.word()));
        json.endArray().field(STREAMS, grant.streams());
        if (grant.untilMs() != Grant.FOREVER) {
            json.field(UNTIL, grant.untilMs());
        }
        return SecurityLog.draft(ADD_GRANT, json);
    }

    static Result<EventDraft> revoked(String user, String grantId, Author by) {
        return SecurityLog.draft(REVOKE_GRANT, payload(user, by).field(GRANT_ID, grantId));
    }

    private static JsonWriter payload(String user, Author by) {
        return new JsonWriter(256)
                .object()
                .field(USER_NAME, user)
                .field(BY, by.name())
                .field("from", by.from());
    }

    private static JsonWriter hashed(JsonWriter payload, @Nullable PasswordHash password) {
        return password == null ? payload : payload.field(PASSWORD_HASH, password.toString());
    }

    /** Empty for what is no business of users, or cannot be understood. */
    static Optional<Change> read(Event event) {
        try {
            JsonNode payload = JsonTree.payload(event);
            String user = payload.path(USER_NAME).asText("");
            UnaryOperator<@Nullable Account> then = user.isEmpty() ? null : then(event, user, payload);
            return then == null ? Optional.empty() : Optional.of(new Change(user, then));
        } catch (IOException e) {
            return Optional.empty(); // a line that is no JSON records nothing
        }
    }

    private static @Nullable UnaryOperator<@Nullable Account> then(Event event, String user, JsonNode payload) {
        long at = event.orderId();
        long time = event.eventTime();
        return switch (event.eventType()) {
            case CREATE -> {
                Account account = new Account(
                        user,
                        hash(payload),
                        true,
                        at,
                        java.util.List.of(),
                        time,
                        payload.path(BY).asText(""),
                        time);
                yield before -> account;
            }
            case PASSWORD -> ofKnown(account -> account.withPassword(hash(payload), at, time));
            case DISABLE -> ofKnown(account -> account.withEnabled(false, at));
            case ENABLE -> ofKnown(account -> account.withEnabled(true, at));
            case DELETE -> before -> null;
            case ADD_GRANT ->
                grant(payload, time)
                        .map(grant -> ofKnown(account -> account.with(grant)))
                        .orElse(null);
            case REVOKE_GRANT ->
                ofKnown(account -> account.withoutGrant(payload.path(GRANT_ID).asText("")));
            default -> null;
        };
    }

    private static UnaryOperator<@Nullable Account> ofKnown(UnaryOperator<Account> change) {
        return before -> before == null ? null : change.apply(before);
    }

    /** A record that cannot be read fits no password. */
    private static @Nullable PasswordHash hash(JsonNode payload) {
        return PasswordHash.read(payload.path(PASSWORD_HASH).asText("")).orElse(null);
    }

    /** Of roles that are not known here nothing is granted. */
    private static Optional<Grant> grant(JsonNode payload, long timeMs) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        payload.path(ROLES).forEach(word -> Role.of(word.asText("")).ifPresent(roles::add));
        JsonNode until = payload.path(UNTIL);
        String id = payload.path(GRANT_ID).asText("");
        String streams = payload.path(STREAMS).asText("");
        boolean complete = !roles.isEmpty()
                && !id.isEmpty()
                && !streams.isEmpty()
                && (until.isMissingNode() || until.isIntegralNumber() && until.canConvertToLong());
        return complete
                ? Optional.of(new Grant(
                        id,
                        roles,
                        streams,
                        until.isMissingNode() ? Grant.FOREVER : until.longValue(),
                        payload.path(BY).asText(""),
                        timeMs))
                : Optional.empty();
    }
}
