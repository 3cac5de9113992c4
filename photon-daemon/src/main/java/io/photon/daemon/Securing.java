// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.PhotonParts;
import io.photon.log.EventLog;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Passwords;
import io.photon.security.SecurityLog;
import io.photon.security.UserChanges;
import io.photon.security.hook.HookLedger;
import io.photon.security.hook.Hooks;
import io.photon.security.hook.SecretBox;
import io.photon.security.token.Principals;
import io.photon.security.token.SigningSecret;
import io.photon.security.token.TokenLedger;
import io.photon.security.token.Tokens;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may come in: the administrator, the token of this start, and the users that {@code __security__} tells of. */
final class Securing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Securing.class);

    private static final long WATCH_MS = 250;
    private static final String HOOKS = "hooks";

    private final SecurityLog log;
    private final Passwords passwords;
    private final Authenticator authenticator;
    private final Tokens tokens;
    private final Hooks hooks;

    private Securing(SecurityLog log, Passwords passwords, Authenticator authenticator, Tokens tokens, Hooks hooks) {
        this.tokens = tokens;
        this.hooks = hooks;
        this.log = log;
        this.passwords = passwords;
        this.authenticator = authenticator;
    }

    /** Reads what is stored of users: before any door opens. */
    static Result<Securing> open(PhotonConfig config, EventLog log, String token) {
        AuthSettings settings = AuthSettings.of(config.store().settings());
        Result<SigningSecret> secret = settings.secret();
        if (!secret.isOk()) {
            return Result.err(secret.failure());
        }
        Accounts accounts = new Accounts(System::currentTimeMillis);
        TokenLedger ledger = new TokenLedger(System::currentTimeMillis);
        HookLedger hookLedger = new HookLedger();
        SecurityLog security = new SecurityLog(log, List.of(accounts, ledger, hookLedger));
        Passwords passwords = new Passwords();
        Securing opened = new Securing(
                security,
                passwords,
                new Authenticator(config.adminUser(), config.adminPass(), token, accounts, passwords, System::nanoTime),
                new Tokens(
                        security,
                        ledger,
                        new Principals(config.adminUser(), config.adminPass(), accounts),
                        passwords,
                        secret.value(),
                        settings.sessions(),
                        settings.lives(),
                        System::nanoTime,
                        System::currentTimeMillis),
                new Hooks(security, hookLedger, keys(secret.value()), System::currentTimeMillis));
        try {
            security.begin();
            return Result.ok(opened);
        } catch (StoreException e) {
            opened.close();
            return Result.err(Stores.notOpened(config.store(), e));
        }
    }

    /** Secrets of hooks are sealed with what signs tokens: one secret to keep, which no backup holds. */
    private static SecretBox.Keys keys(SigningSecret secret) {
        return new SecretBox.Keys() {
            @Override
            public Result<byte[]> toSeal() {
                return secret.keyFor(HOOKS);
            }

            @Override
            public Optional<byte[]> toOpen() {
                return secret.knownKeyFor(HOOKS);
            }
        };
    }

    /** Ends what is being read when the right to it ends: at once after a change, in time when it ends by itself. */
    AutoCloseable watch(PhotonApi api) {
        ScheduledThreadPoolExecutor timer = Steady.timer("photon-rights");
        timer.scheduleWithFixedDelay(api::endWhatMayNotBeRead, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
        Runnable soon = () -> {
            try {
                timer.execute(api::endWhatMayNotBeRead);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("a change of users while Photon stops");
            }
        };
        authenticator.accounts().onChange(soon);
        tokens.onChange(soon);
        return timer::shutdownNow;
    }

    /** Who may come in, as the api wants to know it. */
    PhotonParts.Entry entry() {
        UserChanges users = new UserChanges(
                log, authenticator.accounts(), passwords, authenticator.adminName(), System::currentTimeMillis);
        return new PhotonParts.Entry(authenticator, tokens, users, hooks);
    }

    @Override
    public void close() {
        log.close();
        passwords.close();
    }
}
