// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.os.PrivateFiles;
import io.photon.os.SystemError;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long small writes take until they are forced to a disk.
 *
 * @param perSecond how many, one after the other
 * @param medianMicros the usual one
 * @param slowestMicros the slowest one
 */
record FsyncRate(long perSecond, long medianMicros, long slowestMicros) {

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int FEWEST = 3;
    private static final int MOST = 300;
    private static final int BYTES = 4_096;

    /** Writes and forces a file of its own in a folder for less than half a second, and removes it. */
    static Result<FsyncRate> measure(Path folder) {
        Path file = folder.resolve(".photon-doctor." + ProcessHandle.current().pid());
        try {
            try (FileChannel channel =
                    PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                return Result.ok(measure(channel));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return Result.err(
                    SystemError.isNoRoom(e) ? Kind.NO_SPACE : Kind.BAD_INPUT,
                    "nothing can be written into " + folder + ": " + SystemError.reason(e),
                    "check room, owner and mode of the folder");
        }
    }

    private static FsyncRate measure(FileChannel channel) throws IOException {
        List<Long> nanos = new ArrayList<>();
        long begin = System.nanoTime();
        while (nanos.size() < MOST && (nanos.size() < FEWEST || System.nanoTime() - begin < LONGEST_NANOS)) {
            long from = System.nanoTime();
            channel.write(ByteBuffer.allocate(BYTES), 0);
            channel.force(false);
            nanos.add(System.nanoTime() - from);
        }
        long total = System.nanoTime() - begin;
        Collections.sort(nanos);
        return new FsyncRate(
                nanos.size() * TimeUnit.SECONDS.toNanos(1) / Math.max(1, total),
                nanos.get(nanos.size() / 2) / 1_000,
                nanos.get(nanos.size() - 1) / 1_000);
    }
}
