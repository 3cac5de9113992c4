package io.photon.door.feed;

import io.photon.budget.Budget;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed: a listening port, and everybody who is connected to it. Thread-safe. */
public final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final int BACKLOG = 64;
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final ServerSocket server;
    private final Supplier<Publisher<byte[]>> source;
    private final boolean patient;
    private final FeedLimits limits;
    private final Budget budget;
    private final Set<FeedReader> readers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Feed(
            String name,
            ServerSocket server,
            Supplier<Publisher<byte[]>> source,
            boolean patient,
            FeedLimits limits,
            Budget budget) {
        this.budget = budget;
        this.patient = patient;
        this.name = name;
        this.server = server;
        this.source = source;
        this.limits = limits;
    }

    /**
     * Begins to listen.
     *
     * @param name of the setting that holds the port, for messages
     * @param port 0 for a free one
     * @param source lines without their ends, one publisher for each reader
     * @param patient whether the source may skip lines for a slow reader, so that its backlog is one line
     * @param budget of the bytes in flight
     */
    public static Result<Feed> open(
            String name,
            String host,
            int port,
            Supplier<Publisher<byte[]>> source,
            boolean patient,
            FeedLimits limits,
            Budget budget) {
        ServerSocket server = null;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            Feed feed = new Feed(name, server, source, patient, limits, budget);
            Steady.thread("photon-feed-" + name, feed::accept).start();
            return Result.ok(feed);
        } catch (IOException e) {
            closeQuietly(server);
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    name + ": cannot listen on " + host + ":" + port + ": " + e.getMessage(),
                    "the feed is off; choose another " + name + ", or 0 for none");
        }
    }

    /** The port it listens on, never 0. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many are connected. */
    public int readers() {
        return readers.size();
    }

    private void accept() {
        boolean failed = false;
        while (!closed) {
            Socket socket = null;
            try {
                socket = server.accept();
                failed = false;
                take(socket);
            } catch (IOException e) {
                closeQuietly(socket);
                if (!closed && !failed) {
                    LOG.warn("{}: a reader could not connect: {}", name, e.toString());
                }
                if (socket == null) { // no descriptor, say: the next one would fail at once, and so on
                    failed = true;
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                closeQuietly(socket);
                Steady.report("serving a reader of the feed", e);
            }
        }
    }

    private void take(Socket socket) throws IOException {
        FeedReader reader =
                new FeedReader(socket, patient ? 1 : limits.backlogBytes(), limits, budget, readers::remove);
        if (readers.size() >= limits.readers() && !makeRoom()) {
            reader.refuse(Failure.of(
                    Failure.Kind.OVERLOADED, limits.readers() + " readers are connected already", "try again later"));
            return;
        }
        readers.add(reader);
        boolean started = false;
        try {
            reader.start(source.get());
            started = true;
        } finally {
            if (!started) {
                readers.remove(reader); // no thread for it: its place is free again
            }
        }
        if (closed) {
            reader.stop();
        }
    }

    /** Whoever has said that nothing more will come from it may be gone: that shows only when a line is written. */
    private boolean makeRoom() {
        for (FeedReader reader : readers) {
            if (reader.hasEnded()) {
                readers.remove(reader);
                reader.giveWay();
                return true;
            }
        }
        return false;
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            LOG.debug("a socket did not close cleanly", e);
        }
    }

    /** Lets everybody go with a last line. */
    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        readers.forEach(FeedReader::stop);
    }
}
