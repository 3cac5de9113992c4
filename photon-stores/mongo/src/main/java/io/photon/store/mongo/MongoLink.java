// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ServerDescription;
import io.photon.settings.SettingTypes;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.TrustedFile;
import io.photon.store.slots.NoAnswerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * The driver, which connects again by itself. What is written is confirmed by the journals of a majority, and sent once: the
 * driver asks nothing twice that changes something. What is read comes from the primary. Thread-safe.
 */
final class MongoLink implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    /** When no server takes writes, one is waited for as long: an election takes longer, a connection that was cut does not. */
    private static final Duration BLINK = Duration.ofSeconds(1);

    private static final int CONNECTIONS = 16;

    private final MongoOptions options;
    private final Topology topology;
    private final MongoClient client;
    private final MongoDatabase database;

    private MongoLink(MongoOptions options, Topology topology, MongoClient client) {
        this.options = options;
        this.topology = topology;
        this.client = client;
        this.database = client.getDatabase(options.database());
    }

    static MongoLink open(MongoOptions options) throws StoreException {
        Topology topology = new Topology();
        MongoLink link;
        try {
            link = new MongoLink(options, topology, MongoClients.create(settings(options, topology)));
        } catch (IllegalArgumentException | MongoConfigurationException e) {
            throw new StoreException(
                    Kind.REFUSED,
                    "mongodb.host cannot be used: " + SettingTypes.maskPassword(MongoErrors.reason(e)),
                    null); // its message may have the password
        }
        if (!topology.awaitWritable(options.slots().timeout().toNanos())) {
            StoreException why = link.unreachable(Kind.FAILED);
            link.close();
            throw why;
        }
        return link;
    }

    private static MongoClientSettings settings(MongoOptions options, Topology topology) throws StoreException {
        ConnectionString url = new ConnectionString(options.target().url());
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(url)
                .uuidRepresentation(UuidRepresentation.STANDARD)
                // A second insert of its own would find the first in its place; whose it is, is for us to judge.
                .retryWrites(false)
                .maxAdaptiveRetries(0)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .timeout(options.slots().timeout().toMillis(), TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> {
                    cluster.addClusterListener(topology);
                    if (!url.isSrvProtocol() && url.isDirectConnection() == null && !isBalanced(url)) {
                        cluster.mode(
                                ClusterConnectionMode.MULTIPLE); // also one member that is named leads to the others
                    }
                })
                .applyToServerSettings(server -> server.heartbeatFrequency(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)
                        .minHeartbeatFrequency(SHORTEST_HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                        socket.connectTimeout((int) options.slots().timeout().toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS));
        if (url.getApplicationName() == null) {
            settings.applicationName("photon");
        }
        if (options.caFile() != null) {
            if (!Boolean.TRUE.equals(url.getSslEnabled())) {
                throw new StoreException(
                        Kind.REFUSED,
                        "mongodb.ca-file is set, and mongodb.host does not ask for TLS; write mongodb://HOST/?tls=true, or leave the"
                                + " file out");
            }
            SSLContext trusted = TrustedFile.context("mongodb.ca-file", options.caFile());
            settings.applyToSslSettings(tls -> tls.context(trusted));
        }
        String user = options.user();
        if (user != null) {
            MongoCredential known = url.getCredential();
            String password = options.password();
            settings.credential(MongoCredential.createCredential(
                    user,
                    known == null ? authSource(options) : known.getSource(),
                    (password == null ? "" : password).toCharArray()));
        }
        return settings.build();
    }

    private static boolean isBalanced(ConnectionString url) {
        return Boolean.TRUE.equals(url.isLoadBalanced());
    }

    /** The driver reads it only of a URL that names a user. */
    private static String authSource(MongoOptions options) {
        String found = options.target().option("authSource");
        return found == null ? "admin" : found;
    }

    MongoOptions options() {
        return options;
    }

    Topology topology() {
        return topology;
    }

    MongoDatabase database() {
        return database;
    }

    MongoDatabase admin() {
        return client.getDatabase("admin");
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    /**
     * The read concern of a document that is not to be missed: its server makes sure that it is the primary still. A server
     * alone has none.
     */
    private ReadConcern newest() {
        return isAlone() ? ReadConcern.DEFAULT : ReadConcern.LINEARIZABLE;
    }

    /** The read concern of what is never taken back. */
    ReadConcern settled() {
        return isAlone() ? ReadConcern.DEFAULT : ReadConcern.MAJORITY;
    }

    private boolean isAlone() {
        return topology.writable().map(ServerDescription::isStandAlone).orElse(false);
    }

    /** One document, with all that was confirmed before; null when there is none. */
    @Nullable Document find(MongoCollection<Document> collection, Object id) throws StoreException {
        Document filter = new Document("_id", id);
        return ask(() -> {
            Document found = collection.withReadConcern(settled()).find(filter).first();
            // A primary that was just elected may not know yet that what it has is with a majority.
            return found != null
                    ? found
                    : collection.withReadConcern(newest()).find(filter).first();
        });
    }

    /** A question to the driver. */
    interface Question<T> {
        T ask();
    }

    /**
     * Asks what may be asked again.
     *
     * @throws StoreException REFUSED when there is no answer
     */
    <T> T ask(Question<T> question) throws StoreException {
        requireWritable();
        try {
            return question.ask();
        } catch (MongoException e) {
            throw MongoErrors.notDone(options, e);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    /**
     * Asks for what may be done once only.
     *
     * @throws NoAnswerException when it may be done, now or later, or not
     * @throws StoreException when it was not done
     */
    <T> T once(Question<T> question) throws NoAnswerException, StoreException {
        requireWritable();
        try {
            return question.ask();
        } catch (MongoException e) {
            if (MongoErrors.isRefusal(e)) {
                throw MongoErrors.notDone(options, e);
            }
            throw new NoAnswerException(MongoErrors.text(options, e), e);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    /**
     * Writes a document where there is none of its id.
     *
     * @return whether it was written; errors as {@link #once}
     */
    boolean insert(MongoCollection<Document> collection, Document document) throws NoAnswerException, StoreException {
        return once(() -> {
            try {
                collection.insertOne(document);
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        });
    }

    private void requireWritable() throws StoreException {
        if (!topology.awaitWritable(
                Math.min(BLINK.toNanos(), options.slots().timeout().toNanos()))) {
            throw unreachable(Kind.REFUSED);
        }
    }

    /** No server takes writes. */
    StoreException unreachable(Kind kind) {
        return new StoreException(
                kind, "MongoDB at " + options.shown() + " " + Topology.whyNone(client.getClusterDescription()));
    }

    private static StoreException closed(IllegalStateException e) {
        return new StoreException(Kind.CLOSED, "the store is closed", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
