// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.log.EventLog;
import io.photon.pace.BackgroundPace;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.result.Result;
import io.photon.store.SnapshotStore;
import io.photon.store.snapshot.MvSnapshotStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections of a daemon with what they stand on. */
final class Projecting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Projecting.class);

    private final OpenParts parts;
    private final ProjectionEngine engine;

    private Projecting(OpenParts parts, ProjectionEngine engine) {
        this.parts = parts;
        this.engine = engine;
    }

    /**
     * Never a reason not to start: what cannot be used is logged.
     *
     * @param store id of a store in a server, null for none
     */
    static Projecting open(PhotonConfig config, @Nullable UUID store, EventLog log, BackgroundPace pace) {
        OpenParts parts = new OpenParts();
        SnapshotStore snapshots = parts.add("the snapshots of projections", snapshots(config.store(), store, parts));
        ProjectionEngine engine = ProjectionEngine.open(
                new ProjectionEngine.Parts(
                        log,
                        snapshots,
                        Reductions.languages(),
                        Reductions.builtIns(),
                        Reductions.files(),
                        Reductions.conditions()),
                config.projections(),
                pace);
        return new Projecting(parts, parts.add("the engine of projections", engine));
    }

    private static SnapshotStore snapshots(StoreConfig config, @Nullable UUID store, OpenParts parts) {
        Path folder = config.snapshots(store);
        if (folder == null) {
            return MvSnapshotStore.inMemory();
        }
        if (config.directory() != null) { // whose lock the daemon has
            return MvSnapshotStore.in(folder);
        }
        Result<StoreLock> lock = StoreLock.take(folder);
        if (lock instanceof Result.Err<StoreLock> err) { // several Photons may use one store, and have one data.path
            LOG.warn(
                    "no snapshots of projections are kept in {}: {}; each start folds anew. Give this Photon a data.path of its own",
                    folder,
                    err.failure().message());
            return MvSnapshotStore.inMemory();
        }
        parts.add("the lock of the snapshots", lock.value());
        FormerSnapshots.remove(folder, Instant.now());
        return MvSnapshotStore.in(folder);
    }

    /** Has them run. */
    void begin() {
        engine.begin();
    }

    /** As callers of a daemon may see them. */
    ProjectionApi api(PhotonApi daemon) {
        return new ProjectionApi(engine, daemon);
    }

    @Override
    public void close() {
        parts.close();
    }
}
