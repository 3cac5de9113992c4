// SPDX-License-Identifier: Apache-2.0
package io.photon.store.memory;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import java.util.List;
import java.util.Optional;

/** Reads a {@link MemoryData}; over a copy of it, the view of one moment. */
class MemoryReader implements PinnedView {

    private final MemoryData data;
    private volatile boolean closed;

    MemoryReader(MemoryData data) {
        this.data = data;
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        MemoryData events = open();
        boolean backwards = request.direction() == Direction.BACKWARDS;
        long above = backwards ? Math.max(0, request.to() - 1) : request.from();
        long upTo = backwards ? request.from() - 1 : request.to();
        // One more than asked for tells whether this is the end.
        List<Event> found = events.range(request.stream(), above, upTo, backwards, request.maxEvents() + 1);
        if (!found.isEmpty() && found.get(0).length() > request.longest()) {
            return new Page(List.of(), request.from(), false, found.get(0).length());
        }
        int count = 0;
        long bytes = 0;
        while (count < Math.min(found.size(), request.maxEvents())
                && found.get(count).length() <= request.longest()) {
            bytes += found.get(count).length();
            if (count > 0 && bytes > request.maxBytes()) {
                break;
            }
            count++;
        }
        boolean end = count == found.size();
        long cursor = count == 0 ? request.from() : found.get(count - 1).orderId();
        return new Page(List.copyOf(found.subList(0, count)), cursor, end);
    }

    @Override
    public long lastOrderId() throws StoreException {
        return open().lastOrderId();
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        return open().info(name);
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        return open().infos(after, prefix, max);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return open().byLocalId(stream, localId);
    }

    /** The data, unless closed. */
    final MemoryData open() throws StoreException {
        if (closed) {
            throw new StoreException(StoreException.Kind.CLOSED, "the store is closed");
        }
        return data;
    }

    @Override
    public void close() {
        closed = true;
    }
}
