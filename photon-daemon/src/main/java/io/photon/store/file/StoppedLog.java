// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the files of a log say of its last stop, also when the log is too damaged to be opened. */
public final class StoppedLog {

    /** Nothing shows up to where the log reached. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private StoppedLog() {}

    /**
     * The last order-id that the log ever held: noted by a clean stop, after which nothing was appended. A start takes the
     * note away, durably, before the first append, unless the log's end is damaged: then what was appended shows in the
     * segments.
     *
     * @return 0 for an empty log; {@link #UNKNOWN} after an unclean stop or an append, and when the note is damaged
     */
    public static long head(Path directory) throws IOException {
        RealDisk disk = new RealDisk(directory);
        CleanShutdownMarker clean = CleanShutdownMarker.read(disk);
        return clean == null || isContinued(disk, clean) ? UNKNOWN : clean.head();
    }

    private static boolean isContinued(Disk disk, CleanShutdownMarker clean) throws IOException {
        for (String name : disk.list()) {
            if (name.matches(OrphanFiles.SEGMENT)
                    && (name.equals(clean.segment())
                            ? isLonger(disk, name, clean.length())
                            : beginsAfter(Misplaced.header(disk, name), clean.head()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLonger(Disk disk, String name, long length) throws IOException {
        try (Disk.DiskFile file = disk.open(name)) {
            return file.size() > length;
        }
    }

    /** Numbers do not tell: what is rewritten or merged gets a new one. */
    private static boolean beginsAfter(SegmentFormat.@Nullable SegmentHeader header, long head) {
        return header != null && header.prev() >= head;
    }
}
