// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.log.EventLog;
import io.photon.pace.BackgroundPace;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.store.SnapshotStore;
import io.photon.store.snapshot.MvSnapshotStore;
import java.nio.file.Path;

/** The projections of a daemon with what they stand on. */
final class Projecting implements AutoCloseable {

    private final SnapshotStore snapshots;
    private final ProjectionEngine engine;

    private Projecting(SnapshotStore snapshots, ProjectionEngine engine) {
        this.snapshots = snapshots;
        this.engine = engine;
    }

    /** Never a reason not to start: what cannot be used is logged. */
    static Projecting open(PhotonConfig config, EventLog log, BackgroundPace pace) {
        Path store = config.store().directory();
        SnapshotStore snapshots = store == null
                ? MvSnapshotStore.inMemory()
                : MvSnapshotStore.in(store.resolveSibling(store.getFileName() + ".snapshots"));
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
        return new Projecting(snapshots, engine);
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
        engine.close();
        snapshots.close();
    }
}
