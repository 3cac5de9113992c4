// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.ForwardingReader;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import io.photon.store.backend.OpenedStore;
import io.photon.task.Steady;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in Cassandra, with a copy on this machine that is read. */
public final class CassandraEventStore extends ForwardingReader implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(CassandraEventStore.class);

    private static final long LOOK_SECONDS = 30;

    /** What it is made of. */
    private record Parts(
            Cluster cluster,
            Health health,
            SlotCache cache,
            SlotLog log,
            CassandraLease lease,
            SlotEraser eraser,
            CassandraStaging staging,
            SlotVerification verification) {}

    private final Parts parts;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-cassandra-health");

    private CassandraEventStore(Parts parts) {
        super(new CassandraReader(parts.log(), parts.cache().files()));
        this.parts = parts;
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    static OpenedStore open(CassandraOptions options, BackgroundPace pace) throws StoreException, IOException {
        Cluster cluster = Cluster.open(options);
        boolean opened = false;
        try {
            OpenedStore store = open(cluster, pace);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                cluster.close();
            }
        }
    }

    private static OpenedStore open(Cluster cluster, BackgroundPace pace) throws StoreException, IOException {
        UUID id = new Schema(cluster).prepare();
        Health health = new Health(cluster);
        health.require();
        SlotTable table = new SlotTable(cluster);
        Contents contents = new Contents(new PartTable(cluster));
        SlotCache cache = SlotCache.open(cluster.options().cache(), id);
        boolean opened = false;
        try {
            SlotLog log = new SlotLog(
                    table, contents, cache, cluster.options().timeout().toNanos());
            log.begin();
            CassandraLease lease = new CassandraLease(cluster, log, processName());
            SlotEraser eraser = new SlotEraser(cluster, table, log, cache, contents, lease::isOurs, pace);
            lease.onAcquired(eraser::begin);
            eraser.begin();
            CassandraEventStore store = new CassandraEventStore(new Parts(
                    cluster,
                    health,
                    cache,
                    log,
                    lease,
                    eraser,
                    new CassandraStaging(log, cache, contents),
                    new SlotVerification(table, log, cache, contents)));
            opened = true;
            return new OpenedStore(store, lease);
        } finally {
            if (!opened) {
                cache.close();
            }
        }
    }

    private static String processName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        return host + ":" + ProcessHandle.current().pid() + ":" + UUID.randomUUID();
    }

    private void look() {
        try {
            parts.health().look();
        } catch (StoreException e) {
            LOG.debug("what Cassandra promises is asked again: {}", e.getMessage());
        }
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        parts.log().append(batch, fence);
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
    public Durability durability() {
        return parts.health().durability();
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
        stats.put("cassandra-hosts", parts.cluster().options().shown());
        stats.put("cassandra-keyspace", parts.cluster().options().keyspace());
        parts.health().addTo(stats);
        stats.put("epoch", parts.log().epoch());
        stats.put("slots", parts.log().slots());
        stats.put("bytes", parts.cache().files().stats().get("bytes"));
        stats.put("cache", parts.cluster().options().cache().toString());
        String trouble = parts.log().trouble();
        if (trouble != null) {
            stats.put("cassandra-trouble", trouble);
        }
        return stats;
    }

    /** The cache's view of its end: it has all that this process has read. */
    @Override
    public Pinning pinning() {
        return () -> {
            parts.log().freshen();
            long head = parts.log().head();
            PinnedView view = parts.cache().files().pin();
            return new View(view, Math.max(head, view.lastOrderId()));
        };
    }

    /** A view whose last events may have been erased before they were read. */
    private static final class View extends ForwardingReader implements PinnedView {

        private final PinnedView view;
        private final long head;

        View(PinnedView view, long head) {
            super(view);
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
    public Erasure erasure() {
        return parts.eraser().erasure();
    }

    @Override
    public void close() throws StoreException {
        if (isClosed.getAndSet(true)) {
            return;
        }
        timer.shutdown();
        parts.eraser().close();
        parts.cluster().close();
        parts.cache().close();
    }
}
