// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.photon.pace.BackgroundPace;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.testing.MongoProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** A database of its own, in one server for all tests of this module that leave it running, and stores in it. */
final class TestMongo {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static MongoProcess shared;

    private final String database = "photon_test_" + DATABASES.incrementAndGet();

    private TestMongo() {}

    /** The server is started when it is asked for first. Nothing is in the database. */
    static synchronized TestMongo shared() {
        MongoProcess.required();
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("photon-mongo-test");
                shared = MongoProcess.start(folder, MongoProcess.WITH_A_JOURNAL);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove-mongo"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TestMongo();
    }

    private static void remove(Path folder) {
        shared.kill();
        try (var found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MongoProcess server() {
        return shared;
    }

    String database() {
        return database;
    }

    /** Removes a slot, as a server does that loses what it had confirmed. */
    void lose(long slot) {
        try (MongoClient client = MongoClients.create("mongodb://" + shared.host())) {
            client.getDatabase(database).getCollection(MongoSlots.COLLECTION).deleteOne(new Document("_id", slot));
        }
    }

    /** Writes a document, as another program does. */
    void insert(String collection, String json) {
        try (MongoClient client = MongoClients.create("mongodb://" + shared.host())) {
            client.getDatabase(database).getCollection(collection).insertOne(Document.parse(json));
        }
    }

    MongoOptions options(Path cache) {
        return at(shared.port(), cache, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    MongoOptions at(int port, Path cache, Duration timeout, Duration lease) {
        return options("127.0.0.1:" + port, database, cache, timeout, lease, false);
    }

    static MongoOptions options(
            String target, String database, Path cache, Duration timeout, Duration lease, boolean durable) {
        return new MongoOptions(
                MongoTarget.of(target),
                database,
                null,
                null,
                null,
                new SlotOptions(timeout, lease, durable, cache, ""));
    }

    OpenedStore open(Path cache) throws StoreException {
        return open(options(cache));
    }

    static OpenedStore open(MongoOptions options) throws StoreException {
        try {
            return MongoServer.open(options, BackgroundPace.unhurried());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
