// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A client that sends whatever it is told to, and keeps what comes. Thread-safe. */
public final class RawClient implements ChannelListener {

    private final MessageWriter writer;
    private final Map<String, Deque<MuonMessage>> answers = new LinkedHashMap<>();
    private final List<MuonMessage> heard = new ArrayList<>();
    private final CompletableFuture<Result<Channel>> channel;
    private String closedWhy;

    public RawClient(Transport transport, String service, String protocol) {
        this(transport, service, protocol, MessageIds::next);
    }

    /** @param ids where ids come from, so that a simulation is the same again */
    public RawClient(Transport transport, String service, String protocol, Supplier<String> ids) {
        this.writer = new MessageWriter("raw-client", System::currentTimeMillis, ids);
        this.channel = transport.open(service, protocol, this);
    }

    public Channel channel() {
        if (channel.getNow(null) instanceof Result.Ok<Channel> ok) {
            return ok.value();
        }
        throw new AssertionError("no channel: " + channel.getNow(null));
    }

    public boolean isOpen() {
        return channel.getNow(null) instanceof Result.Ok<Channel> && closedWhy() == null;
    }

    public CompletableFuture<Result<Channel>> opening() {
        return channel;
    }

    /** Sends a step in a new virtual channel; its id. */
    public String ask(String protocol, String step, String payload) {
        String id = writer.ids().get();
        say(id, protocol, step, payload);
        return id;
    }

    public void say(String id, String protocol, String step, String payload) {
        say(id, writer.step("photon", protocol, step, payload.getBytes(StandardCharsets.UTF_8)));
    }

    public void say(String id, MuonMessage message) {
        channel().send(writer.shared(id, message));
    }

    /** Ends a virtual channel the way node clients do. */
    public void shutdown(String id) {
        MuonMessage closing = writer.closing(Steps.CHANNEL_SHUTDOWN);
        say(
                id,
                new MuonMessage(
                        closing.id(),
                        closing.created(),
                        "n/a",
                        "n/a",
                        "n/a",
                        closing.step(),
                        null,
                        null,
                        new byte[0],
                        closing.op()));
    }

    public String call(String path, String body) {
        byte[] request =
                new RpcRequest("rpc://photon" + path, body.getBytes(StandardCharsets.UTF_8), Steps.JSON, null).encode();
        return ask(Steps.RPC, Steps.REQUEST_MADE, new String(request, StandardCharsets.UTF_8));
    }

    public String subscribe(String stream, Map<String, String> args) {
        return subscribe(stream, args, null);
    }

    public String subscribe(String stream, Map<String, String> args, String token) {
        byte[] request = new SubscriptionRequest(stream, args, token).encode();
        return ask(Steps.STREAM, Steps.SUBSCRIPTION_REQUESTED, new String(request, StandardCharsets.UTF_8));
    }

    public void request(String id, long items) {
        say(id, Steps.STREAM, Steps.DATA_REQUESTED, "{\"request\":" + items + "}");
    }

    @Override
    public synchronized void message(MuonMessage message, Runnable done) {
        done.run();
        heard.add(message);
        if (SharedMessage.STEP.equals(message.step())
                && SharedMessage.decode(message.payload()) instanceof Result.Ok<SharedMessage> ok) {
            answers.computeIfAbsent(ok.value().channelId(), id -> new ArrayDeque<>())
                    .add(ok.value().message());
        }
        notifyAll();
    }

    @Override
    public synchronized void closed(String why) {
        closedWhy = why;
        notifyAll();
    }

    /** Why the socket ended; null while it lives. */
    public synchronized String closedWhy() {
        return closedWhy;
    }

    /** The next message of a virtual channel, null when there is none yet. */
    public synchronized MuonMessage poll(String id) {
        Deque<MuonMessage> queue = answers.get(id);
        return queue == null ? null : queue.poll();
    }

    /** The next message of a virtual channel, in real time: waits up to half a minute for it. */
    public synchronized MuonMessage await(String id) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        MuonMessage next = poll(id);
        while (next == null && closedWhy == null) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
            next = poll(id);
        }
        assertNotNull(next, "no answer; the socket: " + closedWhy);
        return next;
    }

    /** The next message of a virtual channel, which has to be there, and of that step. */
    public MuonMessage expect(String id, String step) {
        MuonMessage next = poll(id);
        assertNotNull(next, "no " + step);
        assertEquals(step, next.step());
        return next;
    }

    /** Everything heard on the socket, oldest first. */
    public synchronized List<MuonMessage> received() {
        return List.copyOf(heard);
    }

    public MessageWriter writer() {
        return writer;
    }

    public static String text(MuonMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }
}
