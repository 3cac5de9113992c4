package io.photon.store.memory;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events on the heap. Whatever is appended is gone with the {@link MemoryData}, at the latest with the process. */
public final class MemoryEventStore extends MemoryReader implements EventStore {

    private final AtomicBoolean staging = new AtomicBoolean();

    public MemoryEventStore() {
        this(new MemoryData());
    }

    /** Opens data that may have been filled before; one store at a time. */
    public MemoryEventStore(MemoryData data) {
        super(data);
    }

    @Override
    public void append(List<Event> batch) throws StoreException {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        MemoryData data = open();
        checkRising(data.lastOrderId(), batch);
        data.add(batch);
    }

    private static void checkRising(long last, List<Event> events) throws StoreException {
        long above = last;
        for (Event event : events) {
            if (event.orderId() <= above) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "order-id " + event.orderId() + " is not above " + above + "; nothing was stored");
            }
            above = event.orderId();
        }
    }

    @Override
    public void delete(String stream, long upTo) throws StoreException {
        open().delete(stream, upTo);
    }

    @Override
    public Erasure erasure() {
        return new Erasure(0, 0, 0); // deleting is erasing here
    }

    @Override
    public PinnedView pin() throws StoreException {
        return new MemoryReader(open().copy());
    }

    @Override
    public Staging stage() throws StoreException {
        open();
        if (!staging.compareAndSet(false, true)) {
            throw new StoreException(Kind.REFUSED, "another restore is staging events; one at a time");
        }
        return new MemoryStaging();
    }

    @Override
    public void verify(VerifyReport report) throws StoreException {
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
            checkRising(events.lastOrderId(), more);
            events.add(more);
        }

        @Override
        public synchronized Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
            return events.byLocalId(stream, localId);
        }

        @Override
        public synchronized void publish() throws StoreException {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "the staging is closed");
            }
            MemoryData data = open();
            List<Event> all = events.all();
            checkRising(data.lastOrderId(), all);
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
