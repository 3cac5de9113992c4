// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import java.util.OptionalLong;

/**
 * What a backup is to hold.
 *
 * @param from the lowest order-id wanted (inclusive), empty for everything
 * @param skipDamaged whether what cannot be read is left out, and named in the trailer; else the backup fails there
 */
public record BackupRequest(OptionalLong from, boolean skipDamaged) {

    /** Everything, or nothing. */
    public static final BackupRequest WHOLE = new BackupRequest(OptionalLong.empty(), false);
}
