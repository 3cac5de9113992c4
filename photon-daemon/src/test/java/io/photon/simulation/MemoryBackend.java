// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.memory.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A store that keeps batches through power cuts and forgets deletions, as {@code EventStoreContract} allows. */
final class MemoryBackend implements Backend {

    private final Random random;
    private Fault next;
    private boolean full;
    private boolean readOnly;
    private boolean off;

    MemoryBackend(Random random) {
        this.random = random;
    }

    @Override
    public EventStore open(Ledger ledger) throws StoreException {
        MemoryEventStore store = new MemoryEventStore();
        List<Event> survived = new ArrayList<>(ledger.events());
        if (random.nextBoolean()) {
            survived.addAll(ledger.unknown());
        }
        if (!survived.isEmpty()) {
            store.append(survived);
        }
        return store;
    }

    @Override
    public void append(EventStore store, List<Event> batch, Fence fence) throws StoreException {
        fail();
        store.append(batch, fence);
    }

    @Override
    public void publish(Staging staging, Fence fence) throws StoreException {
        fail();
        staging.publish(fence);
    }

    private void fail() throws StoreException {
        Fault fault = next;
        next = null;
        if (full || fault == Fault.OPERATION_FAILS) {
            throw new StoreException(Kind.NO_SPACE, "no space left");
        }
        if (readOnly) {
            throw new StoreException(Kind.READ_ONLY, "a sync failed before");
        }
        readOnly |= fault == Fault.SYNC_FAILS;
        off |= fault == Fault.POWER_CUT;
        if (readOnly || off) {
            throw new StoreException(Kind.OUTCOME_UNKNOWN, "a sync failed");
        }
    }

    @Override
    public void prepare(Fault fault) {
        next = fault;
    }

    @Override
    public void errorSoon() {
        // It has no operations of its own.
    }

    @Override
    public void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean powerIsOff() {
        return off;
    }

    @Override
    public void powerCut() {
        next = null;
        full = false;
        readOnly = false;
        off = false;
    }
}
