// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import org.jspecify.annotations.Nullable;

/**
 * Someone who has proved who they are, and what they may do as of then; {@link Accounts#current} tells what became of
 * it. Immutable.
 *
 * @param name for messages and logs, never a secret
 * @param account the user whose rights these are; null for one that is not a user, such as the administrator
 * @param credentials which password of the user was good then, see {@link Account#credentials}; 0 without a user
 * @param granted what the user may do
 * @param limit further bounds of this login, such as those of an application; null for none
 * @param rights both together: what they may do
 * @param means how they logged in, e.g. {@code password}, for people
 * @param untilMs when this login ends, ms since 1970; {@link Grant#FOREVER} for never
 * @param standing whether what they showed is still good
 */
public record ProvenIdentity(
        String name,
        @Nullable String account,
        long credentials,
        Rights granted,
        @Nullable Rights limit,
        Rights rights,
        String means,
        long untilMs,
        Standing standing) {

    /** Someone whose rights are fixed as long as the daemon runs. */
    public static ProvenIdentity fixed(String name, Rights rights, String means) {
        return new ProvenIdentity(name, null, 0, rights, null, rights, means, Grant.FOREVER, Standing.GOOD);
    }

    /** Whether nothing can become of it: it is no user, and its login does not end. */
    public boolean isFixed() {
        return account == null && untilMs == Grant.FOREVER && standing == Standing.GOOD;
    }

    /** The same, logged in another way, e.g. by a token. @param untilMs when that ends, {@link Grant#FOREVER} for never */
    public ProvenIdentity by(String means, long untilMs, Standing standing) {
        return new ProvenIdentity(name, account, credentials, granted, limit, rights, means, untilMs, standing);
    }

    /** The same under another name for messages and logs, e.g. {@code application shop of ann}. */
    public ProvenIdentity called(String other) {
        return new ProvenIdentity(other, account, credentials, granted, limit, rights, means, untilMs, standing);
    }

    /** The same with further bounds, which stay however the user's rights change. */
    public ProvenIdentity within(Rights bounds) {
        Rights both = limit == null ? bounds : limit.within(bounds);
        return new ProvenIdentity(
                name, account, credentials, granted, both, granted.within(both), means, untilMs, standing);
    }

    /** The same with what a user may do now. */
    ProvenIdentity with(Rights now) {
        Rights both = limit == null ? now : now.within(limit);
        return new ProvenIdentity(name, account, credentials, now, limit, both, means, untilMs, standing);
    }
}
