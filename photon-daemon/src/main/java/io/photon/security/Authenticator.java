package io.photon.security;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Checks passwords and tokens. Thread-safe; secrets are compared in constant time and never put into messages. */
public final class Authenticator {

    /** The password of 0.9, which everybody knows. */
    public static final String DEFAULT_PASSWORD = "p4010n";

    private final byte[] adminUser;
    private final String adminName;
    private final byte[] adminPassword;
    private final boolean defaultPassword;
    private final byte[] daemonToken;
    private final LoginLimiter limiter = new LoginLimiter();
    private final LongSupplier nanoClock;

    /**
     * @param daemonToken the token of this start, as in the token file
     * @param nanoClock paces failed logins
     */
    public Authenticator(String adminUser, String adminPassword, String daemonToken, LongSupplier nanoClock) {
        this.adminName = adminUser;
        this.adminUser = digest(adminUser);
        this.adminPassword = digest(adminPassword);
        this.defaultPassword = adminPassword.equals(DEFAULT_PASSWORD);
        this.daemonToken = digest(daemonToken);
        this.nanoClock = nanoClock;
    }

    /**
     * How long to wait before {@link #password} is asked, in ms: 0 as a rule, more after many wrong guesses from this
     * address, OVERLOADED when too many attempts wait already.
     *
     * @param address of the peer
     */
    public Result<Long> turn(String user, String password, String address) {
        OptionalLong wait = limiter.turn(address, credential(user, password), nanoClock.getAsLong());
        return wait.isPresent()
                ? Result.ok(wait.getAsLong())
                : Result.err(
                        Failure.Kind.OVERLOADED,
                        "too many failed logins from this address",
                        "wait a few seconds, then try again; the token of the running daemon is not slowed down");
    }

    /**
     * Who has this name and password?
     *
     * @param local whether the request certainly comes from this machine; the default password needs it
     * @param address of the peer, for slowing down guesses
     * @param waited whether {@link #turn} made it wait
     */
    public Result<Identity> password(String user, String password, boolean local, String address, boolean waited) {
        boolean known =
                MessageDigest.isEqual(adminUser, digest(user)) & MessageDigest.isEqual(adminPassword, digest(password));
        if (!known) {
            limiter.failed(address, credential(user, password), waited, nanoClock.getAsLong());
            return notAuthorized("check --user and the password");
        }
        if (waited) {
            limiter.succeeded(address, nanoClock.getAsLong());
        }
        if (defaultPassword && !local) {
            return notAuthorized("the default password works from this machine only; set admin.pass");
        }
        return Result.ok(new Identity(adminName, EnumSet.allOf(Permission.class)));
    }

    /** Whether somebody has this name. */
    public boolean isUser(String user) {
        return MessageDigest.isEqual(adminUser, digest(user));
    }

    /** Who has this token? The daemon's own token is for this machine only. */
    public Result<Identity> token(String token, boolean local) {
        if (MessageDigest.isEqual(daemonToken, digest(token)) && local) {
            return Result.ok(new Identity("local", EnumSet.allOf(Permission.class)));
        }
        return notAuthorized("the token is not valid here; it changes with each start of the daemon");
    }

    /** Nobody showed anything. */
    public static Result<Identity> nobody() {
        return notAuthorized("give a user and password, or a token");
    }

    private static Result<Identity> notAuthorized(String hint) {
        return Result.err(Failure.Kind.NOT_AUTHENTICATED, "Not authorized", hint);
    }

    private static byte[] credential(String user, String password) {
        return digest(user.length() + ":" + user + password);
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
