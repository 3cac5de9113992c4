// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * The server side of one service: takes sockets and speaks on them. Has no thread: messages come from the transport,
 * answers from the service, and someone calls {@link #tick} several times a second so that no emitter waits too long.
 * Thread-safe.
 */
public final class ServerStack implements ChannelAcceptor {

    private final MuonService service;
    private final MessageWriter writer;
    private final ServerLimits limits;
    private final LongSupplier uptimeMs;
    private final Counters counters = new Counters();
    private final Set<ServerSocket> sockets = ConcurrentHashMap.newKeySet();
    /** Emits in the order they came; those that were answered go when their turn comes. */
    private final Queue<EmitExchange> watched = new ConcurrentLinkedQueue<>();

    private volatile boolean closed;

    /**
     * @param writer writes our messages
     * @param uptimeMs a clock that never goes back, also that of {@link #tick}
     */
    public ServerStack(MuonService service, MessageWriter writer, ServerLimits limits, LongSupplier uptimeMs) {
        this.uptimeMs = uptimeMs;
        this.service = service;
        this.writer = writer;
        this.limits = limits;
    }

    @Override
    public ChannelListener accept(Channel channel) {
        ServerSocket socket = new ServerSocket(this, channel);
        if (closed || sockets.size() >= limits.sockets()) {
            channel.close(); // docs/muon-protocol 3.4: there is no refusal, only an end
            return Refused.LISTENER;
        }
        sockets.add(socket);
        return socket;
    }

    private static final class Refused {
        private static final ChannelListener LISTENER = new ChannelListener() {
            @Override
            public void message(MuonMessage message, Runnable done) {
                done.run();
            }

            @Override
            public void closed(String why) {
                // it never began
            }
        };
    }

    /** Tells emitters whose events wait too long. */
    public void tick() {
        long nowMs = nowMs();
        EmitExchange first = watched.peek();
        while (first != null && (first.isOver() || nowMs - first.arrivedMs() >= limits.emitPatienceMs())) {
            watched.poll();
            first.tooLate(limits.emitPatienceMs());
            first = watched.peek();
        }
    }

    /** Says goodbye on each socket and takes no more. */
    public void close() {
        closed = true;
        dismiss();
    }

    /** Says goodbye on each socket; new ones are taken. */
    public void dismiss() {
        List.copyOf(sockets).forEach(ServerSocket::close);
    }

    public ServerStats stats() {
        return new ServerStats(
                sockets.size(),
                counters.channels.get(),
                counters.subscriptions.sum(),
                counters.emits.sum(),
                counters.late.sum(),
                counters.calls.sum(),
                counters.items.sum(),
                counters.unreadable.sum());
    }

    MuonService service() {
        return service;
    }

    MessageWriter writer() {
        return writer;
    }

    ServerLimits limits() {
        return limits;
    }

    Counters counters() {
        return counters;
    }

    long nowMs() {
        return uptimeMs.getAsLong();
    }

    void watch(EmitExchange exchange) {
        watched.add(exchange);
    }

    void gone(ServerSocket socket) {
        sockets.remove(socket);
    }
}
