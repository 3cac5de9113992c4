// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import static java.util.Objects.requireNonNull;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.ProvenIdentity;
import io.photon.security.SecurityLog;
import io.photon.security.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signed tokens: issues, checks, refreshes and revokes them. A token names its user, and what that may do is looked up when it
 * is used; it ends with the user's password. Thread-safe; futures never fail.
 */
public final class SignedTokens {

    static final int MOST_NAMED_OF_A_USER = 1_000;
    private static final String LIST = "see them with: photon token list";

    /** How long tokens are good. @param access of one that says who asks @param refresh of a family */
    public record Lives(Duration access, Duration refresh) {}

    /**
     * What a login gets.
     *
     * @param id of the access token
     * @param identity who has it
     * @param access the token
     * @param refresh gets others, once; null for a named token
     */
    public record Issued(
            String id,
            ProvenIdentity identity,
            String access,
            @Nullable String refresh,
            long untilMs) {}

    private final SecurityLog log;
    private final TokenLedger ledger;
    private final Principals principals;
    private final SigningSecret secret;
    private volatile @Nullable Jwts jwts;
    private final Lives lives;
    private final LastUse lastUse;
    private final LongSupplier nowMs;

    SignedTokens(
            SecurityLog log,
            TokenLedger ledger,
            Principals principals,
            SigningSecret secret,
            Lives lives,
            LastUse lastUse,
            LongSupplier nowMs) {
        this.log = log;
        this.ledger = ledger;
        this.principals = principals;
        this.secret = secret;
        this.lives = lives;
        this.lastUse = lastUse;
        this.nowMs = nowMs;
    }

    /** Made with the first token, so that a start does not wait for its library. */
    private Jwts jwts() {
        Jwts known = jwts;
        if (known == null) {
            known = new Jwts(secret, nowMs);
            jwts = known;
        }
        return known;
    }

    /** After a while: tokens end at whole seconds. */
    private long in(Duration life) {
        long untilMs = nowMs.getAsLong() + life.toMillis();
        return untilMs - untilMs % 1_000;
    }

    /** The tokens of a login of this user: the first of a new family. */
    public CompletableFuture<Result<Issued>> issue(String user) {
        return named().thenApply(store -> store.then(id -> principals
                .find(user)
                .map(identity -> pair(identity, RandomText.uuid(), 0, in(lives.refresh), id))
                .orElseGet(() -> gone(user))));
    }

    /** A token with a name, which is listed and has no other to follow. @param life null for the usual */
    public CompletableFuture<Result<Issued>> create(
            String user, String name, @Nullable Duration life, Bounds bounds, Author by) {
        Optional<Failure> refused = Labels.refuse(name).or(() -> refuse(life));
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(Result.err(refused.get()));
        }
        String id = RandomText.uuid();
        long now = nowMs.getAsLong();
        long until = in(life == null ? lives.access : life);
        NamedToken token = new NamedToken(id, user, name, bounds, now, by.name(), until, 0);
        return named().thenCompose(store -> store.isOk()
                ? log.change(
                                "token " + id + " '" + name + "' of " + user + " was created",
                                by,
                                () -> principals.find(user).isEmpty()
                                        ? Result.err(
                                                Failure.Kind.NOT_FOUND,
                                                "there is no user '" + user + "'",
                                                "see: photon user list")
                                        : ledger.tokens(user).size() >= MOST_NAMED_OF_A_USER
                                                ? Result.err(
                                                        Failure.Kind.CONFLICT,
                                                        user + " has " + MOST_NAMED_OF_A_USER
                                                                + " tokens, the most there can be",
                                                        "revoke those that are no longer used, " + LIST)
                                                : TokenEvents.created(token, by))
                        .thenApply(done -> done.then(at -> principals
                                .find(user)
                                .map(identity -> access(identity, id, id, bounds, until, store.value())
                                        .map(jwt -> new Issued(id, identity, jwt, null, until)))
                                .orElseGet(() -> gone(user))))
                : CompletableFuture.completedFuture(Result.err(store.failure())));
    }

    private Optional<Failure> refuse(@Nullable Duration life) {
        return life == null || !life.isNegative() && !life.isZero() && life.compareTo(lives.access) <= 0
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "a token cannot be good for " + life.toSeconds() + " s",
                        "tokens are good for " + lives.access.toDays()
                                + " days at most; the setting auth.token-life says so"));
    }

    /** The name by which this store signs; the first token gives it one. */
    private CompletableFuture<Result<String>> named() {
        String known = ledger.storeId();
        if (known != null) {
            return CompletableFuture.completedFuture(Result.ok(known));
        }
        return log.change(() -> ledger.storeId() == null
                        ? TokenEvents.named(RandomText.uuid())
                        : Result.err(Failure.Kind.CONFLICT, "the store has a name already", "use it"))
                .thenApply(done -> {
                    String name = ledger.storeId();
                    return name == null ? Result.err(done.failure()) : Result.ok(name);
                });
    }

    private Result<Issued> pair(ProvenIdentity identity, String family, long turn, long familyUntilMs, String store) {
        String id = RandomText.uuid();
        long until = in(lives.access);
        return access(identity, id, family, Bounds.NONE, until, store)
                .then(access -> sign(
                                identity,
                                RandomText.uuid(),
                                family,
                                Claims.Use.REFRESH,
                                turn,
                                Bounds.NONE,
                                familyUntilMs,
                                store)
                        .map(refresh -> new Issued(id, identity, access, refresh, until)));
    }

    private Result<String> access(
            ProvenIdentity identity, String id, String family, Bounds bounds, long untilMs, String store) {
        return sign(identity, id, family, Claims.Use.ACCESS, 0, bounds, untilMs, store);
    }

    private Result<String> sign(
            ProvenIdentity identity,
            String id,
            String family,
            Claims.Use use,
            long turn,
            Bounds bounds,
            long untilMs,
            String store) {
        return secret.toSign()
                .then(key -> jwts().sign(
                                new Claims(
                                        id,
                                        family,
                                        identity.name(),
                                        principals.credentials(identity, key),
                                        use,
                                        turn,
                                        bounds,
                                        nowMs.getAsLong(),
                                        untilMs),
                                store));
    }

    /** Who has this token? NOT_AUTHENTICATED, which tells why when it is signed. */
    public Result<ProvenIdentity> check(String token) {
        return claims(token, Claims.Use.ACCESS)
                .then(claims -> standing(claims).map(user -> {
                    Standing standing = lastUse.noting(
                            () -> ledger.isRevoked(claims) ? Optional.of("the token was revoked") : Optional.empty(),
                            () -> noteUse(claims.id()));
                    ProvenIdentity known = user.by("token", claims.untilMs(), standing);
                    return claims.bounds().isNone()
                            ? known
                            : known.within(claims.bounds().rights());
                }));
    }

    /** Only named ones are listed with their use. */
    private void noteUse(String id) {
        ledger.token(id).ifPresent(named -> lastUse.now(id, named.usedMs(), () -> TokenEvents.used(named)));
    }

    private Result<Claims> claims(String token, Claims.Use use) {
        return jwts().check(token, ledger.storeId())
                .then(claims -> claims.use() == use
                        ? Result.ok(claims)
                        : EntryRefusals.refused(
                                use == Claims.Use.ACCESS
                                        ? "this token gets others, and does not say who asks"
                                        : "this token does not get others",
                                "send the " + (use == Claims.Use.ACCESS ? "token" : "refreshToken") + " of the login"));
    }

    /** Whose it is, if it still stands. */
    private Result<ProvenIdentity> standing(Claims claims) {
        if (ledger.isRevoked(claims)) {
            return EntryRefusals.refused("the token was revoked", "log in again for a new one");
        }
        Optional<ProvenIdentity> user = principals.find(claims.user());
        if (user.isEmpty()) {
            return gone(claims.user());
        }
        return secret.toSign()
                .then(key -> principals.credentials(user.get(), key) == claims.credentials()
                        ? Result.ok(user.get())
                        : EntryRefusals.refused(
                                "the password of " + claims.user() + " was changed after the token was issued",
                                "log in again for a new one"));
    }

    private static <T> Result<T> gone(String user) {
        return EntryRefusals.refused("user " + user + " was deleted or disabled", "ask the operator of this Photon");
    }

    /**
     * New tokens for a refresh token, which is used up by this. One that was used before has been copied by someone, so
     * then all tokens of its family end.
     */
    public CompletableFuture<Result<Issued>> refresh(String token) {
        Result<Claims> checked = claims(token, Claims.Use.REFRESH);
        if (!checked.isOk()) {
            return CompletableFuture.completedFuture(Result.err(checked.failure()));
        }
        Claims claims = checked.value();
        AtomicReference<@Nullable Result<Issued>> refused = new AtomicReference<>();
        return log.change(() -> {
                    Result<ProvenIdentity> standing = standing(claims);
                    if (!standing.isOk()) {
                        return Result.err(standing.failure());
                    }
                    if (claims.turn() == ledger.turn(claims.family())) {
                        return TokenEvents.refreshed(claims);
                    }
                    refused.set(EntryRefusals.refused(
                            "the refresh token was used before, so all tokens of its login have ended",
                            "log in again; if it was not you who used it, it was copied"));
                    return TokenEvents.revoked(
                            claims.user(),
                            claims.family(),
                            Math.max(in(lives.access), claims.untilMs()),
                            new Author("photon", "a refresh token that came twice"));
                })
                .thenApply(done -> {
                    Result<Issued> why = refused.get();
                    return why != null && done.isOk()
                            ? why
                            : done.then(at -> standing(claims)
                                    .then(identity -> pair(
                                            identity,
                                            claims.family(),
                                            claims.turn() + 1,
                                            claims.untilMs(),
                                            requireNonNull(ledger.storeId()))));
                });
    }

    /** The named tokens, in the order in which they were created. @param owner whose, null for everybody's */
    public List<NamedToken> list(@Nullable String owner) {
        return ledger.tokens(owner).stream()
                .map(token -> token.usedAt(lastUse.of(token.id(), token.usedMs())))
                .toList();
    }

    /** One of them; NOT_FOUND also for one of someone else. @param owner whose, null for anybody's */
    public Result<NamedToken> find(@Nullable String owner, String id) {
        return list(owner).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .map(Result::ok)
                .orElseGet(() -> Result.err(Failure.Kind.NOT_FOUND, "there is no token '" + id + "'", LIST));
    }

    /** Revokes a named token. @param owner whose, null for anybody's */
    public CompletableFuture<Result<Long>> revoke(@Nullable String owner, String id, Author by) {
        return log.change(
                "token " + id + " was revoked",
                by,
                () -> find(owner, id).then(token -> TokenEvents.revoked(token.user(), id, token.untilMs(), by)));
    }

    /** Revokes a token that is shown; of a refresh token its whole family. Its holder may. */
    public CompletableFuture<Result<Long>> revokeShown(String token, Author by) {
        Result<Claims> checked = jwts().check(token, ledger.storeId());
        if (!checked.isOk()) {
            return CompletableFuture.completedFuture(Result.err(checked.failure()));
        }
        Claims claims = checked.value();
        boolean all = claims.use() == Claims.Use.REFRESH;
        if (ledger.isRevoked(claims)) { // shown again, it must not make the log grow
            return CompletableFuture.completedFuture(Result.ok(0L));
        }
        long until = all ? Math.max(in(lives.access), claims.untilMs()) : claims.untilMs();
        String ended = all ? claims.family() : claims.id();
        return log.change(
                (all ? "all tokens of a login of " : "token " + ended + " of ") + claims.user() + " "
                        + (all ? "were" : "was") + " revoked",
                by,
                () -> TokenEvents.revoked(claims.user(), ended, until, by));
    }

    /** Revokes all signed tokens of a user that were issued up to now. */
    public CompletableFuture<Result<Long>> revokeAll(String user, Author by) {
        return log.change("all tokens of " + user + " were revoked", by, () -> TokenEvents.allRevoked(user, by));
    }
}
