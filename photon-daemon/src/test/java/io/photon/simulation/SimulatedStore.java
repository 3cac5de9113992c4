package io.photon.simulation;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StreamInfo;
import io.photon.store.memory.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store over a {@link SimulatedDisk} that remembers batches and forgets deletions, as the contract allows. */
final class SimulatedStore implements EventStore {

    private final SimulatedDisk disk;
    private final Scheduler scheduler;
    private final MemoryEventStore memory = new MemoryEventStore();

    SimulatedStore(SimulatedDisk disk, Scheduler scheduler) throws StoreException {
        this.disk = disk;
        this.scheduler = scheduler;
        if (!disk.events().isEmpty()) {
            memory.append(List.copyOf(disk.events()));
        }
    }

    @Override
    public void append(List<Event> batch) throws StoreException {
        scheduler.overtake();
        boolean shown = disk.write(batch);
        if (shown) {
            memory.append(batch);
        }
        disk.report();
        scheduler.overtake();
    }

    @Override
    public void delete(String stream, long upTo) throws StoreException {
        scheduler.overtake();
        memory.delete(stream, upTo);
    }

    @Override
    public Staging stage() throws StoreException {
        Staging staging = memory.stage();
        List<Event> staged = new ArrayList<>();
        return new Staging() {
            @Override
            public void add(List<Event> events) throws StoreException {
                staging.add(events);
                staged.addAll(events);
            }

            @Override
            public void publish() throws StoreException {
                scheduler.overtake();
                if (disk.isReadOnly()) {
                    throw new StoreException(Kind.READ_ONLY, "a sync failed before");
                }
                staging.publish();
                disk.publish(staged);
                scheduler.overtake();
            }

            @Override
            public void close() {
                staging.close();
            }
        };
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        scheduler.overtake();
        Page page = memory.read(request);
        scheduler.overtake();
        return page;
    }

    @Override
    public long lastOrderId() throws StoreException {
        return memory.lastOrderId();
    }

    @Override
    public Optional<StreamInfo> stream(String name) throws StoreException {
        scheduler.overtake();
        return memory.stream(name);
    }

    @Override
    public List<StreamInfo> streams(String after, String prefix, int max) throws StoreException {
        return memory.streams(after, prefix, max);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        scheduler.overtake();
        return memory.findByLocalId(stream, localId);
    }

    @Override
    public Erasure erasure() {
        return memory.erasure();
    }

    @Override
    public PinnedView pin() throws StoreException {
        return memory.pin();
    }

    @Override
    public void verify(VerifyReport report) throws StoreException {
        memory.verify(report);
    }

    @Override
    public Durability durability() {
        return Durability.FSYNC;
    }

    @Override
    public Map<String, Object> stats() {
        return memory.stats();
    }

    @Override
    public StoreState state() {
        return memory.state();
    }

    @Override
    public void close() {
        memory.close();
    }
}
