// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.ForwardingReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.Stretch;
import java.util.List;
import java.util.Optional;

/** Reads the cache; at its end it asks first whether others have added something. Thread-safe. */
final class SlotReader extends ForwardingReader {

    private final SlotLog log;
    private final EventReader cache;

    SlotReader(SlotLog log, EventReader cache) {
        super(cache);
        this.log = log;
        this.cache = cache;
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        if (request.direction() == Direction.BACKWARDS) {
            if (request.from() > log.head()) {
                log.freshen();
            }
            return cache.read(request);
        }
        Page page = cache.read(request);
        if (!page.end() || request.to() <= log.head()) {
            return page;
        }
        long before = log.slots();
        log.freshen();
        return log.slots() == before ? page : cache.read(request);
    }

    @Override
    public long lastOrderId() {
        log.freshen();
        return log.head();
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        log.freshen();
        return cache.stream(name);
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        log.freshen();
        return cache.streams(after, prefix, max);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        log.freshen();
        return cache.findByLocalId(stream, localId);
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        log.freshen();
        return cache.stretches();
    }
}
