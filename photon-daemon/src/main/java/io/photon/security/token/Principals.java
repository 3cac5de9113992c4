// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.ProvenIdentity;
import io.photon.security.Rights;
import java.util.Optional;

/**
 * For whom tokens and applications can stand: the administrator and the users. Who has the daemon's own token acts for the
 * administrator. Thread-safe.
 */
public final class Principals {

    private final String admin;
    private final String adminPassword;
    private final Accounts accounts;

    /** @param adminPassword with another one the administrator's tokens are no longer good */
    public Principals(String admin, String adminPassword, Accounts accounts) {
        this.admin = admin;
        this.adminPassword = adminPassword;
        this.accounts = accounts;
    }

    /**
     * What a user, or the administrator, may do now; empty when there is none of that name, or it is disabled. A name that
     * both have, as when the administrator was named like a user, stands for neither: what was handed out to the one must
     * not serve the other.
     */
    Optional<ProvenIdentity> find(String name) {
        if (isAdmin(name) && accounts.find(name).isPresent()) {
            return Optional.empty();
        }
        return isAdmin(name)
                ? Optional.of(ProvenIdentity.fixed(admin, Rights.all(), "token"))
                : accounts.identity(name);
    }

    /** For whom a login stands; empty for one that stands for no one here, such as a guest of a broker. */
    public Optional<String> nameOf(ProvenIdentity identity) {
        String account = identity.account();
        return account != null
                ? Optional.of(account)
                : isAdmin(identity.name()) || identity.name().equals(Authenticator.LOCAL)
                        ? Optional.of(admin)
                        : Optional.empty();
    }

    boolean isAdmin(String name) {
        return name.equals(admin);
    }

    /** What changes with the password of a user. @param key keeps the administrator's password a secret */
    long credentials(ProvenIdentity identity, SigningSecret.Key key) {
        return identity.account() == null ? key.stamp(adminPassword) : identity.credentials();
    }

    /** What became of someone, see {@link Accounts#current}. */
    Result<ProvenIdentity> current(ProvenIdentity known) {
        return accounts.current(known);
    }
}
