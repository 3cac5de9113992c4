// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the name of the segment that is written still stands for the file that was opened. Asked after each force, so what
 * is looked at is the folder: a look at the file itself makes systems keep the exact time of the next write, and then each
 * force writes that time to the disk as well, which doubles its cost (Linux 6.13). The file is looked at when a name in the
 * folder has changed. For the one writer.
 */
final class SegmentPlace {

    private final Disk disk;
    private final Segment segment;
    private final @Nullable Object identity;
    private @Nullable Object names;

    SegmentPlace(Disk disk, Segment segment) throws IOException {
        this.disk = disk;
        this.segment = segment;
        this.identity = disk.identity(segment.name());
    }

    /** Why it does not; null when it does. */
    @Nullable String lost() {
        try {
            Object now = disk.names();
            if (now != null && now.equals(names)) {
                return null;
            }
            if (!Objects.equals(identity, disk.identity(segment.name()))) {
                return segment.describe() + " is no longer where it was opened: it, or a folder above it, was removed,"
                        + " renamed or replaced";
            }
            names = now; // read before the file was looked at
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
