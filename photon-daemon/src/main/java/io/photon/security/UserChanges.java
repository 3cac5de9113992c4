// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes users and their grants: looks whether a change may be, and records it. What a future completes with is durable and
 * in force. Thread-safe; futures never fail.
 */
public final class UserChanges {

    /** Most users besides the administrator. */
    static final int MAX_USERS = 10_000;

    /** Most grants of a user. */
    static final int MAX_GRANTS = 1_000;

    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 1_000;

    /** Harmless in a path, in a terminal and in a log; no colon, which ends a name in HTTP's Basic. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 4;

    private final SecurityLog log;
    private final Accounts accounts;
    private final Passwords passwords;
    private final String adminName;
    private final LongSupplier nowMs;

    /** @param adminName a name that no user may have @param nowMs since 1970 */
    public UserChanges(SecurityLog log, Accounts accounts, Passwords passwords, String adminName, LongSupplier nowMs) {
        this.log = log;
        this.accounts = accounts;
        this.passwords = passwords;
        this.adminName = adminName;
        this.nowMs = nowMs;
    }

    /**
     * Creates a user, who may do nothing yet.
     *
     * @param password null for one who comes in by tokens and applications only
     * @return CONFLICT when there is one of that name, in whatever case
     */
    public CompletableFuture<Result<Long>> create(String name, @Nullable String password, Author by) {
        Optional<Failure> refused = refuseName(name)
                .or(() -> isTaken(name) ? Optional.of(taken(name)) : Optional.empty())
                .or(() -> password == null ? Optional.empty() : refusePassword(name, password));
        if (refused.isPresent()) {
            return failed(refused.get());
        }
        Function<@Nullable PasswordHash, CompletableFuture<Result<Long>>> record = hash -> log.change(() -> {
            if (isTaken(name)) {
                return Result.err(taken(name));
            }
            return accounts.all().size() >= MAX_USERS
                    ? conflict("there are " + MAX_USERS + " users already", "delete those that are not needed")
                    : AccountEvents.created(name, hash, by);
        });
        CompletableFuture<Result<Long>> done = password == null ? record.apply(null) : hashed(password, record);
        return SecurityLog.told(done, "user " + name + " was created", by);
    }

    /** Gives a user another password; who logged in with the one before has to log in again. */
    public CompletableFuture<Result<Long>> setPassword(String name, String password, Author by) {
        Optional<Failure> refused =
                accounts.find(name).isEmpty() ? Optional.of(unknown(name)) : refusePassword(name, password);
        if (refused.isPresent()) {
            return failed(refused.get());
        }
        return SecurityLog.told(
                hashed(password, hash -> ofKnown(name, account -> AccountEvents.passwordSet(name, hash, by))),
                "the password of user " + name + " was set",
                by);
    }

    /**
     * The same by those who know the present one; NOT_AUTHENTICATED for others.
     *
     * @param present the present password
     */
    public CompletableFuture<Result<Long>> setOwnPassword(String name, String present, String password, Author by) {
        return passwords
                .check(accounts.find(name).orElse(null), present)
                .thenCompose(right -> right.fold(
                        yes -> yes
                                ? setPassword(name, password, by)
                                : failed(Failure.of(
                                        Failure.Kind.DENIED,
                                        "the present password is another one",
                                        "an administrator can set a new one with: photon user password")),
                        UserChanges::failed));
    }

    /** Lets a user in again, or no longer; what a disabled user reads ends. */
    public CompletableFuture<Result<Long>> setEnabled(String name, boolean enabled, Author by) {
        Optional<Account> account = accounts.find(name);
        if (account.isPresent() && account.get().enabled() == enabled) { // nothing to do
            return CompletableFuture.completedFuture(Result.ok(account.get().credentials()));
        }
        return SecurityLog.told(
                ofKnown(name, known -> AccountEvents.enabled(name, enabled, by)),
                "user " + name + " was " + (enabled ? "enabled" : "disabled"),
                by);
    }

    /** Deletes a user with all grants. */
    public CompletableFuture<Result<Long>> delete(String name, Author by) {
        return SecurityLog.told(
                ofKnown(name, account -> AccountEvents.deleted(name, by)), "user " + name + " was deleted", by);
    }

    /**
     * Grants something.
     *
     * @param streams a stream or a glob
     * @param untilMs when it ends, ms since 1970, exclusive; {@link Grant#FOREVER} for never
     * @return the grant
     */
    public CompletableFuture<Result<Grant>> grant(
            String name, Set<Role> roles, String streams, long untilMs, Author by) {
        Optional<Failure> refused = refuseGrant(roles, streams, untilMs);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(Result.err(refused.get()));
        }
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        Grant grant =
                new Grant(HexFormat.of().formatHex(random), roles, streams, untilMs, by.name(), nowMs.getAsLong());
        CompletableFuture<Result<Long>> done = ofKnown(
                name,
                account -> account.grants().size() >= MAX_GRANTS
                        ? conflict(
                                "user '" + name + "' has " + MAX_GRANTS + " grants already",
                                "revoke those that are not needed, or use a glob")
                        : AccountEvents.added(name, grant, by));
        return SecurityLog.told(done, "user " + name + " was granted " + grant.what() + " on '" + streams + "'", by)
                .thenApply(added -> added.map(at -> grant));
    }

    /** Takes a grant back; NOT_FOUND when the user has none of this id. */
    public CompletableFuture<Result<Long>> revoke(String name, String grantId, Author by) {
        return SecurityLog.told(
                ofKnown(
                        name,
                        account -> account.grants().stream()
                                        .anyMatch(grant -> grant.id().equals(grantId))
                                ? AccountEvents.revoked(name, grantId, by)
                                : Result.err(
                                        Failure.Kind.NOT_FOUND,
                                        "user '" + name + "' has no grant '" + Excerpt.of(grantId) + "'",
                                        "list them with: photon grant list " + name)),
                "grant " + Excerpt.of(grantId) + " of user " + name + " was revoked",
                by);
    }

    private CompletableFuture<Result<Long>> hashed(
            String password, Function<@Nullable PasswordHash, CompletableFuture<Result<Long>>> then) {
        return passwords.hash(password).thenCompose(hash -> hash.fold(then, UserChanges::failed));
    }

    private CompletableFuture<Result<Long>> ofKnown(String name, Function<Account, Result<EventDraft>> draft) {
        return log.change(() -> accounts.find(name).map(draft).orElseGet(() -> Result.err(unknown(name))));
    }

    private boolean isTaken(String name) {
        return accounts.find(name).isPresent()
                || accounts.all().stream().anyMatch(account -> account.name().equalsIgnoreCase(name));
    }

    private static Failure taken(String name) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                "there is a user '" + name + "' already",
                "names that differ in case only are the same; choose another, or set a new password");
    }

    private static Failure unknown(String name) {
        return Failure.of(
                Failure.Kind.NOT_FOUND,
                "there is no user '" + Excerpt.of(name) + "'",
                "list them with: photon user list");
    }

    private Optional<Failure> refuseName(String name) {
        if (!NAME.matcher(name).matches()) {
            return bad(
                    "'" + Excerpt.of(name) + "' cannot be the name of a user",
                    "use 1 to 64 letters, digits and . _ @ + -, the first a letter or a digit");
        }
        boolean reserved = name.equalsIgnoreCase(adminName)
                || name.equalsIgnoreCase(Authenticator.LOCAL)
                || StreamNames.isInternal(name);
        return reserved
                ? Optional.of(Failure.of(
                        Failure.Kind.CONFLICT,
                        "'" + name + "' is the name of one who may do everything",
                        "choose another"))
                : Optional.empty();
    }

    /** @return why a user cannot have this password */
    private static Optional<Failure> refusePassword(String name, String password) {
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            return bad(
                    "the password has " + password.length() + " characters",
                    "use " + MIN_PASSWORD + " to " + MAX_PASSWORD + "; a few words in a row are easy to remember");
        }
        if (password.chars().anyMatch(c -> c < ' ')) {
            return bad("the password has a control character", "use what can be typed");
        }
        return password.equalsIgnoreCase(name)
                ? bad("the password is the user's name", "choose one that cannot be guessed")
                : Optional.empty();
    }

    private Optional<Failure> refuseGrant(Set<Role> roles, String streams, long untilMs) {
        if (roles.isEmpty()) {
            return bad("roles is empty", "use one or more of " + Role.words());
        }
        if (streams.isEmpty()
                || streams.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > StreamNames.MAX_BYTES) {
            return bad("streams is empty or longer than a stream's name", "give a stream or a glob, '**' for all");
        }
        boolean everything = streams.equals(Grant.EVERYTHING) || streams.equals(StreamNames.ALL);
        if (roles.contains(Role.ADMIN) && !everything) {
            return bad("admin is not for some streams only", "leave streams out, or grant operator instead");
        }
        return untilMs <= nowMs.getAsLong()
                ? bad("until is over already", "give a time to come, or leave it out")
                : Optional.empty();
    }

    private static Optional<Failure> bad(String message, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }

    private static <T> Result<T> conflict(String message, String hint) {
        return Result.err(Failure.Kind.CONFLICT, message, hint);
    }

    private static CompletableFuture<Result<Long>> failed(Failure failure) {
        return CompletableFuture.completedFuture(Result.err(failure));
    }
}
