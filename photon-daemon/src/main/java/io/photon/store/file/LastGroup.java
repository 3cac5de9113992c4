// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The one group of a log that a process which ended may have written and not forced: the next group is written only after
 * the one before it was forced. It is read back from memory of the system, where a power cut takes it away, and forcing
 * alone does not help: after a force that failed the system takes its bytes for written. So they are written again.
 */
final class LastGroup {

    private static final int PIECE_BYTES = 1 << 20;

    private LastGroup() {}

    /**
     * Makes the end of the segment durable: the last group, and that nothing follows it, for the disk may still have a
     * group that was cut off in memory only.
     *
     * @param at where the last group starts, 0 when there is none
     * @param end where the next one will
     */
    static void writeAgain(Disk.DiskFile file, long at, long end) throws IOException {
        if (at > 0) {
            copyOver(file, at, at + length(file, at));
        }
        try {
            file.write(end, ByteBuffer.allocate(SegmentFormat.GROUP_HEADER));
        } catch (IOException e) {
            if (!Failures.isNoSpace(e)) {
                throw e;
            }
            file.truncate(end);
        }
        file.force();
    }

    private static long length(Disk.DiskFile file, long at) throws IOException {
        SegmentFormat.GroupHeader header = SegmentFormat.groupOf(file, at);
        return header == null ? 0 : SegmentFormat.GROUP_HEADER + header.bodyLength();
    }

    private static void copyOver(Disk.DiskFile file, long from, long to) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - from));
        for (long at = from; at < to; ) {
            piece.clear().limit((int) Math.min(piece.capacity(), to - at));
            if (file.read(at, piece) < 0) {
                return;
            }
            piece.flip();
            int length = piece.remaining();
            file.write(at, piece);
            at += length;
        }
    }
}
