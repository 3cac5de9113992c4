// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an answer of this cluster promises: whether each node forces its commit log, and how many copies there are. Thread-safe. */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** One loss of a node is survived, and appends go on. */
    private static final int ENOUGH_COPIES = 3;

    private static final String NEVER_SAID = "";

    /** The default of Cassandra 5.0. */
    private static final String UNFAIR_PAXOS = "v1";

    private final CassandraLink cluster;
    private volatile Map<String, String> syncs = Map.of();
    private volatile int copies = 1;
    private volatile String version = "unknown";
    private volatile String paxos = "unknown";
    private @Nullable String said;

    Health(CassandraLink cluster) {
        this.cluster = cluster;
    }

    /** At the start. @throws StoreException REFUSED when answers would promise less than is required */
    void require() throws StoreException {
        look();
        String why = whyNotDurable();
        if (why != null && cluster.options().slots().requireDurable()) {
            throw new StoreException(
                    Kind.REFUSED,
                    "cassandra.require-durable is true, and Cassandra can lose what it has confirmed: " + why);
        }
    }

    /** Asks all nodes that are up; of the others it is known what they said before. Warns of what is new. */
    synchronized void look() throws StoreException {
        Row row = cluster.ask(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                        cluster.options().keyspace())
                .one();
        Map<String, String> replication = row == null ? null : row.getMap("replication", String.class, String.class);
        copies = replication == null ? 1 : copies(replication);
        Map<String, String> before = syncs;
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> variants = new TreeSet<>();
        for (Node node : cluster.nodes()) {
            String name = String.valueOf(node.getEndPoint());
            String known = before.getOrDefault(name, NEVER_SAID);
            if (node.getState() != NodeState.UP && node.getState() != NodeState.UNKNOWN) {
                found.put(name, known);
                continue;
            }
            String sync = setting(node, "commitlog_sync", known);
            found.put(name, sync);
            if (!sync.equals(NEVER_SAID)) {
                variants.add(setting(node, "paxos_variant", paxos));
                version = String.valueOf(node.getCassandraVersion());
            }
        }
        syncs = found;
        paxos = variants.isEmpty() ? paxos : String.join(" and ", variants);
        warn();
    }

    private String setting(Node node, String name, String known) {
        try {
            Row row = cluster.ask(
                            SimpleStatement.newInstance("SELECT value FROM system_views.settings WHERE name = ?", name)
                                    .setNode(node))
                    .one();
            return row == null ? "unknown" : String.valueOf(row.getString(0));
        } catch (StoreException e) {
            LOG.debug("{} of {} is not known: {}", name, node.getEndPoint(), e.getMessage());
            return known;
        }
    }

    private static int copies(Map<String, String> replication) {
        int copies = 0;
        for (Map.Entry<String, String> each : replication.entrySet()) {
            if (!each.getKey().equals("class") && each.getValue().matches("[0-9]{1,3}.*")) {
                copies += Integer.parseInt(each.getValue().replaceFirst("[^0-9].*", ""));
            }
        }
        return Math.max(1, copies);
    }

    private void warn() {
        String text = warning(whyNotDurable(), cluster.options().keyspace(), copies, paxos);
        if (!text.equals(said) && !text.isEmpty()) {
            LOG.warn("Cassandra at {}: {}", cluster.options().shown(), text);
        }
        said = text;
    }

    /**
     * What an operator should know of a cluster, and the lines to change; empty when there is nothing.
     *
     * @param notDurable see {@link #whyNotDurable}
     * @param paxos the variants that nodes have
     */
    static String warning(@Nullable String notDurable, String keyspace, int copies, String paxos) {
        List<String> parts = new ArrayList<>();
        if (notDurable != null) {
            parts.add("answered events can be lost when nodes of Cassandra end suddenly: " + notDurable);
        }
        if (copies < ENOUGH_COPIES) {
            parts.add("keyspace '" + keyspace + "' has "
                    + (copies == 1
                            ? "one copy of each event, so the loss of one node loses events"
                            : copies + " copies of each event, so appends stop while one node is away")
                    + "; with three nodes or more: ALTER KEYSPACE with a replication of 3, then nodetool repair");
        }
        if (paxos.contains(UNFAIR_PAXOS)) {
            parts.add("paxos_variant is " + paxos
                    + ": of two Photons that write at the same time, as when one takes over, one"
                    + " can get nearly all turns; set 'paxos_variant: v2' in the cassandra.yaml of each node");
        }
        return String.join("; and ", parts);
    }

    Durability durability() {
        if (whyNotDurable() != null) {
            return Durability.MEMORY;
        }
        return copies > 1 ? Durability.REPLICATED : Durability.FSYNC;
    }

    /** Why a confirmed write may be in memory only, and what to do; null when it is on the disks of a quorum. */
    @Nullable String whyNotDurable() {
        Map<String, String> known = syncs;
        if (known.isEmpty()) {
            return "no node says what its commitlog_sync is";
        }
        for (Map.Entry<String, String> node : known.entrySet()) {
            String sync = node.getValue();
            if (sync.equals(NEVER_SAID)) {
                return "node " + node.getKey()
                        + " has not said what its commitlog_sync is: it is away, or in another data"
                        + " centre, or the user may not SELECT on system_views; it is asked every 30 s";
            }
            if (!sync.equals("batch") && !sync.equals("group")) {
                return "commitlog_sync of node " + node.getKey() + " is " + sync + "; set 'commitlog_sync: batch' (or"
                        + " group) in the cassandra.yaml of each node, remove commitlog_sync_period there, and restart"
                        + " one node after the other";
            }
        }
        return null;
    }

    void addTo(Map<String, Object> stats) {
        stats.put("cassandra-version", version);
        stats.put("cassandra-nodes", cluster.nodes().size());
        stats.put(
                "cassandra-nodes-up",
                cluster.nodes().stream()
                        .filter(node -> node.getState() == NodeState.UP)
                        .count());
        stats.put("cassandra-copies", copies);
        stats.put("cassandra-paxos", paxos);
        String why = whyNotDurable();
        if (why != null) {
            stats.put("durability-reason", why);
        }
    }
}
