// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotServer;
import io.photon.store.slots.SlotStore;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A keyspace as a log of slots sees it. Thread-safe. */
final class CassandraServer implements SlotServer {

    static final Names NAMES = new Names("Cassandra", "cassandra", "commitlog_sync periodic does that");

    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final CassandraLink cluster;
    private final UUID storeId;
    private final Health health;
    private final Tables tables;

    private CassandraServer(CassandraLink cluster) throws StoreException {
        this.cluster = cluster;
        storeId = new Schema(cluster).prepare();
        health = new Health(cluster);
        health.require();
        tables = new Tables(
                new CassandraSlots(cluster),
                new CassandraParts(cluster),
                new CassandraFacts(cluster),
                new CassandraLease(cluster));
    }

    /** Opens the store in it, with what must be so before. */
    static OpenedStore open(CassandraOptions options, BackgroundPace pace) throws StoreException, IOException {
        return SlotStore.open(connect(options), options.slots(), pace);
    }

    /** Makes what is missing in the keyspace. */
    static CassandraServer connect(CassandraOptions options) throws StoreException {
        CassandraLink cluster = CassandraLink.open(options);
        CassandraServer made = null;
        try {
            made = connect(cluster);
            return made;
        } finally {
            if (made == null) {
                cluster.close();
            }
        }
    }

    /**
     * A node that is connected just now may not know a table yet that another has made a moment ago, and says that it does not
     * exist. All that is done here may be done again.
     */
    private static CassandraServer connect(CassandraLink cluster) throws StoreException {
        long deadline = System.nanoTime() + KNOWN_NANOS;
        while (true) {
            try {
                return new CassandraServer(cluster);
            } catch (StoreException e) {
                if (!(e.getCause() instanceof InvalidQueryException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    @Override
    public Names names() {
        return NAMES;
    }

    @Override
    public UUID storeId() {
        return storeId;
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public Durability durability() {
        return health.durability();
    }

    @Override
    public void look() throws StoreException {
        health.look();
    }

    @Override
    public void addTo(Map<String, Object> stats) {
        stats.put("cassandra-hosts", cluster.options().shown());
        stats.put("cassandra-keyspace", cluster.options().keyspace());
        health.addTo(stats);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
