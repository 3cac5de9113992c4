package io.photon.daemon;

import io.photon.log.EventLog;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Passwords;
import io.photon.security.SecurityLog;
import io.photon.store.StoreException;
import java.util.List;

/** Who may come in: the administrator, the token of this start, and the users that {@code __security__} tells of. */
final class Securing implements AutoCloseable {

    private final SecurityLog log;
    private final Passwords passwords;
    private final Authenticator authenticator;

    private Securing(SecurityLog log, Passwords passwords, Authenticator authenticator) {
        this.log = log;
        this.passwords = passwords;
        this.authenticator = authenticator;
    }

    /** Reads what is stored of users: before any door opens. */
    static Result<Securing> open(PhotonConfig config, EventLog log, String token) {
        Accounts accounts = new Accounts(System::currentTimeMillis);
        SecurityLog security = new SecurityLog(log, List.of(accounts));
        Passwords passwords = new Passwords();
        Securing opened = new Securing(
                security,
                passwords,
                new Authenticator(
                        config.adminUser(), config.adminPass(), token, accounts, passwords, System::nanoTime));
        try {
            security.begin();
            return Result.ok(opened);
        } catch (StoreException e) {
            opened.close();
            return Result.err(Stores.notOpened(config.store(), e));
        }
    }

    SecurityLog log() {
        return log;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    @Override
    public void close() {
        log.close();
        passwords.close();
    }
}
