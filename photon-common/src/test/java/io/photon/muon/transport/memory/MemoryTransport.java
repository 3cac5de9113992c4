// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One member of a {@link MemoryNetwork}. Thread-safe: its state is guarded by the network. */
public final class MemoryTransport implements Transport, Discovery {

    /** A service not heard for so long is forgotten (docs/muon-protocol 4.1). */
    private static final long FORGOTTEN_MS = 5_500;

    private record Heard(ServiceDescriptor descriptor, long atMs) {}

    private final MemoryNetwork network;
    private final String name;
    private final MessageWriter writer;
    private final Map<String, ChannelAcceptor> services = new LinkedHashMap<>();
    private final Map<String, Heard> heard = new LinkedHashMap<>();
    private final Set<MemoryChannel> channels = new LinkedHashSet<>();
    private ServiceDescriptor announced;
    private Connectivity connectivity;
    private boolean vanished;
    private boolean closed;

    MemoryTransport(MemoryNetwork network, String name) {
        this.network = network;
        this.name = name;
        this.writer = new MessageWriter(name, network.timer()::nowMs, MessageIds::next);
        this.connectivity =
                new Connectivity(true, "a network in memory", network.timer().nowMs(), 0);
    }

    MessageWriter writer() {
        return writer;
    }

    @Override
    public Discovery discovery() {
        return this;
    }

    @Override
    public void announce(ServiceDescriptor self) {
        synchronized (network) {
            boolean first = announced == null;
            announced = self;
            network.announce(self);
            if (first) {
                network.timer().after(MemoryNetwork.ANNOUNCE_MS, this::announceAgain);
            }
        }
    }

    private void announceAgain() {
        synchronized (network) {
            if (announced == null || vanished || closed) {
                return;
            }
            if (connectivity.connected()) {
                network.announce(announced);
            }
            network.timer().after(MemoryNetwork.ANNOUNCE_MS, this::announceAgain);
        }
    }

    @Override
    public void silence() {
        synchronized (network) {
            announced = null;
        }
    }

    Optional<ServiceDescriptor> descriptor() {
        synchronized (network) {
            return connectivity.connected() ? Optional.ofNullable(announced) : Optional.empty();
        }
    }

    void received(ServiceDescriptor descriptor, long nowMs) {
        heard.put(descriptor.identifier() + "\n" + descriptor.instanceId(), new Heard(descriptor, nowMs));
    }

    @Override
    public List<ServiceDescriptor> services() {
        synchronized (network) {
            long oldest = network.timer().nowMs() - FORGOTTEN_MS;
            heard.values().removeIf(entry -> entry.atMs() < oldest);
            List<ServiceDescriptor> services = new ArrayList<>();
            heard.values().forEach(entry -> services.add(entry.descriptor()));
            services.sort(Comparator.comparing(ServiceDescriptor::identifier));
            return services;
        }
    }

    /** The picture is complete at once: whoever joins is told who is there. */
    @Override
    public boolean awaitReady(long timeoutMs) {
        return connectivity().connected();
    }

    @Override
    public void serve(String service, ChannelAcceptor acceptor) {
        synchronized (network) {
            services.put(service, acceptor);
        }
    }

    @Override
    public void unserve(String service) {
        synchronized (network) {
            services.remove(service);
        }
    }

    boolean serves(String service) {
        synchronized (network) {
            return services.containsKey(service) && connectivity.connected() && !vanished && !closed;
        }
    }

    @Override
    public CompletableFuture<Result<Channel>> open(String service, String protocol, ChannelListener listener) {
        CompletableFuture<Result<Channel>> answer = new CompletableFuture<>();
        synchronized (network) {
            if (!connectivity.connected() || closed) {
                answer.complete(Result.err(
                        Failure.Kind.UNREACHABLE,
                        "not connected: " + connectivity.detail(),
                        "try again when the connection is back"));
                return answer;
            }
            boolean lost = network.faults().losesHandshake();
            if (!lost) {
                network.timer().after(network.faults().delayMs(), () -> shake(service, protocol, listener, answer));
            }
            network.timer().after(MemoryNetwork.HANDSHAKE_MS, () -> answer.complete(notAnswered(service)));
        }
        return answer;
    }

    private static Result<Channel> notAnswered(String service) {
        return Result.err(
                Failure.Kind.TIMED_OUT,
                "service '" + service + "' did not answer the handshake within 3 s",
                "look whether it is there");
    }

    /** The handshake arrives. */
    private void shake(
            String service, String protocol, ChannelListener listener, CompletableFuture<Result<Channel>> answer) {
        MemoryChannel ours;
        MemoryChannel theirs;
        ChannelAcceptor acceptor;
        synchronized (network) {
            MemoryTransport server = network.server(service);
            if (server == null || vanished || closed || !connectivity.connected() || answer.isDone()) {
                return; // nobody answers
            }
            acceptor = server.services.get(service);
            ours = new MemoryChannel(network, this, protocol, name + " to " + service);
            theirs = new MemoryChannel(network, server, protocol, service + " from " + name);
            MemoryChannel.join(ours, theirs);
            ours.listener(listener);
            channels.add(ours);
            server.channels.add(theirs);
        }
        theirs.listener(acceptor.accept(theirs));
        theirs.start();
        answer.complete(Result.ok(ours));
        ours.start();
    }

    void gone(MemoryChannel channel) {
        channels.remove(channel);
    }

    int openSockets() {
        return channels.size();
    }

    @Override
    public Connectivity connectivity() {
        synchronized (network) {
            return connectivity;
        }
    }

    /** Loses the connection for some time: sockets end here at once, over there by silence. */
    public void cut(long forMs) {
        List<MemoryChannel> lost;
        synchronized (network) {
            if (closed || vanished || !connectivity.connected()) {
                return;
            }
            lost = List.copyOf(channels);
            connectivity = new Connectivity(
                    false, "the connection was lost", network.timer().nowMs(), connectivity.reconnects());
            heard.clear();
            network.timer().after(forMs, this::reconnect);
        }
        lost.forEach(channel -> channel.end("the connection was lost"));
    }

    private void reconnect() {
        synchronized (network) {
            connectivity = new Connectivity(
                    true, "a network in memory", network.timer().nowMs(), connectivity.reconnects() + 1);
            if (announced != null && !closed && !vanished) {
                network.announce(announced);
            }
        }
    }

    /** Dies without a word, like a process that is killed: nobody here hears anything more. */
    public void vanish() {
        synchronized (network) {
            vanished = true;
            channels.forEach(MemoryChannel::freeze);
            channels.clear();
            network.left(this);
        }
    }

    @Override
    public void close() {
        List<MemoryChannel> open;
        synchronized (network) {
            if (closed || vanished) {
                return;
            }
            closed = true;
            announced = null;
            open = List.copyOf(channels);
            connectivity = new Connectivity(false, "closed", network.timer().nowMs(), connectivity.reconnects());
        }
        for (MemoryChannel channel : open) {
            channel.close(writer.closing(Steps.CHANNEL_SHUTDOWN), "this side closed its transport");
        }
        network.left(this);
    }
}
