package io.photon.backup;

import io.photon.backup.format.BackupReader;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Restores backups into a running store, one at a time. Thread-safe. */
public final class RestoreService {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final EventLog log;
    private final Clock clock;
    private final Path scratch;
    private final int maxLineBytes;
    private final AtomicBoolean running = new AtomicBoolean();

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
        if (!running.compareAndSet(false, true)) {
            return Result.err(
                    Failure.Kind.OVERLOADED, "another restore is running", "wait until it is done, then try again");
        }
        boolean begun = false;
        try {
            Restore restore = request.asNew()
                    ? new RestoreAsNew(log, clock, scratch, request, maxLineBytes, () -> running.set(false))
                    : new ExactRestore(log, clock, scratch, request, maxLineBytes, () -> running.set(false));
            begun = true;
            return Result.ok(restore);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } finally {
            if (!begun) {
                running.set(false);
            }
        }
    }

    /**
     * Restores from a stream, read to its end; closing it is the caller's.
     *
     * @throws IOException when reading fails, as when the uploader vanishes: nothing of an exact restore is left then
     */
    public Result<Restored> restore(InputStream backup, RestoreRequest request) throws IOException {
        Result<Restore> begun = begin(request);
        if (begun instanceof Result.Err<Restore> err) {
            return Result.err(err.failure());
        }
        try (Restore restore = begun.value()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = backup.read(chunk); n >= 0; n = backup.read(chunk)) {
                Optional<Failure> wrong = restore.feed(chunk, 0, n);
                if (wrong.isPresent()) {
                    return Result.err(wrong.get());
                }
            }
            return restore.finish();
        }
    }
}
