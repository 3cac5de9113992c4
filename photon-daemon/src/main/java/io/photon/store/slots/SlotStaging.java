// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Staged events are parts in the server, and staged in the cache, too. One slot that names the parts makes all of them visible,
 * to each process. Thread-safe.
 */
final class SlotStaging implements StagingArea {

    private final SlotLog log;
    private final SlotCache cache;
    private final Contents contents;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    SlotStaging(SlotLog log, SlotCache cache, Contents contents) {
        this.log = log;
        this.cache = cache;
        this.contents = contents;
    }

    @Override
    public Staging stage(Fence fence) throws StoreException {
        if (fence.epoch() < log.epoch()) {
            throw StoreException.fenced(fence, log.epoch());
        }
        if (!isTaken.compareAndSet(false, true)) {
            throw new StoreException(Kind.REFUSED, "another restore is staging events; one at a time");
        }
        boolean isOpen = false;
        try {
            ContentWriter remote =
                    contents.writer(Uploads.NO_SLOT); // first: what is staged must find one who closes it
            Staging opened = new Attempt(fence, cache.files().stage(Fence.LOCAL), remote);
            isOpen = true;
            return opened;
        } finally {
            if (!isOpen) {
                isTaken.set(false);
            }
        }
    }

    private final class Attempt implements Staging {

        private final Fence owner;
        private final Staging local;
        private final ContentWriter remote;
        private long first;
        private long last;
        private int count;
        private boolean isEnded;
        private boolean isClosed;

        private Attempt(Fence owner, Staging local, ContentWriter remote) {
            this.owner = owner;
            this.local = local;
            this.remote = remote;
        }

        @Override
        public synchronized void add(List<Event> events) throws StoreException {
            requireOpen();
            local.add(events);
            remote.add(events);
            for (Event event : events) {
                first = first == 0 ? event.orderId() : first;
                last = event.orderId();
                count++;
            }
        }

        @Override
        public synchronized Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
            requireOpen();
            return local.findByLocalId(stream, localId);
        }

        @Override
        public synchronized void publish(Fence fence) throws StoreException {
            requireOpen();
            if (fence.epoch() != owner.epoch()) { // a writer that begins removes what earlier ones have staged
                close();
                throw StoreException.fenced(owner, fence.epoch());
            }
            if (count == 0) {
                close();
                return;
            }
            isEnded = true; // whatever happens from here on, a slot may name the parts
            try {
                log.publish(first, last, count, remote, local, fence);
            } catch (StoreException e) {
                isEnded = e.kind() == Kind.OUTCOME_UNKNOWN; // else no slot does or will
                throw e;
            } finally {
                close();
            }
        }

        private void requireOpen() throws StoreException {
            if (isClosed) {
                throw new StoreException(Kind.CLOSED, "the staging is closed");
            }
        }

        @Override
        public synchronized void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            try {
                local.close();
                if (!isEnded) {
                    remote.drop();
                }
            } finally {
                isTaken.set(false);
            }
        }
    }
}
