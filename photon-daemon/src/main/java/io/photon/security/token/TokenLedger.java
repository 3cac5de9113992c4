// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.result.Result;
import io.photon.security.PasswordHash;
import io.photon.security.SecurityLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applications, named tokens, and which tokens are no longer good, as {@code __security__} tells: a fold that
 * {@link SecurityLog} keeps current. What has expired is forgotten. Thread-safe; nothing here waits.
 */
public final class TokenLedger implements SecurityLog.Listener {

    /** This many entries are looked at for what has expired, each time that they have doubled. */
    private static final int FIRST_SWEEP = 1_024;

    private static final String CREATE_USER = "create-user";
    private static final String DELETE_USER = "delete-user";

    private record Revoked(long untilMs) {}

    private record Family(long turn, long untilMs) {}

    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final Map<String, NamedToken> tokens = new ConcurrentHashMap<>();
    /** By the id of a token or of a family. */
    private final Map<String, Revoked> revoked = new ConcurrentHashMap<>();
    /** Up to when all tokens of a user were revoked, ms since 1970, inclusive. */
    private final Map<String, Long> allRevoked = new ConcurrentHashMap<>();

    private final Map<String, Family> families = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable String storeId;
    private final LongSupplier nowMs;
    private int sweepAt = FIRST_SWEEP;

    /** @param nowMs since 1970: what has expired is forgotten */
    public TokenLedger(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** Folds one event of {@code __security__}; others mean nothing here. */
    @Override
    public void security(Event event) {
        if (!event.streamName().equals(StreamNames.SECURITY)) {
            return;
        }
        JsonNode payload;
        try {
            payload = JsonTree.payload(event);
        } catch (IOException e) {
            return; // a line that is no JSON records nothing
        }
        String user = payload.path(TokenEvents.USER).asText("");
        switch (event.eventType()) {
            case TokenEvents.NAME_STORE ->
                name(payload.path(TokenEvents.STORE_ID).asText(""));
            case CREATE_USER, DELETE_USER -> forget(user);
            case TokenEvents.REVOKE_TOKENS -> {
                allRevoked.merge(user, event.eventTime(), Math::max);
                tokens.values().removeIf(token -> token.user().equals(user));
            }
            default -> {
                application(event, user, payload);
                token(event, user, payload);
            }
        }
        sweep();
        listeners.forEach(Runnable::run);
    }

    @Override
    public SecurityLog.Anew anew() {
        TokenLedger fresh = new TokenLedger(nowMs);
        return SecurityLog.Anew.of(fresh, () -> become(fresh));
    }

    private void become(TokenLedger fresh) {
        storeId = fresh.storeId;
        SecurityLog.Anew.replace(revoked, fresh.revoked);
        SecurityLog.Anew.replace(allRevoked, fresh.allRevoked);
        SecurityLog.Anew.replace(families, fresh.families);
        SecurityLog.Anew.replace(applications, fresh.applications);
        SecurityLog.Anew.replace(tokens, fresh.tokens);
        listeners.forEach(Runnable::run);
    }

    /** @param listener runs after each event, on the thread that folds: it must not wait */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The first name counts: a restored backup brings its own along, and no token may change its store. */
    private void name(String id) {
        if (storeId == null && !id.isEmpty()) {
            storeId = id;
        }
    }

    private void application(Event event, String user, JsonNode payload) {
        String id = payload.path(TokenEvents.CLIENT_ID).asText("");
        if (id.isEmpty()) {
            return;
        }
        switch (event.eventType()) {
            case TokenEvents.CREATE_APP -> {
                if (!user.isEmpty()) {
                    applications.put(id, created(event, user, id, payload));
                }
            }
            case TokenEvents.ROTATE_APP ->
                change(applications, id, app -> app.withSecret(hash(payload), event.eventTime()));
            case TokenEvents.USE_APP -> change(applications, id, app -> app.usedAt(event.eventTime()));
            case TokenEvents.DELETE_APP -> applications.remove(id);
            default -> {}
        }
    }

    private static Application created(Event event, String user, String id, JsonNode payload) {
        return new Application(
                id,
                user,
                payload.path(TokenEvents.NAME).asText(""),
                payload.path(TokenEvents.DESCRIPTION).asText(""),
                payload.path(TokenEvents.WEBSITE).asText(""),
                hash(payload),
                bounds(payload),
                event.eventTime(),
                payload.path(TokenEvents.BY).asText(""),
                event.eventTime(),
                0);
    }

    private void token(Event event, String user, JsonNode payload) {
        String id = payload.path(TokenEvents.TOKEN_ID).asText("");
        long until = payload.path(TokenEvents.UNTIL).asLong(0);
        if (id.isEmpty()) {
            return;
        }
        switch (event.eventType()) {
            case TokenEvents.CREATE_TOKEN ->
                tokens.put(
                        id,
                        new NamedToken(
                                id,
                                user,
                                payload.path(TokenEvents.NAME).asText(""),
                                bounds(payload),
                                event.eventTime(),
                                payload.path(TokenEvents.BY).asText(""),
                                until,
                                0));
            case TokenEvents.REVOKE_TOKEN -> {
                revoked.put(id, new Revoked(until));
                tokens.remove(id);
                families.remove(id);
            }
            case TokenEvents.USE_TOKEN -> change(tokens, id, token -> token.usedAt(event.eventTime()));
            case TokenEvents.REFRESH_TOKEN ->
                families.put(id, new Family(payload.path(TokenEvents.TURN).asLong(Long.MAX_VALUE), until));
            default -> {}
        }
    }

    private static <T> void change(Map<String, T> map, String id, UnaryOperator<T> then) {
        map.computeIfPresent(id, (key, before) -> then.apply(before));
    }

    /** A record that cannot be read fits no secret. */
    private static @Nullable PasswordHash hash(JsonNode payload) {
        return PasswordHash.read(payload.path(TokenEvents.SECRET_HASH).asText(""))
                .orElse(null);
    }

    /** Bounds that are not known here leave nothing. */
    private static Bounds bounds(JsonNode payload) {
        Result<Bounds> read = Bounds.read(
                payload.path(TokenEvents.ROLES).asText(""),
                payload.path(TokenEvents.STREAMS).asText(""));
        return read.orElse(Bounds.NOTHING);
    }

    /** A user that is gone leaves nothing to another one of the same name. */
    private void forget(String user) {
        applications.values().removeIf(app -> app.user().equals(user));
        tokens.values().removeIf(token -> token.user().equals(user));
    }

    private void sweep() {
        int size = revoked.size() + families.size() + tokens.size();
        if (size < sweepAt) {
            return;
        }
        long now = nowMs.getAsLong();
        revoked.values().removeIf(each -> each.untilMs() <= now);
        families.values().removeIf(each -> each.untilMs() <= now);
        tokens.values().removeIf(each -> each.untilMs() <= now);
        sweepAt = Math.max(FIRST_SWEEP, 2 * (revoked.size() + families.size() + tokens.size()));
    }

    /** By whose name tokens are signed; null before the first one was. */
    @Nullable String storeId() {
        return storeId;
    }

    /** An application by its client id. */
    Optional<Application> application(String clientId) {
        return Optional.ofNullable(applications.get(clientId));
    }

    /** The applications of a user, in the order in which they were created. @param user null for everybody's */
    List<Application> applications(@Nullable String user) {
        return applications.values().stream()
                .filter(app -> user == null || app.user().equals(user))
                .sorted(Comparator.comparingLong(Application::createdMs).thenComparing(Application::clientId))
                .toList();
    }

    /** A named token that has not expired. */
    Optional<NamedToken> token(String id) {
        return Optional.ofNullable(tokens.get(id)).filter(token -> token.untilMs() > nowMs.getAsLong());
    }

    /** The same of a user. @param user null for everybody's */
    List<NamedToken> tokens(@Nullable String user) {
        long now = nowMs.getAsLong();
        return tokens.values().stream()
                .filter(token ->
                        token.untilMs() > now && (user == null || token.user().equals(user)))
                .sorted(Comparator.comparingLong(NamedToken::createdMs).thenComparing(NamedToken::id))
                .toList();
    }

    /** Whether a token was revoked, alone, with its family, or with all of its user. */
    boolean isRevoked(Claims claims) {
        Long all = allRevoked.get(claims.user());
        return revoked.containsKey(claims.id())
                || revoked.containsKey(claims.family())
                || all != null && claims.issuedMs() <= all;
    }

    /** How many refresh tokens of a family were used. */
    long turn(String family) {
        Family known = families.get(family);
        return known == null ? 0 : known.turn();
    }
}
