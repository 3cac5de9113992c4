// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import com.basho.riak.client.core.NoNodesAvailableException;
import com.basho.riak.client.core.RiakCluster;
import com.basho.riak.client.core.RiakFuture;
import com.basho.riak.client.core.RiakMessage;
import com.basho.riak.client.core.RiakNode;
import com.basho.riak.client.core.netty.RiakResponseException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.TrustedFile;
import io.photon.store.slots.NoAnswerException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client, which connects again by itself, and looks every second whether a node that was gone is there. Each request is
 * sent once: to send it again is for the one who knows what it does. Thread-safe.
 */
final class RiakNodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RiakNodes.class);

    /** It logs an error for each attempt to connect, a few in a second; what is wrong is said by our own messages. */
    private static final String LOG_OF_THE_CLIENT = "org.slf4j.simpleLogger.log.com.basho.riak";

    /** Requests of one node at a time; each has a connection. */
    private static final int CONNECTIONS = 256;

    private static final int THREADS = 2;

    private final RiakOptions options;
    private final RiakCluster cluster;
    private final EventLoopGroup group;
    private final ScheduledThreadPoolExecutor timer;
    /** Why the newest login was refused; null when it was not. */
    private final AtomicReference<@Nullable LoginRefusal> refusal;

    private volatile boolean isClosed;

    private RiakNodes(
            RiakOptions options,
            RiakCluster cluster,
            EventLoopGroup group,
            ScheduledThreadPoolExecutor timer,
            AtomicReference<@Nullable LoginRefusal> refusal) {
        this.options = options;
        this.cluster = cluster;
        this.group = group;
        this.timer = timer;
        this.refusal = refusal;
    }

    /** @throws StoreException REFUSED when no node has an address, or whom to trust cannot be read */
    static RiakNodes open(RiakOptions options) throws StoreException {
        if (System.getProperty(LOG_OF_THE_CLIENT) == null) {
            System.setProperty(LOG_OF_THE_CLIENT, "off");
        }
        int timeoutMs = Math.toIntExact(options.slots().timeout().toMillis());
        List<RiakNode> nodes = new ArrayList<>();
        for (RiakOptions.Node node : options.nodes()) {
            if (new InetSocketAddress(node.host(), node.port()).isUnresolved()) {
                LOG.warn("riak.node {} has no address and is left out", node);
            } else {
                nodes.add(new RiakNode.Builder()
                        .withRemoteAddress(node.host())
                        .withRemotePort(node.port())
                        .withMinConnections(1)
                        .withMaxConnections(CONNECTIONS)
                        .withConnectionTimeout(timeoutMs)
                        .build());
            }
        }
        if (nodes.isEmpty()) {
            throw new StoreException(Kind.REFUSED, "no host of riak.node.X has an address: " + options.shown());
        }
        RiakLogin login = options.login();
        SSLContext trust = login == null ? null : TrustedFile.context("riak.tls.ca-file", login.caFile());
        AtomicReference<@Nullable LoginRefusal> refusal = new AtomicReference<>();
        EventLoopGroup group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("photon-riak", true));
        // One thread of it waits for requests to be sent again, which is never asked for, and each node has one for its
        // health.
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(nodes.size() + 2, new DefaultThreadFactory("photon-riak-nodes", true));
        RiakCluster cluster = RiakCluster.builder(nodes)
                .withExecutionAttempts(1)
                .withBootstrap(
                        new Bootstrap().group(group).channelFactory(() -> channel(options, timeoutMs, trust, refusal)))
                .withExecutor(timer)
                .build();
        cluster.start();
        return new RiakNodes(options, cluster, group, timer, refusal);
    }

    private static NioSocketChannel channel(
            RiakOptions options,
            int timeoutMs,
            @Nullable SSLContext trust,
            AtomicReference<@Nullable LoginRefusal> refusal) {
        NioSocketChannel channel = new NioSocketChannel();
        if (trust == null) {
            closeWhenIdle(channel, timeoutMs);
        } else { // to say that a password is wrong takes Riak longer
            LoginHandler.addTo(channel, options, trust, () -> closeWhenIdle(channel, timeoutMs), refusal::set);
        }
        return channel;
    }

    /**
     * The client waits without end: a connection on which nothing moves for this time is closed, which ends what was asked on it.
     */
    private static void closeWhenIdle(NioSocketChannel channel, int timeoutMs) {
        channel.pipeline().addFirst(new IdleStateHandler(0, 0, timeoutMs, TimeUnit.MILLISECONDS) {
            @Override
            protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
                context.close();
            }
        });
    }

    /** Why no node lets this Photon in; null when that is not what is wrong. */
    @Nullable LoginRefusal refusal() {
        return refusal.get();
    }

    RiakOptions options() {
        return options;
    }

    /** Nodes that take requests. */
    int up() {
        return isClosed
                ? 0
                : (int) cluster.getNodes().stream()
                        .filter(node -> node.getNodeState() == RiakNode.State.RUNNING)
                        .count();
    }

    /** An answer that is awaited later. */
    interface Later {
        /**
         * @throws RiakErrorException when Riak has answered with an error
         * @throws NoAnswerException when it did not answer
         * @throws StoreException when it was not asked
         */
        byte[] await() throws RiakErrorException, NoAnswerException, StoreException;
    }

    /** Sends it and waits. @return what answers it; errors as {@link Later} */
    byte[] ask(RiakCall call, Duration timeout) throws RiakErrorException, NoAnswerException, StoreException {
        return send(call, timeout).await();
    }

    /** Sends it. @param timeout counted from now */
    Later send(RiakCall call, Duration timeout) throws StoreException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            RiakFuture<RiakMessage, String> sent = cluster.execute(call);
            return () -> await(call, sent, deadline);
        } catch (IllegalStateException | RejectedExecutionException e) { // it is shutting down
            throw closed(e);
        }
    }

    private byte[] await(RiakCall call, RiakFuture<RiakMessage, String> sent, long deadline)
            throws RiakErrorException, NoAnswerException, StoreException {
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    return sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                            .getData();
                } catch (InterruptedException e) {
                    wasInterrupted = true; // what was sent may be done: only the answer says it
                }
            }
        } catch (TimeoutException e) {
            throw new NoAnswerException(
                    "Riak at " + options.shown() + " did not answer in time (" + call.getQueryInfo() + ")", e);
        } catch (ExecutionException e) {
            throw failed(call, e.getCause() == null ? e : e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private NoAnswerException failed(RiakCall call, Throwable cause) throws RiakErrorException, StoreException {
        if (cause instanceof RiakResponseException) {
            String text = String.valueOf(cause.getMessage());
            LoginRefusal refused = LoginRefusal.ofRequest(options, text);
            if (refused != null) {
                throw new StoreException(Kind.REFUSED, refused.text(), cause);
            }
            throw new RiakErrorException(text);
        }
        if (cause instanceof NoNodesAvailableException) {
            throw isClosed ? closed(cause) : new StoreException(Kind.REFUSED, whyNone(), cause);
        }
        return new NoAnswerException(
                "Riak at " + options.shown() + " did not answer (" + call.getQueryInfo() + "): " + cause.getMessage(),
                cause);
    }

    private String whyNone() {
        LoginRefusal refused = refusal();
        return refused == null ? "Riak at " + options.shown() + " cannot be reached" : refused.text();
    }

    /** Whether no more is asked. */
    boolean isClosed() {
        return isClosed;
    }

    StoreException closed(Throwable cause) {
        return new StoreException(Kind.CLOSED, "the store is closed", cause);
    }

    /** At once: the client itself would wait for all that has no answer. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        cluster.shutdown();
        timer.shutdownNow();
        group.shutdownGracefully(0, options.slots().timeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
