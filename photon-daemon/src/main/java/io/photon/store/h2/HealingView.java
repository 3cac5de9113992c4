package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StreamInfo;
import io.photon.store.Stretch;
import java.util.List;
import java.util.Optional;

/** A view of one moment of the log, read as {@link HealingReader} reads. */
final class HealingView implements EventStore.PinnedView {

    private final EventStore.PinnedView pinned;
    private final HealingReader reader;

    HealingView(EventStore.PinnedView pinned, HealingReader reader) {
        this.pinned = pinned;
        this.reader = reader;
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return reader.read(request);
    }

    @Override
    public long lastOrderId() throws StoreException {
        return reader.lastOrderId();
    }

    @Override
    public Optional<StreamInfo> stream(String name) throws StoreException {
        return reader.stream(name);
    }

    @Override
    public List<StreamInfo> streams(String after, String prefix, int max) throws StoreException {
        return reader.streams(after, prefix, max);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return reader.findByLocalId(stream, localId);
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        return reader.stretches();
    }

    @Override
    public void close() {
        pinned.close();
    }
}
