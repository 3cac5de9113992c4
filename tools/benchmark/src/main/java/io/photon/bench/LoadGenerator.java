// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Load from one thread of a process of its own: raw sockets, requests built beforehand. Either each connection sends its
 * next request when the answer has come, or requests leave at a fixed rate on whatever connection is idle.
 *
 * <pre>http|redis PORT TOKEN CONNECTIONS EVENTS-PER-REQUEST SECONDS RATE(0: as fast as answered)</pre>
 *
 * Prints {@code EVENTS/S P50-µs P99-µs}.
 */
final class LoadGenerator {

    private static final int REQUESTS = 1_024;
    private static final int WARM_UP_PERCENT = 20;

    private final List<byte[]> requests = new ArrayList<>();
    private final Wire wire;
    private final int eventsPerRequest;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private long[] latencies = new long[1 << 16];
    private int answered;
    private long countFrom;

    private LoadGenerator(Wire wire, int eventsPerRequest) {
        this.wire = wire;
        this.eventsPerRequest = eventsPerRequest;
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(wire.request(i, eventsPerRequest));
        }
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
        private @Nullable ByteBuffer out;
        private long sentAt;
        private int next;

        Connection(SocketChannel channel, int next) {
            this.channel = channel;
            this.next = next;
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        int eventsPerRequest = Integer.parseInt(args[4]);
        Wire wire = args[0].equals("redis") ? new RedisWire() : new HttpWire(port, args[2]);
        LoadGenerator load = new LoadGenerator(wire, eventsPerRequest);
        load.run(port, Integer.parseInt(args[3]), Double.parseDouble(args[5]), Integer.parseInt(args[6]));
    }

    private void run(int port, int connections, double seconds, int rate) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, i * 7);
                channel.register(selector, SelectionKey.OP_READ, connection);
                idle.add(connection);
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            countFrom = start + (long) (seconds * 1e7 * WARM_UP_PERCENT);
            long due = start;
            while (System.nanoTime() < end) {
                if (rate == 0) {
                    while (!idle.isEmpty()) {
                        send(idle.poll(), System.nanoTime());
                    }
                } else {
                    while (due <= System.nanoTime() && !idle.isEmpty()) {
                        long now = System.nanoTime();
                        // A late timer is ours; a request that had no idle connection is the daemon's.
                        send(idle.poll(), now - due < 2_000_000 ? now : due);
                        due += 1_000_000_000L / rate;
                    }
                }
                selector.select(rate == 0 ? 100 : 1);
                for (SelectionKey key : selector.selectedKeys()) {
                    receive(selector, (Connection) key.attachment(), key);
                }
                selector.selectedKeys().clear();
            }
            double counted = (System.nanoTime() - countFrom) / 1e9;
            Arrays.sort(latencies, 0, answered);
            System.out.printf(
                    Locale.ROOT,
                    "%.1f %.1f %.1f%n",
                    (double) answered * eventsPerRequest / counted,
                    percentile(0.50),
                    percentile(0.99));
        }
    }

    private double percentile(double part) {
        return answered == 0 ? 0 : latencies[(int) Math.min(answered - 1, answered * part)] / 1e3;
    }

    private void send(Connection connection, long sentAt) throws IOException {
        connection.out = ByteBuffer.wrap(requests.get(connection.next++ % REQUESTS));
        connection.sentAt = sentAt;
        connection.channel.write(connection.out);
        if (connection.out.hasRemaining()) {
            while (connection.out.hasRemaining()) { // larger than the socket's buffer: rare, and only our own time
                connection.channel.write(connection.out);
            }
        }
    }

    private void receive(Selector selector, Connection connection, SelectionKey key) throws IOException {
        if (!key.isReadable() || connection.channel.read(connection.in) < 0) {
            throw new IOException("the daemon closed a connection");
        }
        if (!wire.isAnswered(connection.in.array(), connection.in.position(), eventsPerRequest)) {
            return;
        }
        connection.in.clear();
        long now = System.nanoTime();
        if (connection.sentAt >= countFrom) {
            if (answered == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * answered);
            }
            latencies[answered++] = now - connection.sentAt;
        }
        idle.add(connection);
    }
}
