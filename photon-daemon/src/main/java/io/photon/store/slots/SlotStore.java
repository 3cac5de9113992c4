// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.ForwardingReader;
import io.photon.store.KnownStream;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.file.FileEventStore;
import io.photon.store.lease.ProcessName;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store whose log is slots in a server, with a copy on this machine that is read. */
public final class SlotStore extends ForwardingReader implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(SlotStore.class);

    private static final long LOOK_SECONDS = 30;
    private static final long HEAL_SECONDS = 1;

    /** What it is made of. */
    private record Parts(
            SlotServer server,
            SlotOptions options,
            SlotCache cache,
            SlotLog log,
            SlotLease lease,
            SlotEraser eraser,
            SlotStaging staging,
            SlotVerification verification) {}

    /** Several machines answer for each group. */
    private static final int GROUP_EVENTS = 4_000;

    private final Parts parts;
    private final CacheReader cache;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;

    private SlotStore(Parts parts) {
        super(new SlotReader(parts.log(), parts.cache().reader()));
        this.parts = parts;
        this.cache = parts.cache().reader();
        timer = Steady.timer("photon-" + parts.server().names().key() + "-health");
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        Runnable healing = Steady.task("healing the cache", parts.cache()::healLeft);
        timer.scheduleWithFixedDelay(healing, HEAL_SECONDS, HEAL_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens the store in a server: reads what this machine's copy does not have yet, and begins in the background to erase what
     * is still to be erased.
     *
     * @param server closed with the store, and when it cannot be opened
     * @param pace at which events are erased
     * @throws StoreException REFUSED when the copy is that of another store, or is used by another process; otherwise as the
     *     server's tables throw it
     * @throws IOException when the folder of the copy cannot be used
     */
    public static OpenedStore open(SlotServer server, SlotOptions options, BackgroundPace pace)
            throws StoreException, IOException {
        try {
            SlotCache cache = SlotCache.open(options.cache(), server);
            try {
                return open(server, options, cache, pace);
            } catch (StoreException | IOException | RuntimeException | Error e) {
                cache.close();
                throw e;
            }
        } catch (StoreException | IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static OpenedStore open(SlotServer server, SlotOptions options, SlotCache cache, BackgroundPace pace)
            throws StoreException, IOException {
        Contents contents = new Contents(new Uploads(server));
        SlotLog log = new SlotLog(server, contents, cache, options.timeout().toNanos());
        log.begin();
        SlotLease lease = new SlotLease(server, options, log, ProcessName.of(options.address()));
        SlotEraser eraser = new SlotEraser(server, log, cache, contents, lease::isOurs, pace);
        lease.onAcquired(eraser::begin);
        eraser.begin();
        SlotStore store = new SlotStore(new Parts(
                server,
                options,
                cache,
                log,
                lease,
                eraser,
                new SlotStaging(log, cache, contents),
                new SlotVerification(server, log, cache, contents)));
        return new OpenedStore(store, lease, server.storeId());
    }

    private void look() {
        try {
            parts.server().look();
        } catch (StoreException e) {
            LOG.debug(
                    "what {} promises is asked again: {}",
                    parts.server().names().server(),
                    e.getMessage());
        }
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        parts.log().append(batch, fence);
    }

    @Override
    public int groupBytes() {
        return parts.server().sizes().group();
    }

    /** What is put before each of them still fits into the row, next to {@link #groupBytes}. */
    @Override
    public int groupEvents() {
        return GROUP_EVENTS;
    }

    @Override
    public void takeOver(Fence fence) throws StoreException {
        parts.log().takeOver(fence);
    }

    @Override
    public void standBy() {
        parts.log().standBy();
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        parts.eraser().hide(stream, upTo);
    }

    @Override
    public KnownStream known(String stream) throws StoreException {
        parts.log().freshen();
        return cache.known(stream);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        parts.cache().files().whenHealed(listener);
    }

    @Override
    public Durability durability() {
        return parts.server().durability();
    }

    @Override
    public StoreState state() {
        String trouble = parts.log().trouble();
        return trouble == null
                ? parts.cache().files().state()
                : new StoreState(StoreState.Condition.READ_ONLY, trouble);
    }

    @Override
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>();
        parts.server().addTo(stats);
        stats.put("epoch", parts.log().epoch());
        stats.put("slots", parts.log().slots());
        stats.put("bytes", parts.cache().files().stats().get("bytes"));
        stats.put("cache", parts.options().cache().toString());
        String trouble = parts.log().trouble();
        if (trouble != null) {
            stats.put(parts.server().names().key() + "-trouble", trouble);
        }
        return stats;
    }

    /** The cache's view of its end: it has all that this process has read. */
    @Override
    public Pinning pinning() {
        return () -> {
            parts.log().freshen();
            long head = parts.log().head();
            FileEventStore files = parts.cache().files();
            PinnedView view = files.pin();
            return new View(view, new CacheReader(view, files), Math.max(head, view.lastOrderId()));
        };
    }

    /** A view whose last events may have been erased before they were read. */
    private static final class View extends ForwardingReader implements PinnedView {

        private final PinnedView view;
        private final long head;

        View(PinnedView view, CacheReader reader, long head) {
            super(reader);
            this.view = view;
            this.head = head;
        }

        @Override
        public long lastOrderId() {
            return head;
        }

        @Override
        public void close() {
            view.close();
        }
    }

    @Override
    public StagingArea staging() {
        return parts.staging();
    }

    @Override
    public Verification verification() {
        return parts.verification();
    }

    @Override
    public Optional<FactTable> facts() {
        return Optional.of(parts.server().tables().facts());
    }

    @Override
    public Erasure erasure() {
        return parts.eraser().erasure();
    }

    @Override
    public void close() throws StoreException {
        if (isClosed.getAndSet(true)) {
            return;
        }
        timer.shutdown();
        try {
            parts.eraser().close();
            parts.server().close();
        } finally {
            parts.cache().close();
        }
    }
}
