// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.ForwardingReader;
import io.photon.store.ForwardingStaging;
import io.photon.store.KnownStream;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The default backend: the log does everything, at the log's speed, and a thread keeps a database beside it that anyone
 * can query with SQL. Each heals the other; {@link H2Start} and {@link MirrorThread} hold the rules.
 *
 * <p>Thread-safety and failures are the log's.
 */
public final class H2EventStore extends ForwardingReader implements EventStore, Pinning, StagingArea {

    private final EventStore log;
    private final HealingReader reader;
    private final MirrorThread mirror;
    private final H2Options options;

    private H2EventStore(EventStore log, HealingReader reader, MirrorThread mirror, H2Options options) {
        super(reader);
        this.log = log;
        this.reader = reader;
        this.mirror = mirror;
        this.options = options;
    }

    /**
     * Opens the store, making it when there is none.
     *
     * @throws StoreException REFUSED when log and database do not belong together or a file is not ours; the message
     *     names it and says what to do
     */
    public static H2EventStore open(H2Options options) throws StoreException {
        return open(options, FileEventStore.Limits.DEFAULT);
    }

    /** The same with other limits for the log's segments. */
    public static H2EventStore open(H2Options options, FileEventStore.Limits limits) throws StoreException {
        return open(options, (directory, copies) -> openLog(directory, limits, copies));
    }

    private static EventStore openLog(Path directory, FileEventStore.Limits limits, RecordSource copies)
            throws StoreException {
        try {
            return FileEventStore.open(new RealDisk(directory), limits, copies);
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.REFUSED, e.getMessage(), e);
        }
    }

    static H2EventStore open(H2Options options, LogOpener logs) throws StoreException {
        H2Start start = new H2Start(options, logs);
        H2Start.Started started = start.start();
        started.mirror().start();
        return new H2EventStore(started.log(), started.reader(), started.mirror(), options);
    }

    /** How far the mirror is. */
    MirrorMeter meter() {
        return mirror.meter();
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        log.append(batch, fence);
        mirror.appended();
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        log.hide(stream, upTo);
        mirror.erase(stream, upTo);
    }

    @Override
    public KnownStream known(String stream) throws StoreException {
        return log.known(stream);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        log.whenHealed(listener);
    }

    @Override
    public Erasure erasure() {
        Erasure ofLog = log.erasure();
        return new Erasure(
                Math.max(ofLog.pendingStreams(), mirror.erasuresPending()),
                ofLog.erasedEvents(),
                ofLog.erasedBytes() + mirror.meter().erasedBytes());
    }

    @Override
    public Pinning pinning() {
        return this;
    }

    @Override
    public PinnedView pin() throws StoreException {
        PinnedView pinned = log.pinning().pin();
        return new HealingView(pinned, reader.of(pinned));
    }

    @Override
    public StagingArea staging() {
        return this;
    }

    @Override
    public Staging stage(Fence fence) throws StoreException {
        return new ForwardingStaging(log.staging().stage(fence)) {
            @Override
            public void publish(Fence writer) throws StoreException {
                super.publish(writer);
                mirror.appended();
            }
        };
    }

    @Override
    public Verification verification() {
        return log.verification();
    }

    @Override
    public Wait appendWaitsFor() {
        return Wait.DISK;
    }

    @Override
    public Durability durability() {
        return log.durability();
    }

    @Override
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>(log.stats());
        try {
            mirror.meter().addTo(stats, log.lastOrderId());
        } catch (StoreException e) {
            stats.put("mirror-state", "log not readable");
        }
        return stats;
    }

    @Override
    public StoreState state() {
        return log.state();
    }

    /** Waits for the mirror, at most {@code h2.stop-wait}, then closes both. */
    @Override
    public void close() throws StoreException {
        mirror.stop(options.stopWait());
        log.close();
    }
}
