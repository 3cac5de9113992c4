// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.KeepAlive;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/** One end of a socket: an inbox that the other end fills and the timer empties. State is guarded by the network. */
final class MemoryChannel implements Channel {

    private record Frame(byte[] body, long arrivesMs) {}

    private final MemoryNetwork network;
    private final MemoryTransport owner;
    private final String protocol;
    private final String name;
    private final KeepAlive alive;
    private final Queue<Frame> inbox = new ArrayDeque<>();
    private MemoryChannel peer;
    private ChannelListener listener;
    private long lastArrivesMs;
    private int unacknowledged;
    private boolean pumping;
    private boolean started;
    private boolean ended;
    private boolean frozen;
    /** Whether we were asked to wait before sending more. */
    private boolean held;

    MemoryChannel(MemoryNetwork network, MemoryTransport owner, String protocol, String name) {
        this.network = network;
        this.owner = owner;
        this.protocol = protocol;
        this.name = name;
        this.alive = new KeepAlive(network.timer().nowMs());
    }

    static void join(MemoryChannel one, MemoryChannel other) {
        one.peer = other;
        other.peer = one;
    }

    void listener(ChannelListener hears) {
        synchronized (network) {
            listener = hears;
        }
    }

    /** Begins to listen and to watch. */
    void start() {
        synchronized (network) {
            started = true;
            network.timer().after(KeepAlive.TICK_MS, this::tick);
            pumpSoon();
        }
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean send(MuonMessage message) {
        byte[] body = MuonMessageCodec.encode(message);
        synchronized (network) {
            if (ended || frozen) {
                return false;
            }
            alive.sent(network.timer().nowMs());
            peer.deliver(body);
            held |= peer.inbox.size() >= MemoryNetwork.HIGH_WATER; // until mayGoOn, which whoever was held waits for
            return !held;
        }
    }

    /** To a queue that nobody reads any more a message may be sent; it is lost. */
    private void deliver(byte[] body) {
        if (ended || frozen) {
            return;
        }
        lastArrivesMs = Math.max(
                lastArrivesMs, network.timer().nowMs() + network.faults().delayMs());
        inbox.add(new Frame(body, lastArrivesMs));
        pumpSoon();
    }

    private void pumpSoon() {
        if (!pumping && started && !ended && !frozen && !inbox.isEmpty() && unacknowledged < MemoryNetwork.WINDOW) {
            pumping = true;
            long delay = Math.max(0, inbox.peek().arrivesMs() - network.timer().nowMs());
            network.timer().after(delay, this::pump);
        }
    }

    /** Hears one message, if it is there by now. */
    private void pump() {
        Frame frame;
        boolean peerMayGoOn;
        synchronized (network) {
            pumping = false;
            if (ended
                    || frozen
                    || inbox.isEmpty()
                    || inbox.peek().arrivesMs() > network.timer().nowMs()) {
                pumpSoon();
                return;
            }
            frame = inbox.poll();
            alive.received(network.timer().nowMs());
            unacknowledged++;
            alive.windowFull(
                    unacknowledged >= MemoryNetwork.WINDOW, network.timer().nowMs());
            peerMayGoOn = peer.held && inbox.size() <= MemoryNetwork.LOW_WATER;
            if (peerMayGoOn) {
                peer.held = false;
            }
        }
        receive(frame.body());
        if (peerMayGoOn) {
            network.timer().soon(peer::mayGoOn);
        }
        synchronized (network) {
            pumpSoon();
        }
    }

    private void mayGoOn() {
        synchronized (network) {
            if (ended || frozen) {
                return;
            }
        }
        listener.writable();
    }

    private void receive(byte[] body) {
        AtomicBoolean acknowledged = new AtomicBoolean();
        Runnable done = () -> {
            if (acknowledged.compareAndSet(false, true)) {
                acknowledge();
            }
        };
        if (!(MuonMessageCodec.decode(body) instanceof Result.Ok<MuonMessage> ok)) {
            done.run(); // foreign junk is dropped, and acknowledged (docs/muon-protocol 11.10)
            return;
        }
        MuonMessage message = ok.value();
        if (Steps.KEEP_ALIVE.equals(message.step())) {
            done.run();
            return;
        }
        listener.message(message, done);
        if (message.op() == MuonMessage.ChannelOp.CLOSED) {
            end("the other side closed");
        }
    }

    private void acknowledge() {
        synchronized (network) {
            unacknowledged--;
            alive.windowFull(
                    unacknowledged >= MemoryNetwork.WINDOW, network.timer().nowMs());
            pumpSoon();
        }
    }

    private void tick() {
        KeepAlive.Action action;
        synchronized (network) {
            if (ended || frozen) {
                return;
            }
            action = alive.tick(network.timer().nowMs());
            network.timer().after(KeepAlive.TICK_MS, this::tick);
        }
        switch (action) {
            case NOTHING -> {
                // until the next tick
            }
            case PING -> send(owner.writer().ping(protocol));
            case GIVE_UP -> close(owner.writer().closing(Steps.CHANNEL_FAILURE), "the other side was silent for 5.5 s");
        }
    }

    @Override
    public void close() {
        close(owner.writer().closing(Steps.CHANNEL_SHUTDOWN), "this side closed");
    }

    void close(MuonMessage goodbye, String why) {
        send(goodbye);
        end(why);
    }

    /** Ends this end, and tells its listener once. */
    void end(String why) {
        synchronized (network) {
            if (ended || frozen) {
                return;
            }
            ended = true;
            inbox.clear();
            owner.gone(this);
            network.timer().soon(() -> listener.closed(why));
        }
    }

    /** Nobody is here any more to hear or say anything. */
    void freeze() {
        frozen = true;
        inbox.clear();
    }
}
