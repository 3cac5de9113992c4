// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.security.PasswordHash;
import org.jspecify.annotations.Nullable;

/**
 * A program that acts for a user, with an id and a secret of its own. Immutable.
 *
 * @param clientId public
 * @param user for whom it acts
 * @param secret null for one that cannot be read, which nothing fits
 * @param bounds what it may do at most, whatever its user may
 * @param createdMs ms since 1970
 * @param createdBy who created it
 * @param secretMs when its secret was made, ms since 1970
 * @param usedMs about when it was last used, ms since 1970; 0 for never
 */
public record Application(
        String clientId,
        String user,
        String name,
        String description,
        String website,
        @Nullable PasswordHash secret,
        Bounds bounds,
        long createdMs,
        String createdBy,
        long secretMs,
        long usedMs) {

    Application withSecret(@Nullable PasswordHash other, long timeMs) {
        return new Application(
                clientId, user, name, description, website, other, bounds, createdMs, createdBy, timeMs, usedMs);
    }

    Application usedAt(long timeMs) {
        return new Application(
                clientId,
                user,
                name,
                description,
                website,
                secret,
                bounds,
                createdMs,
                createdBy,
                secretMs,
                Math.max(usedMs, timeMs));
    }
}
