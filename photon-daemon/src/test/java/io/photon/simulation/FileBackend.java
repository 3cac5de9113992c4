// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.file.FaultyDisk;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.testkit.Verified;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * The file store in tiny segments on a {@link FaultyDisk}: torn writes, lost names, failing syncs, a full disk, kills after
 * which only memory has what was not forced, single operations that fail, too few descriptors.
 */
final class FileBackend implements Backend {

    private static final FileEventStore.Limits TINY = new FileEventStore.Limits(4 * 1024, 12);

    /** What deletions seal is small then, and is merged. */
    private static final FileEventStore.Limits MERGING = new FileEventStore.Limits(64 * 1024, 400);

    private final Random random;
    private final FileEventStore.Limits limits;
    private final Executor background;
    private FaultyDisk disk = new FaultyDisk();
    private FileEventStore store;
    /** How many files can be opened during the next write. */
    private long descriptors = Long.MAX_VALUE;

    FileBackend(Random random, Executor background) {
        this.random = random;
        this.limits = random.nextInt(3) > 0 ? TINY : MERGING;
        this.background = background;
    }

    @Override
    public EventStore open(Ledger ledger) throws StoreException {
        if (random.nextInt(4) == 0) {
            disk.descriptors(random.nextInt(6));
            try {
                FileEventStore.open(disk, limits, RecordSource.NONE, background).close();
            } catch (StoreException refused) {
                assertNotEquals(StoreException.Kind.DAMAGED, refused.kind(), refused.getMessage());
            }
            disk.descriptors(Long.MAX_VALUE);
        }
        store = FileEventStore.open(disk, limits, RecordSource.NONE, background);
        assertEquals(List.of(), Verified.of(store).damages(), "after a crash");
        return store;
    }

    @Override
    public void append(EventStore into, List<Event> batch, Fence fence) throws StoreException {
        withSoManyDescriptors(() -> into.append(batch, fence));
    }

    @Override
    public void publish(Staging staging, Fence fence) throws StoreException {
        withSoManyDescriptors(() -> staging.publish(fence));
    }

    /** One write. */
    private interface Write {
        void run() throws StoreException;
    }

    private void withSoManyDescriptors(Write write) throws StoreException {
        disk.descriptors(descriptors);
        descriptors = Long.MAX_VALUE;
        try {
            write.run();
        } finally {
            disk.descriptors(Long.MAX_VALUE);
        }
    }

    @Override
    public void prepare(Fault fault) {
        switch (fault) {
            case POWER_CUT -> disk.stopAfter(1 + random.nextInt(30));
            case OPERATION_FAILS ->
                disk.failOnceAfter(
                        1 + random.nextInt(30),
                        random.nextBoolean() ? "Input/output error" : "No space left on device");
            case FEW_DESCRIPTORS -> descriptors = random.nextInt(4);
            default -> disk.failForces(1);
        }
    }

    @Override
    public void errorSoon() {
        disk.errorOnceAfter(1 + random.nextInt(12));
    }

    @Override
    public void full(boolean isFull) {
        disk.freeBytes(isFull ? random.nextInt(300) : 1L << 40);
    }

    @Override
    public boolean isReadOnly() {
        return store.state().condition() == EventStore.StoreState.Condition.READ_ONLY;
    }

    @Override
    public boolean powerIsOff() {
        return disk.isStopped();
    }

    @Override
    public void powerCut() {
        disk = random.nextBoolean() ? disk.afterKill() : disk.afterPowerCut(random);
    }
}
