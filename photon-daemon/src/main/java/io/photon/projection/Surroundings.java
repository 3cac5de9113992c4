package io.photon.projection;

import io.photon.log.EventLog;
import io.photon.projection.Descriptor.LastError;
import io.photon.store.SnapshotStore;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What all runners share.
 *
 * @param places of those that read ahead
 * @param configPosition all of {@code __config__} up to here has been told to the runners
 * @param moved somebody's position has changed
 * @param stuck one has got stuck, and says why: another is to take its place
 * @param snapshotEvents after how many events a snapshot is taken
 */
record Surroundings(
        EventLog log,
        SnapshotStore snapshots,
        Turns pool,
        Overseer overseer,
        Places places,
        LongSupplier configPosition,
        Runnable moved,
        BiConsumer<Runner, LastError> stuck,
        long snapshotEvents) {}
