// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.journal.Journal;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Permission;
import io.photon.security.ProvenIdentity;
import io.photon.security.token.Tokens;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who comes in. One who shows a password or a token that is not right is told to the journal, without what was shown. */
final class Logins {

    /** What {@code muon.permissions} may grant. */
    private static final Set<Permission> GUESTS = EnumSet.of(
            Permission.EMIT, Permission.REPLAY, Permission.PROJECTIONS, Permission.MANAGE, Permission.DELETE);

    private final Authenticator authenticator;
    private final RefusedLogins refused;
    private final Tokens tokens;

    Logins(Authenticator authenticator, Tokens tokens, Journal journal, Clock clock) {
        this.authenticator = authenticator;
        this.tokens = tokens;
        this.refused = new RefusedLogins(journal, clock::millis);
    }

    Result<Long> turn(Origin origin, String user, String password) {
        Result<Long> turn = authenticator.turn(user, password, origin.local(), origin.address());
        if (turn instanceof Result.Err<Long>) {
            refused(origin, "too many failed logins");
        }
        return turn;
    }

    CompletableFuture<Result<Caller>> byPassword(Origin origin, String user, String password) {
        return authenticator
                .password(user, password, origin.local(), origin.address())
                .thenApply(known -> {
                    if (!known.isOk() && known.failure().kind() == Failure.Kind.NOT_AUTHENTICATED) {
                        // An unknown name is not told: people type their password there by mistake.
                        refused(
                                origin,
                                authenticator.isUser(user)
                                        ? "the password for " + user + " was not accepted"
                                        : "an unknown user");
                    }
                    return caller(origin, known);
                });
    }

    /**
     * Someone who has logged in as a user shows the password once more. A wrong one is a guess as at a login, which is
     * refused here when it would have to wait there.
     *
     * @param use DENIED when the password is wrong
     */
    CompletableFuture<Result<Long>> again(
            Caller caller, String user, String password, Supplier<CompletableFuture<Result<Long>>> use) {
        Result<Long> turn = authenticator.turn(user, password, false, caller.address());
        if (!turn.isOk()) {
            return CompletableFuture.completedFuture(turn);
        }
        if (turn.value() > 0) {
            return CompletableFuture.completedFuture(Result.err(
                    Failure.Kind.OVERLOADED,
                    "too many wrong passwords for " + user,
                    "nothing was changed; try again in " + (turn.value() / 1_000 + 1) + " s"));
        }
        return use.get().whenComplete((done, fault) -> {
            boolean wrong = done != null && !done.isOk() && done.failure().kind() == Failure.Kind.DENIED;
            authenticator.tried(user, password, !wrong, false, caller.address());
        });
    }

    Accounts accounts() {
        return authenticator.accounts();
    }

    /** Rises when what {@link #current} says may be another thing than before. */
    long version() {
        return authenticator.accounts().version();
    }

    /** The caller with what they may do now; NOT_AUTHENTICATED when their login is over. */
    Result<Caller> current(Caller caller) {
        return authenticator.current(caller.identity()).map(now -> now == caller.identity() ? caller : caller.as(now));
    }

    /** @param isGuestOtherwise whether one whose token is not valid comes in all the same */
    Result<Caller> byToken(Origin origin, String token, boolean isGuestOtherwise) {
        Result<ProvenIdentity> known = authenticator.token(token, origin.local());
        if (!known.isOk()) {
            known = tokens.check(token);
        }
        if (!known.isOk() && !isGuestOtherwise) {
            refused(origin, "a token that is not valid here: " + known.failure().message());
        }
        return caller(origin, known);
    }

    CompletableFuture<Result<Caller>> byApplication(Origin origin, String id, String secret) {
        return tokens().applications()
                .check(id, secret)
                .thenApply(checked -> checked.then(known -> {
                    authenticator.tried(id, secret, known.isPresent(), origin.local(), origin.address());
                    if (known.isEmpty()) {
                        refused(origin, "the id and secret of an application were not accepted");
                    }
                    return caller(
                            origin,
                            known.map(Result::ok)
                                    .orElseGet(() -> Result.err(
                                            Failure.Kind.NOT_AUTHENTICATED,
                                            "Not authorized",
                                            "check client_id and client_secret, and that the application and its user are"
                                                    + " still there: photon app list")));
                }));
    }

    /** How an attempt went with a secret that is checked elsewhere, after its {@link #turn}. */
    void tried(Origin origin, String name, String shown, boolean right) {
        authenticator.tried(name, shown, right, origin.local(), origin.address());
    }

    void refused(Origin origin, String why) {
        refused.add(origin, why);
    }

    static Caller guest(Origin origin, List<String> permissions) {
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        for (Permission each : GUESTS) {
            if (permissions.contains(each.name().toLowerCase(Locale.ROOT))) {
                granted.add(each);
            }
        }
        if (granted.contains(Permission.PROJECTIONS)) {
            granted.add(Permission.VALUES);
        }
        return Caller.of("a client of " + origin.way(), origin.way(), granted);
    }

    static Result<Caller> caller(Origin origin, Result<ProvenIdentity> identity) {
        return identity.map(known -> new Caller(known, origin.way(), origin.address()));
    }

    private Tokens tokens() {
        return Objects.requireNonNull(tokens);
    }
}
