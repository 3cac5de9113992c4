// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

/** What one may be allowed to do. */
public enum Permission {
    /** Append to user streams. */
    EMIT,
    /** Read events, streams and counters. */
    REPLAY,
    /** Delete user streams. */
    DELETE,
    /** Create projections. */
    PROJECTIONS,
    /** Read what projections have folded. */
    VALUES,
    /** Pause, resume, reset and delete projections. */
    MANAGE,
    /** Read {@code __security__}, manage users, see who comes in. */
    SECURITY,
    /** Take backups, restore them, have the store verified. */
    BACKUP;

    int bit() {
        return 1 << ordinal();
    }
}
