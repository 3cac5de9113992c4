// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the hashes of passwords, on few threads of its own and with a bounded queue, since each takes a fifth of
 * a second. Who was right a moment ago is recognised without: what is remembered for that cannot be read back, and is gone
 * with the process. Thread-safe.
 */
public final class Passwords implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 256;
    private static final int MAX_REMEMBERED = 10_000;
    private static final String MAC = "HmacSHA256";

    private record Right(long credentials, byte[] mac) {}

    private final ExecutorService threads = Steady.pool("photon-passwords", THREADS, Thread.MIN_PRIORITY);
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private final PasswordHash nothing = PasswordHash.ofNothing();
    private final SecretKeySpec key;
    private final Map<String, Right> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Right> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public Passwords() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, MAC);
    }

    /** Makes the hash of a secret; OVERLOADED when too many wait. */
    public CompletableFuture<Result<PasswordHash>> hash(String secret) {
        return compute(() -> Result.ok(PasswordHash.of(secret)));
    }

    /** Whether a secret fits a hash; OVERLOADED when too many wait. */
    public CompletableFuture<Result<Boolean>> fits(PasswordHash hash, String secret) {
        return compute(() -> Result.ok(hash.fits(secret)));
    }

    /**
     * Whether this is the password of that user. Without a user, or one that has no password, it takes as long as with one.
     * OVERLOADED when too many wait.
     *
     * @param account null when there is no such user
     */
    CompletableFuture<Result<Boolean>> check(@Nullable Account account, String password) {
        PasswordHash hash = account == null ? null : account.password();
        if (account == null || hash == null) {
            return compute(() -> Result.ok(nothing.fits(password) && false));
        }
        byte[] mac = mac(account.name(), password);
        if (isRemembered(account, mac)) {
            return CompletableFuture.completedFuture(Result.ok(true));
        }
        return compute(() -> {
            boolean right = isRemembered(account, mac) || hash.fits(password);
            if (right) {
                remember(account, mac);
            }
            return Result.ok(right);
        });
    }

    private synchronized boolean isRemembered(Account account, byte[] mac) {
        Right right = remembered.get(account.name());
        return right != null && right.credentials() == account.credentials() && MessageDigest.isEqual(right.mac(), mac);
    }

    private synchronized void remember(Account account, byte[] mac) {
        remembered.put(account.name(), new Right(account.credentials(), mac));
    }

    private byte[] mac(String user, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal((user.length() + ":" + user + password).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private <T> CompletableFuture<Result<T>> compute(Supplier<Result<T>> work) {
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(tooMany());
        }
        CompletableFuture<Result<T>> answer = new CompletableFuture<>();
        answer.whenComplete((done, fault) -> places.release());
        try {
            threads.execute(() -> {
                if (!Steady.run("checking a password", () -> answer.complete(work.get()))) {
                    answer.complete(Result.err(
                            Failure.Kind.INTERNAL, "the password could not be checked", "see the daemon's log"));
                }
            });
        } catch (RejectedExecutionException stopping) {
            answer.complete(tooMany());
        }
        return answer;
    }

    private static <T> Result<T> tooMany() {
        return Result.err(
                Failure.Kind.OVERLOADED,
                "too many passwords are being checked",
                "try again in a moment; tokens and logins that were right before are not held up");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
