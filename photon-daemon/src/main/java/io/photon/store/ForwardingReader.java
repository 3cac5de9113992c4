// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import java.util.List;
import java.util.Optional;

/** Reads as another reader does; a subclass overrides what it does otherwise. As thread-safe as the other one. */
public abstract class ForwardingReader implements EventReader {

    private final EventReader reader;

    protected ForwardingReader(EventReader reader) {
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
    public Optional<StoredStream> stream(String name) throws StoreException {
        return reader.stream(name);
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        return reader.streams(after, prefix, max);
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        return reader.stretches();
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return reader.findByLocalId(stream, localId);
    }
}
