// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

/**
 * What a signed token says. Immutable.
 *
 * @param id of this token alone
 * @param family of tokens that came from one login; all of them end together
 * @param user whose it is
 * @param credentials of the user when it was signed, see {@link io.photon.security.Account#credentials}
 * @param use whether it says who asks, or gets a new one
 * @param turn of a refresh token, how many of its family came before it; else 0
 * @param bounds what it may do at most
 * @param issuedMs ms since 1970
 * @param untilMs ms since 1970, in whole seconds
 */
record Claims(
        String id,
        String family,
        String user,
        long credentials,
        Use use,
        long turn,
        Bounds bounds,
        long issuedMs,
        long untilMs) {

    /** What a token is for. */
    enum Use {
        ACCESS,
        REFRESH
    }
}
