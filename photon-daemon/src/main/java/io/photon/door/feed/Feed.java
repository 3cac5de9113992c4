// SPDX-License-Identifier: Apache-2.0
package io.photon.door.feed;

import io.photon.budget.Backlogs;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed: a listening port, everybody who is connected to it, and one thread for all of them. Thread-safe. */
public final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final int BACKLOG = 64;
    private static final int SEND_BUFFER = 64 << 10;
    private static final int PIECE = 64 << 10;
    private static final long CLOSE_WAIT_MS = 500;
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Supplier<Publisher<Text>> source;
    private final boolean patient;
    private final FeedLimits limits;
    private final Backlogs backlogs;
    private final Set<FeedReader> readers = ConcurrentHashMap.newKeySet();
    private final Queue<FeedReader> ready = new ConcurrentLinkedQueue<>();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final Thread thread;
    private final long lookNanos;
    private final int port;
    private long lookAt;
    private boolean failed;
    private volatile boolean closed;

    private Feed(
            String name,
            ServerSocketChannel server,
            Selector selector,
            Supplier<Publisher<Text>> source,
            boolean patient,
            FeedLimits limits,
            Backlogs backlogs) {
        this.name = name;
        this.server = server;
        this.port = server.socket().getLocalPort();
        this.selector = selector;
        this.source = source;
        this.patient = patient;
        this.limits = limits;
        this.backlogs = backlogs;
        this.thread = Steady.thread("photon-feed-" + name, this::serve);
        this.lookNanos =
                TimeUnit.MILLISECONDS.toNanos(Math.max(10, Math.min(limits.stuckMs(), limits.lastLineMs()) / 4));
    }

    /**
     * Begins to listen.
     *
     * @param name of the setting that holds the port, for messages
     * @param port 0 for a free one
     * @param source lines without their ends, one publisher for each reader
     * @param patient whether the source may skip lines for a slow reader, so that its backlog is one line
     * @param backlogs of all readers together
     */
    public static Result<Feed> open(
            String name,
            String host,
            int port,
            Supplier<Publisher<Text>> source,
            boolean patient,
            FeedLimits limits,
            Backlogs backlogs) {
        ServerSocketChannel server = null;
        Selector selector = null;
        try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            server.configureBlocking(false);
            selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            Feed feed = new Feed(name, server, selector, source, patient, limits, backlogs);
            feed.thread.start();
            return Result.ok(feed);
        } catch (IOException e) {
            closeQuietly(server);
            closeQuietly(selector);
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    name + ": cannot listen on " + host + ":" + port + ": " + e.getMessage(),
                    "the feed is off; choose another " + name + ", or 0 for none");
        }
    }

    /** The port it listens on, never 0. */
    public int port() {
        return port;
    }

    /** How many are connected. */
    public int readers() {
        return (int) readers.stream().filter(reader -> !reader.isLeaving()).count();
    }

    private void serve() {
        while (!closed || !readers.isEmpty()) {
            try {
                turn();
            } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
                Steady.report("serving the readers of " + name, e);
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS); // it could fail at once again, and so on
            }
        }
        closeQuietly(selector);
    }

    private void turn() throws IOException {
        if (readers.isEmpty() && !closed) {
            selector.select();
        } else if (ready.isEmpty()) {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(lookNanos)));
        } else {
            selector.selectNow();
        }
        Set<SelectionKey> selected = selector.selectedKeys();
        for (SelectionKey key : selected) {
            serve(key);
        }
        selected.clear();
        for (int left = ready.size(); left > 0; left--) {
            FeedReader reader = ready.poll();
            if (reader != null && readers.contains(reader) && reader.write(piece)) {
                end(reader);
            }
        }
        look();
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept();
            return;
        }
        FeedReader reader = (FeedReader) key.attachment();
        if (key.isReadable() && reader.read(piece) || key.isValid() && key.isWritable() && reader.write(piece)) {
            end(reader);
        }
    }

    private void accept() {
        SocketChannel channel = null;
        try {
            channel = server.accept();
            failed = false;
            if (channel != null) {
                take(channel);
            }
        } catch (IOException e) {
            closeQuietly(channel);
            if (!closed && !failed) {
                LOG.warn("{}: a reader could not connect: {}", name, e.toString());
            }
            if (channel == null && !closed) { // no descriptor, say: the next one would fail at once, and so on
                failed = true;
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            closeQuietly(channel);
            Steady.report("serving a reader of the feed", e);
        }
    }

    private void take(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        boolean isCrowded = readers.size() >= 2 * limits.readers(); // with those that are leaving
        if (isCrowded || readers() >= limits.readers() && !makeRoom()) {
            refuse(channel);
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        FeedReader reader =
                new FeedReader(channel, key, patient ? 1 : limits.backlogBytes(), limits, backlogs, this::isReady);
        key.attach(reader);
        readers.add(reader);
        try {
            source.get().subscribe(reader);
        } catch (RuntimeException | Error e) {
            end(reader); // its place is free again
            throw e;
        }
        if (closed) {
            reader.stop();
        }
    }

    private void refuse(SocketChannel channel) throws IOException {
        Failure why = Failure.of(
                Failure.Kind.OVERLOADED,
                limits.readers() + " readers are connected already",
                "try again later, or raise feeds.max-readers");
        try (channel) {
            channel.write(ByteBuffer.wrap(FeedReader.text(why)));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void isReady(FeedReader reader) {
        ready.add(reader);
        selector.wakeup();
    }

    /** A reader that has said that nothing more will come from it may be gone: that shows only when a line is written. */
    private boolean makeRoom() {
        for (FeedReader reader : readers) {
            if (reader.hasEnded() && !reader.isLeaving()) {
                reader.giveWay();
                return true;
            }
        }
        return false;
    }

    /** Looks after those who take nothing, a few times in the time that they have. */
    private void look() {
        long now = System.nanoTime();
        if (now - lookAt < 0) {
            return;
        }
        lookAt = now + lookNanos;
        backlogs.shed();
        for (FeedReader reader : readers) {
            if (reader.look(now)) {
                end(reader);
            }
        }
    }

    private void end(FeedReader reader) {
        readers.remove(reader);
        reader.end();
    }

    private static void closeQuietly(@Nullable AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            LOG.debug("a socket did not close cleanly", e);
        }
    }

    /** Lets everybody go with a last line; those that read have it then. */
    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        readers.forEach(FeedReader::stop);
        selector.wakeup();
        try {
            thread.join(CLOSE_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
