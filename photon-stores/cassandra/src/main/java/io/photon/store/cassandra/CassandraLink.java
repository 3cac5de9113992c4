// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.datastax.oss.driver.internal.core.loadbalancing.DcInferringLoadBalancingPolicy;
import com.datastax.oss.driver.internal.core.loadbalancing.DefaultLoadBalancingPolicy;
import com.datastax.oss.driver.internal.core.util.concurrent.CompletableFutures;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.TrustedFile;
import io.photon.store.slots.NoAnswerException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The driver, which connects again by itself. Statements that compare and set are sent once: the driver asks nothing twice.
 * Thread-safe.
 */
final class CassandraLink implements AutoCloseable {

    /** Of statements that may be done once only. */
    private static final String ONCE = "once";

    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(200);

    private final CassandraOptions options;
    private final CqlSession session;

    private CassandraLink(CassandraOptions options, CqlSession session) {
        this.options = options;
        this.session = session;
    }

    static CassandraLink open(CassandraOptions options) throws StoreException {
        ClassLoader ours = CassandraLink.class.getClassLoader();
        List<InetSocketAddress> hosts = new ArrayList<>();
        for (String host : options.hosts()) {
            InetSocketAddress address = new InetSocketAddress(host, options.port());
            if (!address.isUnresolved()) {
                hosts.add(address);
            }
        }
        if (hosts.isEmpty()) {
            throw new StoreException(
                    Kind.REFUSED, "no host of cassandra.ip has an address: " + String.join(", ", options.hosts()));
        }
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(ours)
                .withApplicationName("photon")
                .withConfigLoader(config(options, ours))
                .addContactPoints(hosts);
        String user = options.user();
        if (user != null) {
            String password = options.password();
            builder.withAuthCredentials(user, password == null ? "" : password);
        }
        CassandraOptions.Tls tls = options.tls();
        if (tls != null) {
            builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(
                    TrustedFile.context("cassandra.tls.ca-file", tls.caFile()), null, tls.checksHost()));
        }
        try {
            return new CassandraLink(options, builder.build());
        } catch (AllNodesFailedException e) {
            throw CassandraErrors.notConnected(options, e);
        } catch (DriverException | IllegalArgumentException | IllegalStateException e) {
            throw new StoreException(
                    Kind.REFUSED, "Cassandra at " + options.shown() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static DriverConfigLoader config(CassandraOptions options, ClassLoader ours) {
        var config = DriverConfigLoader.programmaticBuilder(ours)
                .withString(DefaultDriverOption.SESSION_NAME, "photon")
                .withDuration(
                        DefaultDriverOption.REQUEST_TIMEOUT, options.slots().timeout())
                .withDuration(
                        DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT,
                        options.slots().timeout())
                .withDuration(
                        DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT,
                        options.slots().timeout())
                .withDuration(
                        DefaultDriverOption.CONNECTION_SET_KEYSPACE_TIMEOUT,
                        options.slots().timeout())
                .withDuration(
                        DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT,
                        options.slots().timeout())
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, DefaultConsistencyLevel.QUORUM.name())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, DefaultConsistencyLevel.SERIAL.name())
                .withString(DefaultDriverOption.RECONNECTION_POLICY_CLASS, "ExponentialReconnectionPolicy")
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, SHORTEST_RECONNECT)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                // The tables of others do not matter; of ours the driver knows which nodes have a row.
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(options.keyspace()))
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(20))
                // Nothing is sent any more when it is closed.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false);
        String datacenter = options.datacenter();
        if (datacenter == null) {
            config.withString(
                    DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, DcInferringLoadBalancingPolicy.class.getName());
        } else {
            config.withString(
                            DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, DefaultLoadBalancingPolicy.class.getName())
                    .withString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, datacenter);
        }
        return config.startProfile(ONCE)
                .withString(DefaultDriverOption.RETRY_POLICY_CLASS, RethrowPolicy.class.getName())
                .endProfile()
                .build();
    }

    CassandraOptions options() {
        return options;
    }

    /** The nodes that are known, up or not. */
    Collection<Node> nodes() {
        return session.getMetadata().getNodes().values();
    }

    /** @throws StoreException when the cluster does not have what the statement names */
    PreparedStatement prepare(String cql) throws StoreException {
        try {
            return session.prepare(cql);
        } catch (DriverException e) {
            throw CassandraErrors.notDone(options, e);
        }
    }

    /** Reads, or writes what may be written twice. @throws StoreException REFUSED when there is no answer */
    ResultSet ask(Statement<?> statement) throws StoreException {
        try {
            return session.execute(statement.setIdempotent(true));
        } catch (DriverException e) {
            throw CassandraErrors.notDone(options, e);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    /** An answer that is awaited later. */
    interface Later {
        /** @throws StoreException REFUSED when there is no answer */
        Iterable<Row> await() throws StoreException;
    }

    /** Reads one page, later. */
    Later askLater(Statement<?> statement) throws StoreException {
        CompletionStage<AsyncResultSet> asked;
        try {
            asked = session.executeAsync(statement.setIdempotent(true));
        } catch (IllegalStateException e) {
            throw closed(e);
        }
        return () -> {
            try {
                return CompletableFutures.getUninterruptibly(asked).currentPage();
            } catch (DriverException e) {
                throw CassandraErrors.notDone(options, e);
            } catch (IllegalStateException e) {
                throw closed(e);
            }
        };
    }

    /** The same for one that needs no preparing. */
    ResultSet ask(String cql, Object... values) throws StoreException {
        return ask(SimpleStatement.newInstance(cql, values));
    }

    /** A change of the schema, which may take longer. */
    void change(String cql) throws StoreException {
        ask(SimpleStatement.newInstance(cql)
                .setTimeout(options.slots().timeout().multipliedBy(4)));
    }

    /** The nodes that statements are sent to, as soon as they are connected. */
    List<Node> inUse() {
        return nodes().stream()
                .filter(node -> node.getState() != NodeState.DOWN && node.getDistance() != NodeDistance.IGNORED)
                .toList();
    }

    /** Asks one node and no other. @throws StoreException REFUSED when it does not answer */
    ResultSet askAt(Node node, String cql, Object... values) throws StoreException {
        return ask(SimpleStatement.newInstance(cql, values).setNode(node));
    }

    /**
     * Compares and sets, once.
     *
     * @throws NoAnswerException when it may be done, now or later, or not
     * @throws StoreException when it was not done
     */
    ResultSet once(Statement<?> statement) throws NoAnswerException, StoreException {
        try {
            return session.execute(statement
                    .setExecutionProfileName(ONCE)
                    .setIdempotent(false)
                    .setConsistencyLevel(ConsistencyLevel.QUORUM)
                    .setSerialConsistencyLevel(ConsistencyLevel.SERIAL));
        } catch (NoNodeAvailableException | QueryValidationException e) { // not sent, or refused before it began
            throw CassandraErrors.notDone(options, e);
        } catch (DriverException e) {
            throw new NoAnswerException(CassandraErrors.text(options, e), e);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private static StoreException closed(IllegalStateException e) {
        return new StoreException(Kind.CLOSED, "the store is closed", e);
    }

    @Override
    public void close() {
        session.close();
    }
}
