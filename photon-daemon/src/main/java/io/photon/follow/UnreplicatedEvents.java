// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.backup.format.BackupWriter;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.os.PrivateFiles;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;

/** Writes what a node has above a position into a file: a backup from there on, as {@code photon restore --as-new} takes it. */
final class UnreplicatedEvents {

    private UnreplicatedEvents() {}

    /** @param events how many there are @param file where they are; it is there only when there are any */
    record Written(long events, Path file) {}

    /** Writes them, forced to disk, over what an attempt before has left. */
    static Result<Written> write(EventLog log, long above, Path file) {
        try {
            PrivateFiles.createFolders(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
            Page page = log.reader().read(ReadRequest.forwards(StreamNames.ALL, above));
            while (page.events().isEmpty() && !page.end()) {
                page = log.reader().read(ReadRequest.forwards(StreamNames.ALL, page.cursor()));
            }
            if (page.events().isEmpty()) {
                return Result.ok(new Written(0, file));
            }
            BackupWriter writer = new BackupWriter(Clock.systemUTC(), OptionalLong.of(above + 1));
            try (FileChannel channel = PrivateFiles.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                while (true) {
                    for (Event event : page.events()) {
                        writer.add(event);
                    }
                    put(channel, writer.take());
                    if (page.end()) {
                        break;
                    }
                    page = log.reader().read(ReadRequest.forwards(StreamNames.ALL, page.cursor()));
                }
                put(channel, writer.finish());
                channel.force(true);
            }
            return Result.ok(new Written(writer.events(), file));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.NO_SPACE,
                    "the events that never reached the new primary cannot be written to " + file + ": "
                            + SystemError.reason(e),
                    "make room there; it is tried again");
        }
    }

    private static void put(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }
}
