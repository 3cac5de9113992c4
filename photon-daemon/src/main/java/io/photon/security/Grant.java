// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What someone may do, with which streams, until when. Immutable.
 *
 * @param id by which it is revoked
 * @param roles what it allows, at least one
 * @param streams a stream or a glob; {@link #EVERYTHING} or {@code __all__} for all but {@code __security__}
 * @param untilMs when it ends, ms since 1970, exclusive; {@link #FOREVER} for never
 * @param by who added it
 * @param addedMs when, ms since 1970
 */
public record Grant(String id, Set<Role> roles, String streams, long untilMs, String by, long addedMs) {

    /** Of a grant that does not end. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** The glob of all streams. */
    public static final String EVERYTHING = "**";

    public Grant {
        roles = Set.copyOf(roles);
    }

    /** Whether it is in force. */
    public boolean holds(long nowMs) {
        return nowMs < untilMs;
    }

    /** Whether it is about all streams. */
    public boolean isOfEverything() {
        return streams.equals(EVERYTHING) || streams.equals(StreamNames.ALL);
    }

    StreamSelector selector() {
        return StreamSelector.of(streams);
    }

    /** The permissions of its roles as bits. */
    int bits() {
        int bits = 0;
        for (Role role : roles) {
            for (Permission permission : role.permissions()) {
                bits |= permission.bit();
            }
        }
        return bits;
    }

    /** Its roles as people write them: {@code emit,replay}. */
    public String what() {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
    }
}
