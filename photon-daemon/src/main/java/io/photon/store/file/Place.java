// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the name of the segment that is written still stands for the file that was opened. One look at the name after
 * each force costs a hundredth of the force.
 */
final class Place {

    private final Disk disk;
    private final Segment segment;
    private final @Nullable Object identity;

    Place(Disk disk, Segment segment) throws IOException {
        this.disk = disk;
        this.segment = segment;
        this.identity = disk.identity(segment.name());
    }

    /** Why it does not; null when it does. */
    @Nullable String lost() {
        try {
            return Objects.equals(identity, disk.identity(segment.name()))
                    ? null
                    : segment.describe() + " is no longer where it was opened: it, or a folder above it, was removed,"
                            + " renamed or replaced";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
