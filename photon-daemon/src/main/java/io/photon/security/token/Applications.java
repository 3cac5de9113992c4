// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.Grant;
import io.photon.security.PasswordHash;
import io.photon.security.Passwords;
import io.photon.security.ProvenIdentity;
import io.photon.security.SecurityLog;
import io.photon.security.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Programs that act for a user with an id and a secret of their own. A secret is shown once and kept as a hash; one that was right
 * is recognised without computing it again, as long as it stays the secret. Thread-safe; futures never fail.
 */
public final class Applications {

    static final int MOST_OF_A_USER = 100;
    private static final int MOST_REMEMBERED = 10_000;
    private static final String LIST = "see them with: photon app list";

    /** What is shown once. @param app without its secret */
    public record Created(Application app, String clientSecret) {}

    /** @param hash that a secret of this digest fits */
    private record Right(PasswordHash hash, String digest) {}

    private final SecurityLog log;
    private final TokenLedger ledger;
    private final Principals principals;
    private final Passwords passwords;
    private final LastUse lastUse;
    private final LongSupplier nowMs;
    private final PasswordHash nothing = PasswordHash.ofNothing();
    private final Map<String, Right> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Right> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Applications(
            SecurityLog log,
            TokenLedger ledger,
            Principals principals,
            Passwords passwords,
            LastUse lastUse,
            LongSupplier nowMs) {
        this.log = log;
        this.ledger = ledger;
        this.principals = principals;
        this.passwords = passwords;
        this.lastUse = lastUse;
        this.nowMs = nowMs;
    }

    /**
     * Creates one; CONFLICT when the user has too many, NOT_FOUND when there is no such user.
     *
     * @param user for whom it acts
     */
    public CompletableFuture<Result<Created>> create(
            String user, String name, String description, String website, Bounds bounds, Author by) {
        Optional<Failure> refused = Labels.refuse(name, description, website);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(Result.err(refused.get()));
        }
        String secret = RandomText.secret();
        String id = RandomText.uuid();
        return hashed(secret, hash -> {
                    Application app =
                            new Application(id, user, name, description, website, hash, bounds, 0, by.name(), 0, 0);
                    String what = "application " + id + " '" + name + "' of " + user + " was created";
                    return log.change(
                            what,
                            by,
                            () -> principals.find(user).isEmpty()
                                    ? Result.err(
                                            Failure.Kind.NOT_FOUND,
                                            "there is no user '" + user + "'",
                                            "see: photon user list")
                                    : ledger.applications(user).size() >= MOST_OF_A_USER
                                            ? Result.err(
                                                    Failure.Kind.CONFLICT,
                                                    user + " has " + MOST_OF_A_USER
                                                            + " applications, the most there can be",
                                                    "delete one that is no longer used, " + LIST)
                                            : TokenEvents.created(app, by));
                })
                .thenApply(done -> done.then(at -> created(id, secret)));
    }

    private Result<Created> created(String id, String secret) {
        return find(null, id).map(app -> new Created(app, secret));
    }

    /** Gives one another secret; with the old one no one comes in any more. @param owner whose, null for anybody's */
    public CompletableFuture<Result<Created>> rotate(@Nullable String owner, String clientId, Author by) {
        Result<Application> found = find(owner, clientId);
        if (!found.isOk()) {
            return CompletableFuture.completedFuture(Result.err(found.failure()));
        }
        String secret = RandomText.secret();
        return hashed(
                        secret,
                        hash -> log.change(
                                "application " + clientId + " was given another secret",
                                by,
                                () -> find(owner, clientId).then(app -> TokenEvents.rotated(app, hash, by))))
                .thenApply(done -> done.then(at -> created(clientId, secret)));
    }

    private CompletableFuture<Result<Long>> hashed(
            String secret, Function<PasswordHash, CompletableFuture<Result<Long>>> then) {
        return passwords
                .hash(secret)
                .thenCompose(hash -> hash.isOk()
                        ? then.apply(hash.value())
                        : CompletableFuture.completedFuture(Result.err(hash.failure())));
    }

    /** Deletes one: the order-id of the event. @param owner whose, null for anybody's */
    public CompletableFuture<Result<Long>> delete(@Nullable String owner, String clientId, Author by) {
        return log.change(
                "application " + clientId + " was deleted",
                by,
                () -> find(owner, clientId).then(app -> TokenEvents.deleted(app, by)));
    }

    /** One, with its last use; NOT_FOUND also for one of someone else. @param owner whose, null for anybody's */
    public Result<Application> find(@Nullable String owner, String clientId) {
        return ledger.application(clientId)
                .filter(app -> owner == null || app.user().equals(owner))
                .map(app -> Result.ok(used(app)))
                .orElseGet(
                        () -> Result.err(Failure.Kind.NOT_FOUND, "there is no application '" + clientId + "'", LIST));
    }

    /** All, in the order in which they were created. @param owner whose, null for everybody's */
    public List<Application> list(@Nullable String owner) {
        return ledger.applications(owner).stream().map(this::used).toList();
    }

    private Application used(Application app) {
        return app.usedAt(lastUse.of(app.clientId(), app.usedMs()));
    }

    /** Who has this id and secret: an application, acting for its user; empty when no one has, after as much work. */
    public CompletableFuture<Result<Optional<ProvenIdentity>>> check(String clientId, String secret) {
        Application app = ledger.application(clientId).orElse(null);
        PasswordHash hash = app == null ? null : app.secret();
        if (app == null || hash == null) {
            return passwords.fits(nothing, secret).thenApply(done -> done.map(any -> Optional.empty()));
        }
        String digest = RandomText.digest(secret);
        if (isRemembered(clientId, hash, digest)) {
            return CompletableFuture.completedFuture(Result.ok(identity(app, hash)));
        }
        return passwords
                .fits(hash, secret)
                .thenApply(done -> done.map(right -> {
                    if (!right) {
                        return Optional.empty();
                    }
                    synchronized (remembered) {
                        remembered.put(clientId, new Right(hash, digest));
                    }
                    return identity(app, hash);
                }));
    }

    private boolean isRemembered(String clientId, PasswordHash hash, String digest) {
        synchronized (remembered) {
            Right right = remembered.get(clientId);
            return right != null && right.hash() == hash && RandomText.isSame(right.digest(), digest);
        }
    }

    private Optional<ProvenIdentity> identity(Application app, PasswordHash hash) {
        Standing standing = lastUse.noting(() -> ended(app, hash), () -> noteUse(app.clientId()));
        return principals.find(app.user()).map(user -> {
            ProvenIdentity known = user.called("application '" + app.name() + "' of " + app.user())
                    .by(Tokens.APPLICATION, Grant.FOREVER, standing);
            return app.bounds().isNone() ? known : known.within(app.bounds().rights());
        });
    }

    private Optional<String> ended(Application app, PasswordHash hash) {
        Optional<Application> now = ledger.application(app.clientId());
        return now.isEmpty()
                ? Optional.of("application '" + app.name() + "' was deleted")
                : now.get().secret() != hash
                        ? Optional.of("application '" + app.name() + "' has another secret now")
                        : Optional.empty();
    }

    private void noteUse(String clientId) {
        ledger.application(clientId).ifPresent(app -> lastUse.now(clientId, app.usedMs(), () -> TokenEvents.used(app)));
    }
}
