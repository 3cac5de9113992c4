// SPDX-License-Identifier: Apache-2.0
package io.photon.store.memory;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Batches;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.FenceGuard;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events on the heap. Whatever is appended is gone with the {@link MemoryData}, at the latest with the process. */
public final class MemoryEventStore extends MemoryReader implements EventStore, Pinning, StagingArea, Verification {

    private final AtomicBoolean staging = new AtomicBoolean();
    private final FenceGuard fences = new FenceGuard();

    public MemoryEventStore() {
        this(new MemoryData());
    }

    /** Opens data that may have been filled before; one store at a time. */
    public MemoryEventStore(MemoryData data) {
        super(data);
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        MemoryData data = open();
        fences.pass(fence);
        Batches.requireRising(data.lastOrderId(), batch);
        data.add(batch);
    }

    @Override
    public Wait appendWaitsFor() {
        return Wait.NOTHING;
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        open().hide(stream, upTo);
    }

    @Override
    public Pinning pinning() {
        return this;
    }

    @Override
    public PinnedView pin() throws StoreException {
        return new MemoryReader(open().copy());
    }

    @Override
    public StagingArea staging() {
        return this;
    }

    @Override
    public Staging stage(Fence fence) throws StoreException {
        open();
        if (!staging.compareAndSet(false, true)) {
            throw new StoreException(Kind.REFUSED, "another restore is staging events; one at a time");
        }
        return new MemoryStaging();
    }

    @Override
    public Verification verification() {
        return this;
    }

    @Override
    public void verify(Report report) throws StoreException {
        MemoryData data = open();
        report.progress(data.info(StreamNames.ALL).map(all -> all.totalEvents()).orElse(0L), data.bytes());
    }

    @Override
    public Durability durability() {
        return Durability.MEMORY;
    }

    @Override
    public Map<String, Object> stats() {
        try {
            MemoryData data = open();
            return Map.of("bytes", data.bytes(), "streams", data.streamCount());
        } catch (StoreException closed) {
            return Map.of("state", "closed");
        }
    }

    @Override
    public StoreState state() {
        try {
            open();
            return new StoreState(StoreState.Condition.WRITABLE, null);
        } catch (StoreException closed) {
            return new StoreState(StoreState.Condition.READ_ONLY, closed.getMessage());
        }
    }

    private final class MemoryStaging implements Staging {
        private final MemoryData events = new MemoryData();
        private boolean closed;

        @Override
        public synchronized void add(List<Event> more) throws StoreException {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "the staging is closed");
            }
            Batches.requireRising(events.lastOrderId(), more);
            events.add(more);
        }

        @Override
        public synchronized Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
            return events.byLocalId(stream, localId);
        }

        @Override
        public synchronized void publish(Fence fence) throws StoreException {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "the staging is closed");
            }
            MemoryData data = open();
            fences.pass(fence);
            List<Event> all = events.all();
            Batches.requireRising(data.lastOrderId(), all);
            data.add(all);
            close();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                staging.set(false);
            }
        }
    }
}
