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

/** Makes backups of a running store. Thread-safe; writers and other readers go on at the same time. */
public final class BackupService {

    /** How long one backup may hold its view: it keeps deleted events' bytes on disk. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** Most backups at once. */
    public static final int MAX_RUNNING = 8;

    private final EventLog log;
    private final Clock clock;
    private final Set<Backup> running = ConcurrentHashMap.newKeySet();

    /** @param clock tells when a backup was made, and how old a running one is */
    public BackupService(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Begins a backup of what is stored now. Close it, also when it was read to its end. */
    public Result<Backup> begin(BackupRequest request) {
        closeTooOld();
        if (running.size() >= MAX_RUNNING) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    MAX_RUNNING + " backups are running already",
                    "wait until one of them is done");
        }
        try {
            PinnedView view = log.pin();
            Backup backup = new Backup(
                    view, log.budget(), clock, request, clock.instant().plus(MAX_AGE), running::remove);
            running.add(backup);
            return Result.ok(backup);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** Lets go of views held longer than {@link #MAX_AGE}, as by a reader that stopped reading. Call it now and then. */
    public void closeTooOld() {
        running.forEach(Backup::closeIfTooOld);
    }
}
