// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.Stretch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The log as it was at one moment: its segments stay open, replaced or not. One that was mended since is read as it is now;
 * what was deleted until then is not in it.
 */
final class PinnedFiles implements PinnedView {

    private static final long LIMIT_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LogFiles.View pinned;
    private volatile LogFiles.View view;
    private final DamageFinder damages;
    private final long head;
    private final long since = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @throws PageReader.Retired when a segment was replaced since it was looked up */
    PinnedFiles(LogFiles.View view, long head, DamageFinder damages) {
        this.pinned = view;
        this.view = view;
        this.damages = damages;
        this.head = head;
        List<Segment> segments = view.segments();
        for (int i = 0; i < segments.size(); i++) { // takes no memory, so that none is held when there is none left
            if (!segments.get(i).acquire()) {
                segments.subList(0, i).forEach(Segment::release);
                throw PageReader.Retired.closed(segments.get(i));
            }
        }
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        ensureOpen();
        boolean forwards = request.direction() == Direction.FORWARDS;
        ReadRequest bounded = new ReadRequest(
                request.stream(),
                forwards ? request.from() : Math.min(request.from(), head + 1),
                forwards ? Math.min(request.to(), head) : request.to(),
                request.direction(),
                request.maxEvents(),
                request.maxBytes(),
                request.longest());
        return reading(at -> new PageReader(at, bounded, damages).read());
    }

    @Override
    public long lastOrderId() {
        return head;
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        ensureOpen();
        return reading(at -> Optional.ofNullable(new StreamListing(at, head, damages).stream(name)));
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        ensureOpen();
        return reading(at -> new StreamListing(at, head, damages).list(after, prefix, max));
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        ensureOpen();
        return reading(at -> LocalIds.find(at, stream, localId, damages, null))
                .filter(event -> event.orderId() <= head);
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        ensureOpen();
        return reading(SegmentTimes::of);
    }

    /** The segments are held, so only a healed one or an index made again lets a read begin again. */
    private <T> T reading(LogFiles.Reading<T> reading) throws StoreException {
        return Attempts.reading(this::latest, reading);
    }

    /** Those that were mended are held by the ones that are pinned. */
    private LogFiles.View latest() {
        LogFiles.View known = view;
        for (Segment segment : known.segments()) {
            if (segment.latest() != segment) {
                LogFiles.View next = new LogFiles.View(
                        known.segments().stream().map(Segment::latest).toList(), known.hidden());
                view = next;
                return next;
            }
        }
        return known;
    }

    private void ensureOpen() throws StoreException {
        if (closed.get()) {
            throw new StoreException(StoreException.Kind.CLOSED, "the view is closed");
        }
        if (System.nanoTime() - since > LIMIT_NANOS) {
            close();
            throw new StoreException(
                    StoreException.Kind.CLOSED, "the view was held for more than an hour; begin the backup again");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pinned.segments().forEach(Segment::release);
        }
    }
}
