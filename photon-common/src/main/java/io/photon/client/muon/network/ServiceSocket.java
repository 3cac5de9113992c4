// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.stack.client.Outgoing;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.SharedMessage;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One socket to one service, with any number of conversations on it (docs/muon-protocol 5.5). Thread-safe. When it
 * ends, each conversation hears why.
 */
public final class ServiceSocket implements ChannelListener {

    private final String service;
    private final MessageWriter writer;
    private final Map<String, ChannelHandler> conversations = new ConcurrentHashMap<>();
    private final Object room = new Object();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Failure end;
    private boolean full;

    ServiceSocket(String service, MessageWriter writer) {
        this.service = service;
        this.writer = writer;
    }

    public String service() {
        return service;
    }

    /** The handshake was answered. */
    void opened(Channel opened) {
        channel = opened;
    }

    public boolean isOpen() {
        return channel != null && end == null;
    }

    /** Why it has ended, null while it has not. */
    public @Nullable Failure ended() {
        return end;
    }

    /** Begins a conversation. @return its channel's id, for {@link #say} and {@link #leave} */
    public String begin(ChannelHandler conversation) {
        String id = MessageIds.next();
        conversations.put(id, conversation);
        Failure ended = end;
        if (ended != null) { // it may have ended before it could know of this one
            if (conversations.remove(id) != null) {
                conversation.lost(ended);
            }
        } else if (!say(id, conversation.opening())) {
            conversations.remove(id);
            conversation.lost(Failure.of(
                    Kind.TOO_LARGE,
                    "written as a Muon message, a number a byte, it is larger than the broker takes",
                    "send it over HTTP: --url http://HOST:3000"));
        }
        return id;
    }

    /** Sends on a virtual channel; never blocks. @return whether it could be: what is too large is not sent */
    boolean say(String id, Outgoing outgoing) {
        MuonMessage inner = new MuonMessage(
                MessageIds.next(),
                writer.clock().getAsLong(),
                service,
                writer.service(),
                outgoing.protocol(),
                outgoing.step(),
                null,
                "application/json",
                outgoing.payload(),
                outgoing.op());
        MuonMessage outer = writer.shared(id, inner);
        Channel to = Objects.requireNonNull(channel, "the handshake was not answered");
        if (!to.fits(outer)) {
            return false;
        }
        if (!channel.send(outer)) {
            synchronized (room) {
                full = true;
            }
        }
        return true;
    }

    /** Forgets a conversation: what still comes for it is dropped. */
    void leave(String id) {
        conversations.remove(id);
    }

    /**
     * Waits until more may be sent, for those who can hold back what they have.
     *
     * @return the reason why nothing can be sent any more, or an Ok
     */
    public Result<Boolean> awaitRoom(long timeoutMs) throws InterruptedException {
        long endNanos = System.nanoTime() + timeoutMs * 1_000_000;
        synchronized (room) {
            while (full && end == null) {
                long leftMs = (endNanos - System.nanoTime()) / 1_000_000;
                if (leftMs < 1) {
                    return Result.err(
                            Kind.TIMED_OUT,
                            "the broker took nothing for " + timeoutMs + " ms",
                            "see the broker's log: it stops senders when its memory or disk runs low");
                }
                room.wait(leftMs);
            }
        }
        Failure ended = end;
        return ended == null ? Result.ok(true) : Result.err(ended);
    }

    /** Waits, unless the socket ends before. @return whether it is still open */
    public boolean pause(long ms) {
        long endNanos = System.nanoTime() + ms * 1_000_000;
        synchronized (room) {
            try {
                while (end == null && endNanos - System.nanoTime() > 0) {
                    room.wait(Math.max(1, (endNanos - System.nanoTime()) / 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return end == null;
        }
    }

    @Override
    public void message(MuonMessage message, Runnable done) {
        if (SharedMessage.STEP.equals(message.step())) {
            Result<SharedMessage> read = SharedMessage.decode(message.payload());
            if (read instanceof Result.Ok<SharedMessage> ok) {
                receive(ok.value());
            } else { // left out, no one would miss it: a backup would go on after it
                closed("a message from it could not be read: " + read.failure().message());
                Objects.requireNonNull(channel).close();
            }
        }
        done.run(); // what waits here is bounded by what was asked for
    }

    private void receive(SharedMessage shared) {
        ChannelHandler conversation = conversations.get(shared.channelId());
        if (conversation != null && !conversation.receive(shared.message())) {
            conversations.remove(shared.channelId());
        }
    }

    @Override
    public void writable() {
        synchronized (room) {
            full = false;
            room.notifyAll();
        }
    }

    @Override
    public void closed(String why) {
        end(Failure.of(
                Kind.UNREACHABLE,
                "the connection to '" + service + "' has ended: " + why,
                "see with photon discover whether the service is there"));
    }

    /** Ends every conversation, once. */
    void end(Failure why) {
        synchronized (room) {
            if (end != null) {
                return;
            }
            end = why;
            room.notifyAll();
        }
        for (String id : conversations.keySet()) {
            ChannelHandler conversation = conversations.remove(id);
            if (conversation != null) {
                conversation.lost(why);
            }
        }
    }

    /** Tells the other side. */
    void close() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
