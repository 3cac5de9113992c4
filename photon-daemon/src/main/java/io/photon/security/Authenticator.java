// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords and tokens. Thread-safe; secrets are compared in constant time and never put into messages. Whether a
 * name is known cannot be told from how long an answer takes.
 */
public final class Authenticator {

    /** The password of 0.9, which everybody knows. */
    public static final String DEFAULT_PASSWORD = "p4010n";

    /** The name of those who have the daemon's own token. */
    public static final String LOCAL = "local";

    private static final String CHECK = "check --user and the password";

    private final byte[] adminUser;
    private final ProvenIdentity admin;
    private final byte[] adminPassword;
    private final boolean defaultPassword;
    private final byte[] daemonToken;
    private final ProvenIdentity local = ProvenIdentity.fixed(LOCAL, Rights.all(), "token of this daemon");
    private final Accounts accounts;
    private final Passwords passwords;
    private final LoginPace pace;

    /**
     * @param daemonToken the token of this start, as in the token file
     * @param accounts the users besides the administrator
     * @param passwords checks theirs
     * @param nanoClock paces failed logins
     */
    public Authenticator(
            String adminUser,
            String adminPassword,
            String daemonToken,
            Accounts accounts,
            Passwords passwords,
            LongSupplier nanoClock) {
        this.admin = ProvenIdentity.fixed(adminUser, Rights.all(), "password");
        this.adminUser = digest(adminUser);
        this.adminPassword = digest(adminPassword);
        this.defaultPassword = adminPassword.equals(DEFAULT_PASSWORD);
        this.daemonToken = digest(daemonToken);
        this.accounts = accounts;
        this.passwords = passwords;
        this.pace = new LoginPace(nanoClock);
    }

    /** One that knows no other users. */
    public Authenticator(String adminUser, String adminPassword, String daemonToken, LongSupplier nanoClock) {
        this(adminUser, adminPassword, daemonToken, new Accounts(() -> 0), new Passwords(), nanoClock);
    }

    /** The name of the administrator, which no user has. */
    public String adminName() {
        return admin.name();
    }

    /** The users besides the administrator. */
    public Accounts accounts() {
        return accounts;
    }

    /** Makes hashes for {@link #accounts}. */
    public Passwords passwords() {
        return passwords;
    }

    /**
     * How long to wait before {@link #password} is asked, in ms: 0 as a rule, more after many wrong guesses from this
     * address or for this name, OVERLOADED when too many attempts wait already.
     *
     * @param local whether the request certainly comes from this machine: others' guesses do not slow it down
     * @param address of the peer
     */
    public Result<Long> turn(String user, String password, boolean local, String address) {
        OptionalLong wait = pace.turn(user, credential(user, password), local, address);
        return wait.isPresent()
                ? Result.ok(wait.getAsLong())
                : Result.err(
                        Failure.Kind.OVERLOADED,
                        "too many failed logins from this address or for this user",
                        "wait a few seconds, then try again; the token of the running daemon is not slowed down");
    }

    /**
     * Who has this name and password? To be asked after {@link #turn}. Completes at once or on a thread that checks passwords; never fails.
     *
     * @param local whether the request certainly comes from this machine; the default password needs it
     * @param address of the peer, for slowing down guesses
     */
    public CompletableFuture<Result<ProvenIdentity>> password(
            String user, String password, boolean local, String address) {
        boolean isAdmin =
                MessageDigest.isEqual(adminUser, digest(user)) & MessageDigest.isEqual(adminPassword, digest(password));
        byte[] credential = credential(user, password);
        if (isAdmin) {
            pace.succeeded(user, credential, local, address);
            return CompletableFuture.completedFuture(
                    defaultPassword && !local
                            ? notAuthorized("the default password works from this machine only; set admin.pass")
                            : Result.ok(admin));
        }
        if (pace.isKnownWrong(credential, local, address)) { // a script with an old password costs nothing
            return CompletableFuture.completedFuture(notAuthorized(CHECK));
        }
        @Nullable Account account = isAdminName(user)
                ? null
                : accounts.find(user).filter(Account::enabled).orElse(null);
        return passwords
                .check(account, password)
                .thenApply(checked -> checked.then(right -> {
                    if (!right) {
                        pace.failed(user, credential, local, address);
                        return notAuthorized(CHECK);
                    }
                    pace.succeeded(user, credential, local, address);
                    return accounts.identity(user)
                            .filter(known -> account != null && known.credentials() == account.credentials())
                            .map(Result::ok)
                            .orElseGet(() -> notAuthorized(CHECK)); // deleted, or given another password, in between
                }));
    }

    /**
     * Tells how an attempt went with a secret that is checked elsewhere, such as an application's: a wrong one is a guess.
     * {@link #turn} was asked before.
     */
    public void tried(String name, String secret, boolean right, boolean local, String address) {
        if (right) {
            pace.succeeded(name, credential(name, secret), local, address);
        } else {
            pace.failed(name, credential(name, secret), local, address);
        }
    }

    private boolean isAdminName(String user) {
        return MessageDigest.isEqual(adminUser, digest(user));
    }

    /** Whether someone has this name. */
    public boolean isUser(String user) {
        return isAdminName(user) || accounts.find(user).isPresent();
    }

    /** Who has this token? The daemon's own token is for this machine only. */
    public Result<ProvenIdentity> token(String token, boolean local) {
        if (MessageDigest.isEqual(daemonToken, digest(token)) && local) {
            return Result.ok(this.local);
        }
        return notAuthorized("the token is not valid here; it changes with each start of the daemon");
    }

    /** What became of someone who logged in before, see {@link Accounts#current}. */
    public Result<ProvenIdentity> current(ProvenIdentity known) {
        return accounts.current(known);
    }

    /** No one showed anything. */
    public static Result<ProvenIdentity> nobody() {
        return notAuthorized("give a user and password, or a token");
    }

    private static Result<ProvenIdentity> notAuthorized(String hint) {
        return Result.err(Failure.Kind.NOT_AUTHENTICATED, "Not authorized", hint);
    }

    /** Of one moment: when the user's password is another, it is another one. */
    private byte[] credential(String user, String password) {
        long version = accounts.find(user).map(Account::credentials).orElse(0L);
        return digest(version + ":" + user.length() + ":" + user + password);
    }

    /** Of equal length whatever the secret, so that comparing takes equal time. */
    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
