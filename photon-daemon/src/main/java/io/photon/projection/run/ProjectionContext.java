// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.log.EventLog;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.schedule.Overseer;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.store.SnapshotStore;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What all tasks share.
 *
 * @param places of those that read ahead
 * @param config how much of {@code __config__} has been told to the tasks
 * @param moved the position of a projection has changed
 * @param stuck one has got stuck, and says why: another is to take its place
 * @param snapshotEvents after how many events a snapshot is taken
 */
public record ProjectionContext(
        EventLog log,
        SnapshotStore snapshots,
        ProjectionScheduler scheduler,
        Overseer overseer,
        Places places,
        Supplier<ToldConfig> config,
        Runnable moved,
        BiConsumer<ProjectionTask, LastError> stuck,
        long snapshotEvents) {}
