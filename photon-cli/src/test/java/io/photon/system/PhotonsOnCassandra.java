// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import io.photon.rabbit.FreePort;
import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Photons over one Cassandra, each node of it behind a proxy that can cut. Faults are for one thread at a time. */
final class PhotonsOnCassandra implements AutoCloseable {

    private static final int LIMIT_S = 120;

    /** Each is that far ahead of the one before it: what is safe must not go by clocks. */
    static final long CLOCKS_APART_S = 24 * 3_600;

    /** A Photon that keeps its folder, its port and its clock over restarts. */
    static final class Node {
        final String name;
        final int port;
        final FalseClock clock;
        private volatile DaemonProcess daemon;

        private Node(String name, FalseClock clock) {
            this.name = name;
            this.clock = clock;
            this.port = FreePort.next();
        }

        /** Where it is asked; it may be gone. */
        HttpDoor http() {
            return daemon.http();
        }

        String stderr() {
            return daemon.stderr();
        }

        void signal(String signal) throws IOException {
            try {
                new ProcessBuilder("kill", "-" + signal, String.valueOf(daemon.pid()))
                        .start()
                        .waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void kill() {
            daemon.kill();
        }
    }

    private final Path home;
    private final List<CassandraProcess> servers;
    private final List<CuttingProxy> proxies = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    /** @param servers nodes of Cassandra: 1 or 3 @param photons how many write in turn */
    PhotonsOnCassandra(Path home, int servers, int photons) throws IOException {
        this.home = home;
        if (servers == 1) {
            Map<String, String> options = new HashMap<>(CassandraProcess.DURABLE);
            options.put("authenticator", "AllowAllAuthenticator");
            options.put("authorizer", "AllowAllAuthorizer");
            options.put("broadcast_rpc_address", "127.0.1.1");
            this.servers = List.of(CassandraProcess.start(home.resolve("cassandra"), options));
        } else {
            this.servers = CassandraProcess.startThree(home.resolve("cassandra"), CassandraProcess.DURABLE, "127.0.1.");
        }
        boolean isUp = false;
        try {
            connect(photons);
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    private void connect(int photons) throws IOException {
        for (int i = 0; i < servers.size(); i++) {
            CassandraProcess server = this.servers.get(i);
            proxies.add(new CuttingProxy(
                    URI.create("cql://" + server.address() + ":" + server.port()),
                    InetAddress.getByName("127.0.1." + (i + 1)),
                    server.port()));
        }
        for (int i = 0; i < photons; i++) {
            String name = "photon-" + i;
            Node node = new Node(name, new FalseClock(home.resolve(name + ".clock")));
            node.clock.set(i * CLOCKS_APART_S);
            nodes.add(node);
            startWhenTheClusterIsWhole(node);
        }
    }

    /** Nodes of Cassandra learn of each other within some seconds after they listen, and until then there are too few for a copy on each. */
    private void startWhenTheClusterIsWhole(Node node) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (true) {
            try {
                start(node);
                return;
            } catch (AssertionError e) {
                if (!String.valueOf(e.getMessage()).contains("copies in data centre") || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    /** Starts it, or starts it again, and waits until it is ready. */
    void start(Node node) {
        Map<String, String> environment = new HashMap<>(node.clock.environment());
        environment.put("PHOTON_ADMIN_SECRET", "the same secret on each node of this test");
        node.daemon = DaemonProcess.start(
                home.resolve(node.name),
                environment,
                "-rest.port",
                String.valueOf(node.port),
                "-db.backend",
                "cassandra",
                "-cassandra.ip",
                servers.size() == 1 ? "127.0.1.1" : "127.0.1.1,127.0.1.2,127.0.1.3",
                "-cassandra.port",
                String.valueOf(servers.get(0).port()),
                "-cassandra.replication",
                String.valueOf(servers.size()),
                "-node.name",
                node.name,
                "-node.address",
                "http://127.0.0.1:" + node.port,
                "-events.port",
                "0",
                "-projections.port",
                "0");
    }

    List<Node> nodes() {
        return nodes;
    }

    List<CassandraProcess> servers() {
        return servers;
    }

    List<CuttingProxy> proxies() {
        return proxies;
    }

    /** The one that appends now, which is waited for. */
    Node writer() {
        Node[] found = new Node[1];
        Eventually.within(
                LIMIT_S,
                () -> {
                    for (Node node : nodes) {
                        try {
                            if (node.http().get("/ready").statusCode() == 200) {
                                found[0] = node;
                                return true;
                            }
                        } catch (IOException e) {
                            continue; // it is gone, and another is asked
                        }
                    }
                    return false;
                },
                () -> "no Photon writes: " + nodes.get(0).stderr());
        return found[0];
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            if (node.daemon != null) {
                node.daemon.close();
            }
        }
        proxies.forEach(CuttingProxy::close);
        servers.forEach(CassandraProcess::close);
    }
}
