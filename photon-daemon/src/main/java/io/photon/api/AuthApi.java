// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.security.ProvenIdentity;
import io.photon.security.token.SignedTokens.Issued;
import io.photon.security.token.Tokens;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions, tokens and applications for the doors; who may manage them is in {@link TokenUseCases}. Thread-safe; futures never
 * fail.
 */
public final class AuthApi {

    private static final Logger LOG = LoggerFactory.getLogger(AuthApi.class);
    private static final String LOG_IN = "log in with name and password";

    private final Tokens tokens;
    private final Logins logins;
    private final LongSupplier nowMs;
    /** No event and no list tells of these, and who may log in may ask for them without end. */
    private final LimitedLines handedOut;

    /** @param nowMs since 1970 */
    AuthApi(Tokens tokens, Logins logins, LongSupplier nowMs) {
        this.tokens = tokens;
        this.logins = logins;
        this.nowMs = nowMs;
        this.handedOut = new LimitedLines(LOG, nowMs, "{} more tokens and sessions were handed out before");
    }

    /** Whose session this is, which is used with this; NOT_AUTHENTICATED when there is none, or it is over. */
    public Result<Caller> bySession(Origin origin, String id) {
        return Logins.caller(origin, tokens.session(id));
    }

    /**
     * Which application has this id and secret? NOT_AUTHENTICATED.
     *
     */
    public CompletableFuture<Result<Caller>> byApplication(Origin origin, String id, String secret) {
        return Outcomes.steady(logins.byApplication(origin, id, secret));
    }

    /** Begins a session for someone who has logged in, DENIED for others. @return its id, a secret */
    public Result<String> openSession(Caller caller) {
        return owner(caller).map(user -> {
            String id = tokens.openSession(caller.identity());
            long until = nowMs.getAsLong() + tokens.sessionLife().toMillis();
            told(user, caller.identity().means(), caller.address(), caller.way(), "a session", until);
            return id;
        });
    }

    /** A line of the daemon's log, without what was handed out. @param untilMs how long it is good at most */
    private void told(String user, String means, String address, String way, String what, long untilMs) {
        handedOut.info("login of " + user + " by " + means + " from " + address + " over " + way + ": " + what
                + " until " + Instant.ofEpochMilli(untilMs).truncatedTo(ChronoUnit.SECONDS));
    }

    private byte[] told(Issued issued, String means, String address, String way) {
        told(issued.identity().name(), means, address, way, "token " + issued.id(), issued.untilMs());
        return pair(issued);
    }

    /** Whether someone comes by a session that was begun before. */
    public static boolean isInSession(Caller caller) {
        return caller.identity().means().equals(Tokens.SESSION);
    }

    /** Ends a session; one that is not there is no fault. */
    public void closeSession(String id) {
        tokens.closeSession(id);
    }

    /** What a page has to show with a change, to prove that it is one of the session's own. */
    public String csrf(String sessionId) {
        return tokens.csrf(sessionId);
    }

    /** Whether two are the same one, however they have logged in. */
    public static boolean isSame(Caller one, Caller other) {
        return one.name().equals(other.name())
                && Objects.equals(one.identity().account(), other.identity().account());
    }

    /** Who someone is, as fields of an object that is open: {@code username}, {@code permissions}. */
    public static void describe(Caller caller, JsonWriter json) {
        describe(caller.name(), caller.identity(), json);
    }

    private static void describe(String name, ProvenIdentity identity, JsonWriter json) {
        json.field("username", name).field("permissions").array();
        Arrays.stream(Permission.values())
                .filter(identity.rights()::somewhere)
                .forEach(permission -> json.value(permission.name().toLowerCase(java.util.Locale.ROOT)));
        json.endArray();
    }

    /** What 0.9 answers to a login: a signed token, a simple one, and one that gets others. DENIED without a login. */
    public CompletableFuture<Result<byte[]>> issue(Caller caller) {
        Result<String> owner = owner(caller);
        return owner.isOk()
                ? tokens.signed()
                        .issue(owner.value())
                        .thenApply(issued -> issued.map(
                                pair -> told(pair, caller.identity().means(), caller.address(), caller.way())))
                : CompletableFuture.completedFuture(Result.err(owner.failure()));
    }

    /** The same for a refresh token, which is used up by this. */
    public CompletableFuture<Result<byte[]>> refresh(Origin origin, String refreshToken) {
        return Outcomes.steady(tokens.signed().refresh(refreshToken).thenApply(issued -> {
            if (!issued.isOk() && issued.failure().kind() == Failure.Kind.NOT_AUTHENTICATED) {
                logins.refused(origin, "a refresh token: " + issued.failure().message());
            }
            return issued.map(pair -> told(pair, "refresh token", origin.address(), origin.way()));
        }));
    }

    private byte[] pair(Issued issued) {
        JsonWriter json = new JsonWriter(1_024).object().field("id", issued.id());
        describe(issued.identity().name(), issued.identity(), json);
        return json.field("token", issued.access())
                .field("simple-token", tokens.issueSimple(issued.identity()))
                .field("refreshToken", Objects.requireNonNull(issued.refresh()))
                .field("until", issued.untilMs())
                .endObject()
                .bytes();
    }

    /** The name for which someone may ask for more; DENIED for what was handed out itself. */
    Result<String> owner(Caller caller) {
        return tokens.owner(caller.identity())
                .map(Result::ok)
                .orElseGet(() -> Result.err(
                        Failure.Kind.DENIED,
                        caller.name() + " has not logged in, but shows what was handed out at a login",
                        LOG_IN));
    }

    /** The name whose tokens and applications someone may see and end. */
    Result<String> holder(Caller caller) {
        return tokens.holder(caller.identity())
                .map(Result::ok)
                .orElseGet(() -> Result.err(
                        Failure.Kind.DENIED, caller.name() + " may not manage tokens and applications", LOG_IN));
    }

    Tokens tokens() {
        return tokens;
    }
}
