// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.FactTable;
import io.photon.store.slots.LeaseTable;
import io.photon.store.slots.PartTable;
import io.photon.store.slots.SlotOptions;
import io.photon.store.slots.SlotServer;
import io.photon.store.slots.SlotStore;
import io.photon.store.slots.SlotTable;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** A keyspace as a log of slots sees it. Thread-safe. */
final class CassandraServer implements SlotServer {

    static final Names NAMES = new Names("Cassandra", "cassandra", "commitlog_sync periodic does that");

    private final Cluster cluster;
    private final UUID storeId;
    private final Health health;
    private final SlotTable slots;
    private final PartTable parts;
    private final FactTable facts;
    private final LeaseTable lease;

    private CassandraServer(Cluster cluster) throws StoreException {
        this.cluster = cluster;
        storeId = new Schema(cluster).prepare();
        health = new Health(cluster);
        health.require();
        slots = new CassandraSlots(cluster);
        parts = new CassandraParts(cluster);
        facts = new CassandraFacts(cluster);
        lease = new CassandraLease(cluster);
    }

    /** Opens the store in it, with what must be so before. */
    static OpenedStore open(CassandraOptions options, BackgroundPace pace) throws StoreException, IOException {
        return SlotStore.open(
                connect(options),
                new SlotOptions(options.timeout(), options.lease(), options.cache(), options.address()),
                pace);
    }

    /** Makes what is missing in the keyspace. */
    static CassandraServer connect(CassandraOptions options) throws StoreException {
        Cluster cluster = Cluster.open(options);
        CassandraServer made = null;
        try {
            made = new CassandraServer(cluster);
            return made;
        } finally {
            if (made == null) {
                cluster.close();
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
    public SlotTable slots() {
        return slots;
    }

    @Override
    public PartTable parts() {
        return parts;
    }

    @Override
    public FactTable facts() {
        return facts;
    }

    @Override
    public LeaseTable lease() {
        return lease;
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
