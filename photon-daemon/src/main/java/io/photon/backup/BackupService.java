// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Makes backups of a running store. Thread-safe; writers and other readers go on at the same time. */
public final class BackupService {

    /** How long one backup may hold its view: it keeps deleted events' bytes on disk. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** Most backups at once. */
    public static final int MAX_RUNNING = 8;

    private final EventLog log;
    private final Clock clock;
    private final Set<Backup> running = ConcurrentHashMap.newKeySet();
    /** Each running backup has one. */
    private final Semaphore places = new Semaphore(MAX_RUNNING);

    /** @param clock tells when a backup was made, and how old a running one is */
    public BackupService(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Begins a backup of what is stored now. Close it, also when it was read to its end. */
    public Result<Backup> begin(BackupRequest request) {
        closeTooOld();
        if (!places.tryAcquire()) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    MAX_RUNNING + " backups are running already",
                    "wait until one of them is done");
        }
        PinnedView view = null;
        boolean begun = false;
        try {
            view = log.pin();
            Backup backup = new Backup(
                    view, log.budget(), clock, request, clock.instant().plus(MAX_AGE), this::ended);
            Result<Backup> answer = Result.ok(backup);
            running.add(backup);
            begun = true;
            return answer;
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } finally {
            if (!begun) { // there may be no memory for it
                places.release();
                if (view != null) {
                    view.close();
                }
            }
        }
    }

    /** Called once for each. */
    private void ended(Backup backup) {
        running.remove(backup);
        places.release();
    }

    /** Lets go of views held longer than {@link #MAX_AGE}, as by a reader that stopped reading. Call it now and then. */
    public void closeTooOld() {
        running.forEach(Backup::closeIfTooOld);
    }
}
