package io.photon.security;

/** What one may be allowed to do. */
public enum Permission {
    /** Append to user streams. */
    EMIT,
    /** Read events, streams and counters. */
    REPLAY,
    /** Delete user streams. */
    DELETE,
    /** Create and query projections. */
    PROJECTIONS,
    /** Pause, resume, reset and delete projections. */
    MANAGE,
    /** Read {@code __security__}, by its name and inside {@code __all__}. */
    SECURITY,
    /** Take backups, restore them, have the store verified. */
    BACKUP
}
