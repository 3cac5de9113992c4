package io.photon.backup;

/**
 * How a backup is to be restored.
 *
 * @param dryRun only check and count
 * @param until the highest order-id wanted (inclusive); {@link Long#MAX_VALUE} for all. What stands behind it is checked
 *     against the trailer, and left out
 * @param asNew append the events of user streams as new ones, with new positions and times, instead of restoring exactly
 * @param allowIncomplete take a last backup that has no trailer
 */
public record RestoreRequest(boolean dryRun, long until, boolean asNew, boolean allowIncomplete) {

    /** An exact restore of everything. */
    public static final RestoreRequest EXACT = new RestoreRequest(false, Long.MAX_VALUE, false, false);
}
