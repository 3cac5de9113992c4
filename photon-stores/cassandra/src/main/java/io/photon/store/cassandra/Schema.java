// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyspace and its tables. One process makes them, the others wait: two that make a table at once can make two of one
 * name. Facts about the store are in the table {@code facts}: {@code store} its id and format, {@code lease} who writes,
 * {@code erase} deletions to finish, {@code upload} parts on their way in.
 */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** What this version writes. */
    private static final long FORMAT = 1;

    private static final String TABLE_NAMES = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
    private static final Set<String> TABLES = Set.of("facts", "log", "part");
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Facts come and go, and all of a kind are read at once; one that came back would be settled again. */
    private static final int FACTS_GRACE_SECONDS = 3_600;

    /** A process that ended while it made tables is waited for this long. */
    private static final int LOCK_SECONDS = 30;

    private final CassandraLink cluster;
    private final String keyspace;

    Schema(CassandraLink cluster) {
        this.cluster = cluster;
        this.keyspace = cluster.options().keyspace();
    }

    /** Makes what is missing. @return the id of the store */
    UUID prepare() throws StoreException {
        Set<String> found = tables();
        if (!found.isEmpty() && (!found.contains("facts") || !TABLES.containsAll(found))) {
            throw new StoreException(
                    Kind.REFUSED,
                    "keyspace '" + keyspace + "' has tables of something else: " + String.join(", ", found)
                            + "; set cassandra.keyspace to one that only Photon uses");
        }
        if (!found.containsAll(TABLES)) {
            make(found);
        }
        awaitKnown(TABLES); // also where another Photon has made them just now
        return identity();
    }

    /**
     * Waits until each node knows the tables. That their versions of the schema are the same does not tell it: those are the same,
     * too, while no node but the one that made a table has heard of it.
     */
    private void awaitKnown(Set<String> names) throws StoreException {
        long deadline = System.nanoTime() + KNOWN_NANOS;
        for (Node node : cluster.inUse()) {
            while (!knows(node, names)) {
                if (System.nanoTime() - deadline > 0) {
                    LOG.warn("{} of Cassandra has not learned of the tables of keyspace '{}' yet", node, keyspace);
                    return;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private boolean knows(Node node, Set<String> names) {
        try {
            Set<String> known = new LinkedHashSet<>();
            for (Row row : cluster.askAt(node, TABLE_NAMES, keyspace)) {
                known.add(row.getString(0));
            }
            return known.containsAll(names);
        } catch (StoreException e) {
            LOG.debug("{} does not say which tables it knows: {}", node, e.getMessage());
            return true; // it is away, and asks the others when it comes back
        }
    }

    private Set<String> tables() throws StoreException {
        Set<String> names = new LinkedHashSet<>();
        for (Row row : cluster.ask(TABLE_NAMES, keyspace)) {
            names.add(row.getString(0));
        }
        return names;
    }

    private void make(Set<String> found) throws StoreException {
        if (cluster.ask("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)
                        .one()
                == null) {
            cluster.change("CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = " + replication());
        }
        if (!found.contains("facts")) {
            cluster.change("CREATE TABLE IF NOT EXISTS " + keyspace + ".facts (kind text, name text, holder text,"
                    + " epoch bigint, beat bigint, number bigint, id uuid, PRIMARY KEY (kind, name))" + id("facts")
                    + " AND gc_grace_seconds = " + FACTS_GRACE_SECONDS);
        }
        awaitKnown(Set.of("facts"));
        String mine = UUID.randomUUID().toString();
        lock(mine);
        cluster.change("CREATE TABLE IF NOT EXISTS " + keyspace + ".part (id uuid, number int, bytes blob,"
                + " PRIMARY KEY ((id, number)))" + id("part"));
        cluster.change("CREATE TABLE IF NOT EXISTS " + keyspace + ".log (bucket bigint, slot bigint, writer uuid,"
                + " epoch bigint, first bigint, last bigint, count int, sha256 blob, revision int, bytes bigint, chunk blob,"
                + " parts uuid, part_count int, PRIMARY KEY (bucket, slot))" + id("log"));
        LOG.info(
                "made keyspace '{}' in Cassandra at {}",
                keyspace,
                cluster.options().shown());
    }

    /** Every Photon that makes a table gives it the same id, so that it is one table whichever comes first. */
    private String id(String table) throws StoreException {
        return " WITH id = "
                + UUID.nameUUIDFromBytes(
                        ("photon:" + keyspace + ":" + table + ":" + generation()).getBytes(StandardCharsets.UTF_8));
    }

    /** A keyspace that was dropped and made again has other tables. */
    private String generation() throws StoreException {
        Row row = cluster.ask(
                        "SELECT writetime(durable_writes) FROM system_schema.keyspaces WHERE keyspace_name = ?",
                        keyspace)
                .one();
        return row == null ? "" : String.valueOf(row.getLong(0));
    }

    private String replication() throws StoreException {
        Map<String, Integer> asked = cluster.options().replication();
        Map<String, Integer> nodes = new TreeMap<>();
        for (Node node : cluster.nodes()) {
            nodes.merge(String.valueOf(node.getDatacenter()), 1, Integer::sum);
        }
        String own = cluster.options().datacenter() == null
                ? String.valueOf(cluster.nodes().iterator().next().getDatacenter())
                : cluster.options().datacenter();
        Map<String, Integer> copies = new TreeMap<>();
        for (Map.Entry<String, Integer> each : asked.entrySet()) {
            String name = each.getKey().isEmpty() ? own : each.getKey();
            int there = nodes.getOrDefault(name, 0);
            if (each.getValue() > there) {
                throw new StoreException(
                        Kind.REFUSED,
                        "cassandra.replication asks for " + each.getValue() + " copies in data centre '" + name
                                + "', which has " + there + (there == 1 ? " node" : " nodes") + " (the cluster has: "
                                + nodes.entrySet().stream()
                                        .map(found -> found.getKey() + ":" + found.getValue())
                                        .collect(Collectors.joining(", "))
                                + "); add nodes, or set it to what there is");
            }
            copies.put(name, each.getValue());
        }
        return copies.entrySet().stream()
                .map(each -> "'" + each.getKey().replace("'", "''") + "': " + each.getValue())
                .collect(Collectors.joining(", ", "{'class': 'NetworkTopologyStrategy', ", "}"));
    }

    private void lock(String mine) throws StoreException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!isLocked(mine)) {
            if (System.nanoTime() > deadline) {
                throw new StoreException(
                        Kind.FAILED, "another Photon has been making the tables of '" + keyspace + "' for too long");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** It is not given up: a Photon that comes later finds the tables, and it runs out. */
    private boolean isLocked(String mine) throws StoreException {
        try {
            ResultSet answer = cluster.once(SimpleStatement.newInstance(
                    "INSERT INTO " + keyspace + ".facts (kind, name, holder) VALUES ('schema', 'lock', ?)"
                            + " IF NOT EXISTS USING TTL " + LOCK_SECONDS,
                    mine));
            if (answer.wasApplied()) {
                return true;
            }
            Row row = answer.one();
            return row != null && mine.equals(row.getString("holder")) || isMade();
        } catch (NoAnswerException e) {
            LOG.debug("the lock of the schema is asked for again: {}", e.getMessage());
            return false;
        }
    }

    private boolean isMade() throws StoreException {
        return tables().containsAll(TABLES);
    }

    private UUID identity() throws StoreException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        UUID made = UUID.randomUUID();
        while (true) {
            try {
                ResultSet answer = cluster.once(SimpleStatement.newInstance(
                        "INSERT INTO " + keyspace + ".facts (kind, name, number, id) VALUES ('store', 'format', ?, ?)"
                                + " IF NOT EXISTS",
                        FORMAT,
                        made));
                if (answer.wasApplied()) {
                    return made;
                }
                Row row = answer.one();
                if (row != null) {
                    return known(row);
                }
            } catch (NoAnswerException e) {
                if (System.nanoTime() > deadline) {
                    throw new StoreException(Kind.FAILED, e.getMessage(), e);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private UUID known(Row row) throws StoreException {
        long format = row.getLong("number");
        UUID id = row.getUuid("id");
        if (format != FORMAT || id == null) {
            throw new StoreException(
                    Kind.REFUSED,
                    "keyspace '" + keyspace + "' has format " + format + ", and this Photon knows " + FORMAT
                            + "; use the version that wrote it, or a newer one");
        }
        return id;
    }
}
