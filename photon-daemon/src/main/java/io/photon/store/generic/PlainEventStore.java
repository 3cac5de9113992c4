// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.Pinning;
import io.photon.store.ReadRequest;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.Stretch;
import io.photon.store.Verification;
import java.util.List;
import java.util.Optional;

/**
 * A store that has all facets and must itself only append, hide and read. A backend extends it, and replaces the facets
 * that it can do better. Thread-safe, as long as the backend's own operations are.
 */
public abstract class PlainEventStore implements EventStore {

    private final EventReader log;
    private final HeadBoundViews views;
    private final MarkerStaging staging;
    private final ReadThrough verification;
    /** Nothing above it is shown, while a restore is being published. */
    private volatile long shownUpTo = Long.MAX_VALUE;

    /**
     * @param log reads what is stored and not hidden
     * @param chunks where staged events wait
     */
    protected PlainEventStore(EventReader log, StagedChunks chunks) {
        this.log = log;
        this.views = new HeadBoundViews(this);
        this.verification = new ReadThrough(this);
        this.staging = new MarkerStaging(new Publishing(), chunks);
    }

    /** As {@link EventStore#append}. */
    protected abstract void appendToLog(List<Event> batch, Fence fence) throws StoreException;

    /** As {@link EventStore#hide}. */
    protected abstract void hideInLog(String stream, long upTo) throws StoreException;

    @Override
    public final void takeOver(Fence fence) throws StoreException {
        staging.finish(fence);
    }

    @Override
    public final void standBy() {
        staging.leave();
    }

    @Override
    public final void append(List<Event> batch, Fence fence) throws StoreException {
        if (staging.isUnfinished()) { // its events come first, and a writer has to know of them
            throw new StoreException(
                    StoreException.Kind.CONFLICT, "a restore is decided and not published yet; nothing was appended");
        }
        appendToLog(batch, fence);
    }

    @Override
    public final void hide(String stream, long upTo) throws StoreException {
        views.hide(stream, upTo, () -> hideInLog(stream, upTo));
    }

    private EventReader shown() {
        long bound = shownUpTo;
        return bound == Long.MAX_VALUE ? log : HeadBoundView.of(log, bound);
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return shown().read(request);
    }

    @Override
    public long lastOrderId() throws StoreException {
        return shown().lastOrderId();
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        return shown().stream(name);
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        return shown().streams(after, prefix, max);
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        return log.stretches();
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return shown().findByLocalId(stream, localId);
    }

    @Override
    public Pinning pinning() {
        return views;
    }

    @Override
    public StagingArea staging() {
        return staging;
    }

    @Override
    public Verification verification() {
        return verification;
    }

    private final class Publishing implements MarkerStaging.Log {
        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            appendToLog(batch, fence);
        }

        @Override
        public long lastOrderId() throws StoreException {
            return log.lastOrderId();
        }

        @Override
        public void showUpTo(long position) {
            shownUpTo = position;
        }
    }
}
