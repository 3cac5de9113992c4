// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.backup.format.BackupReader;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Restores backups into a running store, one at a time. Thread-safe. */
public final class RestoreService {

    /** At a time: each may take room on the disk. */
    private static final int MOST_IMPORTS = 8;

    /** An import is quick to stage; a restore stages as long as it is sent. */
    private static final long IMPORT_WAIT_SECONDS = 2;

    private final EventLog log;
    private final Clock clock;
    private final Path scratch;
    private final int maxLineBytes;
    /** Its holder may stage events. */
    private final Semaphore staging = new Semaphore(1);

    private final Semaphore imports = new Semaphore(MOST_IMPORTS);

    /**
     * @param clock bounds what order-ids are believed
     * @param scratch a folder for a temporary file, made when needed
     * @param maxLineBytes longest line of a backup, see {@link BackupReader#DEFAULT_MAX_LINE_BYTES}
     */
    public RestoreService(EventLog log, Clock clock, Path scratch, int maxLineBytes) {
        this.log = log;
        this.clock = clock;
        this.scratch = scratch;
        this.maxLineBytes = maxLineBytes;
    }

    /** Begins a restore; OVERLOADED while another one runs. Close it in any case. */
    public Result<Restore> begin(RestoreRequest request) {
        if (!staging.tryAcquire()) {
            return Result.err(
                    Failure.Kind.OVERLOADED, "another restore is running", "wait until it is done, then try again");
        }
        boolean begun = false;
        try {
            Restore restore = request.asNew()
                    ? new RestoreAsNew(log, clock, scratch, request, maxLineBytes, staging::release)
                    : new ExactRestore(log, clock, scratch, request, maxLineBytes, staging::release);
            begun = true;
            return Result.ok(restore);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } finally {
            if (!begun) {
                staging.release();
            }
        }
    }

    /** Begins to gather events for a stream of their own; OVERLOADED while too many do. Close it in any case. */
    public Result<StreamImport> beginImport() {
        if (!imports.tryAcquire()) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    MOST_IMPORTS + " imports are running",
                    "wait until one is done, then try again");
        }
        return Result.ok(new StreamImport(log, clock, scratch, this::whileNoOtherStages, imports::release));
    }

    private <T> Result<T> whileNoOtherStages(StreamImport.Work<T> work) throws StoreException, IOException {
        try {
            if (!staging.tryAcquire(IMPORT_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return Result.err(
                        Failure.Kind.OVERLOADED,
                        "a restore is running",
                        "nothing was imported; wait until it is done, then import again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Failure.Kind.OVERLOADED, "Photon is stopping", "nothing was imported; import again");
        }
        try {
            return work.done();
        } finally {
            staging.release();
        }
    }
}
