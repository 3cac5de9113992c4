// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

/**
 * A signed token that was given a name, so that it can be listed. Immutable.
 *
 * @param id of the token, no secret
 * @param bounds what it may do at most
 * @param createdMs ms since 1970
 * @param untilMs when it expires, ms since 1970
 * @param usedMs about when it was last used, ms since 1970; 0 for never
 */
public record NamedToken(
        String id,
        String user,
        String name,
        Bounds bounds,
        long createdMs,
        String createdBy,
        long untilMs,
        long usedMs) {

    NamedToken usedAt(long timeMs) {
        return new NamedToken(id, user, name, bounds, createdMs, createdBy, untilMs, Math.max(usedMs, timeMs));
    }
}
