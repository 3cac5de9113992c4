// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.photon.pace.BackgroundPace;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One real server for all tests of this module that leave it running, and stores in it. */
final class TestCassandra {

    static final String KEYSPACE = "photon_test";

    private static final AtomicInteger KEYSPACES = new AtomicInteger();

    private static TestCassandra shared;

    private final CassandraProcess server;
    private final CqlSession session;
    private final String keyspace;

    private TestCassandra(CassandraProcess server) {
        this(server, session(server), KEYSPACE);
    }

    private TestCassandra(CassandraProcess server, CqlSession session, String keyspace) {
        this.server = server;
        this.session = session;
        this.keyspace = keyspace;
    }

    /**
     * Started when it is asked for first; it forces each write. Empty: what a test left is forgotten when the next begins, for
     * only then is it certain that its stores are closed and write no more.
     */
    static synchronized TestCassandra shared() {
        CassandraProcess.required();
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("photon-cassandra-test");
                shared = new TestCassandra(CassandraProcess.start(folder, CassandraProcess.DURABLE));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.remove(folder), "remove-cassandra"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        shared.clear();
        return shared;
    }

    /**
     * The same server with a keyspace in which nothing was ever written. It takes a second; for tests of faults, which must not
     * meet what another test wrote: its requests may come late, and its rows be there again.
     */
    static synchronized TestCassandra unused() {
        TestCassandra known = shared();
        return new TestCassandra(known.server, known.session, KEYSPACE + "_" + KEYSPACES.incrementAndGet());
    }

    private void remove(Path folder) {
        server.kill();
        try (var found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the superuser, who is made a moment after the start. */
    private static CqlSession session(CassandraProcess server) {
        return Eventually.succeeds(
                DriverException.class,
                () -> CqlSession.builder()
                        .addContactPoint(new InetSocketAddress(server.address(), server.port()))
                        .withLocalDatacenter("datacenter1")
                        .withAuthCredentials("cassandra", "cassandra")
                        .build());
    }

    CassandraProcess server() {
        return server;
    }

    CqlSession session() {
        return session;
    }

    /** Forgets all events: the keyspace stays, for to make one takes seconds. */
    void clear() {
        Row keyspace =
                ask("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = '" + KEYSPACE + "'");
        if (keyspace != null) {
            String buckets = IntStream.range(0, 100).mapToObj(String::valueOf).collect(Collectors.joining(", "));
            ask("DELETE FROM " + KEYSPACE + ".log WHERE bucket IN (" + buckets + ")");
            ask("DELETE FROM " + KEYSPACE + ".facts WHERE kind IN ('store', 'lease', 'erase', 'upload')");
            forget("log", "bucket = 0", "slot");
            for (String kind : List.of("store", "lease", "erase", "upload")) {
                forget("facts", "kind = '" + kind + "'", "name");
            }
        }
    }

    /**
     * Removes the rows that the plain deletion has left: the server may have given a row that was written by compare and set a
     * time a little ahead of the clock, or still be writing it.
     */
    private void forget(String table, String partition, String key) {
        String of = " FROM " + KEYSPACE + "." + table + " WHERE " + partition;
        String first = "SELECT " + key + of + " LIMIT 1";
        for (Row left = ask(serial(first)); left != null; left = ask(serial(first))) {
            Object found = left.getObject(0);
            ask("DELETE" + of + " AND " + key + " = " + (found instanceof String ? "'" + found + "'" : found)
                    + " IF EXISTS");
        }
    }

    /** Ends what is being written before it answers. */
    private static Statement<?> serial(String cql) {
        return SimpleStatement.newInstance(cql).setConsistencyLevel(DefaultConsistencyLevel.SERIAL);
    }

    private Row ask(String cql) {
        return ask(SimpleStatement.newInstance(cql));
    }

    /** Asks until the server answers, which may have been started again just now. @return the first row, or null */
    private Row ask(Statement<?> cql) {
        return Eventually.succeeds(
                DriverException.class, () -> session.execute(cql).one());
    }

    /** Removes a slot, as a cluster does that loses what it had confirmed. */
    void lose(long slot) {
        session.execute("DELETE FROM " + keyspace + ".log WHERE bucket = 0 AND slot = " + slot);
    }

    CassandraOptions options(Path cache) {
        return at(server.port(), cache, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    CassandraOptions at(int port, Path cache, Duration timeout, Duration lease) {
        return new CassandraOptions(
                List.of(server.address()),
                port,
                keyspace,
                null,
                "cassandra",
                "cassandra",
                null,
                Map.of("", 1),
                new SlotOptions(timeout, lease, false, cache, ""));
    }

    OpenedStore open(Path cache) throws StoreException {
        return open(options(cache));
    }

    static OpenedStore open(CassandraOptions options) throws StoreException {
        try {
            return CassandraServer.open(options, BackgroundPace.unhurried());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
