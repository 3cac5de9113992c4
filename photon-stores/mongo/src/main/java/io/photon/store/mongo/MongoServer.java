// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotServer;
import io.photon.store.slots.SlotStore;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database as a log of slots sees it. Thread-safe. */
final class MongoServer implements SlotServer {

    private static final Logger LOG = LoggerFactory.getLogger(MongoServer.class);

    static final Names NAMES =
            new Names("MongoDB", "mongodb", "a server whose journal is not on a disk that keeps it does that");

    /** One page is read while the last one is used; and what the server promises is asked. */
    private static final int THREADS = 3;

    private final MongoLink link;
    private final ExecutorService threads;
    private final UUID storeId;
    private final Health health;
    private final Tables tables;

    private MongoServer(MongoLink link, ExecutorService threads) throws StoreException {
        this.link = link;
        this.threads = threads;
        health = new Health(link);
        health.require();
        storeId = new StoreIdentity(link).prepare();
        tables = new Tables(
                new MongoSlots(link, threads), new MongoParts(link), new MongoFacts(link), new MongoLease(link));
        link.topology().onNewLeader(this::lookLater);
    }

    /** Opens the store in it, with what must be so before. */
    static OpenedStore open(MongoOptions options, BackgroundPace pace) throws StoreException, IOException {
        return SlotStore.open(connect(options), options.slots(), pace);
    }

    /** Makes the store where there is none. */
    static MongoServer connect(MongoOptions options) throws StoreException {
        MongoLink link = MongoLink.open(options);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "photon-mongodb");
            thread.setDaemon(true);
            return thread;
        });
        MongoServer made = null;
        try {
            made = new MongoServer(link, threads);
            return made;
        } finally {
            if (made == null) {
                threads.shutdownNow();
                link.close();
            }
        }
    }

    /** Another server may promise something else, and so may the same one after its restart. */
    private void lookLater() {
        try {
            threads.execute(() -> {
                try {
                    look();
                } catch (StoreException e) {
                    LOG.debug("what MongoDB promises is asked again: {}", e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so it is not asked: {}", e.getMessage());
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
        return health.promise().durability();
    }

    @Override
    public void look() throws StoreException {
        health.look();
    }

    @Override
    public void addTo(Map<String, Object> stats) {
        stats.put("mongodb-hosts", link.options().shown());
        stats.put("mongodb-database", link.options().database());
        health.addTo(stats);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        link.close();
    }
}
