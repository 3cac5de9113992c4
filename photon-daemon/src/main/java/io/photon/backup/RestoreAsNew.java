// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Stores the events of user streams as new ones, all or nothing: they get new positions and times, and are stored once by
 * their local-id. Events of internal streams are skipped. The upload is kept in a file until its end, and its checksum,
 * have been seen; only then are its events staged and published in one step, so that emits go on concurrently.
 */
final class RestoreAsNew implements Restore {

    private final EventLog log;
    private final Clock clock;
    private final RestoreRequest request;
    private final Runnable onClose;
    private final BackupReader reader;
    private final EventSpool spool;
    private long internal;
    private long leftOut;

    RestoreAsNew(EventLog log, Clock clock, Path scratch, RestoreRequest request, int maxLineBytes, Runnable onClose) {
        this.log = log;
        this.clock = clock;
        this.request = request;
        this.onClose = onClose;
        this.spool = new EventSpool(scratch);
        this.reader = new BackupReader(
                new BackupReader.Options(maxLineBytes, request.allowIncomplete(), Long.MAX_VALUE), this::take);
    }

    @Override
    public Optional<Failure> feed(byte[] bytes, int offset, int length) {
        return reader.feed(bytes, offset, length);
    }

    private Optional<Failure> take(List<BackupLine> lines) {
        try {
            for (BackupLine line : lines) {
                if (request.leavesOut(line.event())) {
                    leftOut++;
                } else if (StreamNames.isInternal(line.event().streamName())) {
                    internal++;
                } else {
                    spool.add(line.event());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ScratchFile.failure(e));
        }
    }

    @Override
    public Result<Restored> finish() {
        if (reader.finish() instanceof Result.Err<BackupSummary> err) {
            return Result.err(err.failure());
        }
        try {
            Result<NewEvents.Counts> stored = new NewEvents(log, clock, spool).store(request.dryRun());
            return stored.map(
                    counts -> new Restored(counts.stored(), internal + counts.duplicates(), 0, leftOut, log.head()));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } catch (IOException e) {
            return Result.err(ScratchFile.failure(e));
        }
    }

    @Override
    public void close() {
        spool.close(onClose);
    }
}
