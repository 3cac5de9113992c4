// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.codec.JsonText;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One socket: tells its virtual channels apart and opens a conversation for each (docs/muon-protocol 5.5). On a direct
 * socket there is one, without an id. Messages come one after another; answers go out from any thread.
 */
final class ServerSocket implements ChannelListener {

    /** The key of the one conversation of a direct socket. */
    private static final String DIRECT = "";

    /** Virtual channels of unknown protocols that were told so; of more the oldest may be told twice. */
    private static final int TOLD = 256;

    private final ServerStack stack;
    private final Channel channel;
    private final boolean shared;
    private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
    private final Map<String, Boolean> toldUnknown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > TOLD;
        }
    };
    /** Rises with each {@link #writable}, so that a late "wait" does not undo it. */
    private final AtomicLong openings = new AtomicLong();

    private volatile boolean isWritable = true;
    private volatile boolean closed;

    ServerSocket(ServerStack stack, Channel channel) {
        this.stack = stack;
        this.channel = channel;
        this.shared = SharedMessage.PROTOCOL.equals(channel.protocol());
    }

    MessageWriter writer() {
        return stack.writer();
    }

    boolean isWritable() {
        return isWritable;
    }

    @Override
    public void message(MuonMessage message, Runnable done) {
        if (closed) {
            done.run();
        } else if (!shared) {
            received(DIRECT, channel.protocol(), message, done);
        } else if (SharedMessage.STEP.equals(message.step())) {
            if (SharedMessage.decode(message.payload()) instanceof Result.Ok<SharedMessage> ok) {
                MuonMessage inner = ok.value().message();
                received(ok.value().channelId(), inner.protocol(), inner, done);
            } else {
                stack.counters().unreadable.increment(); // docs/muon-protocol 11.10: dropped, the socket lives on
                done.run();
            }
        } else {
            done.run(); // the end of the socket, or an unknown step
        }
    }

    private void received(String id, @Nullable String protocol, MuonMessage message, Runnable done) {
        Conversation known = conversations.get(id);
        if (known != null) {
            known.message(message);
            if (message.op() == MuonMessage.ChannelOp.CLOSED && conversations.remove(id) != null) {
                stack.counters().channels.decrementAndGet();
                known.ended();
            }
            done.run();
        } else if (message.op() == MuonMessage.ChannelOp.CLOSED || message.step() == null) {
            done.run(); // docs/muon-protocol 5.6: the end of what has ended already
        } else {
            open(id, protocol == null ? "" : protocol, message, done);
        }
    }

    private void open(String id, String protocol, MuonMessage message, Runnable done) {
        Reply reply = new Reply(this, shared ? id : null, protocol, message.origin());
        boolean full = conversations.size() >= stack.limits().channelsPerSocket()
                || stack.counters().channels.get() >= stack.limits().channels();
        switch (protocol) {
            case Steps.EVENT -> {
                if (full && Steps.EVENT_EMITTED.equals(message.step())) {
                    refuseEvent(reply);
                    done.run();
                } else {
                    emit(id, reply, message, done);
                }
            }
            case Steps.RPC -> call(id, reply, message, done, full);
            case Steps.STREAM -> {
                subscribe(id, reply, message, full);
                done.run();
            }
            case Steps.INTROSPECT -> {
                introspect(reply, message);
                done.run();
            }
            default -> {
                unknownProtocol(id, reply, protocol);
                done.run();
            }
        }
    }

    private void emit(String id, Reply reply, MuonMessage message, Runnable done) {
        if (!Steps.EVENT_EMITTED.equals(message.step())) {
            done.run();
            return;
        }
        EmitExchange exchange = new EmitExchange(reply, done, stack.nowMs(), stack.counters());
        keep(id, exchange);
        stack.counters().emits.increment();
        stack.watch(exchange);
        exchange.begin(stack.service().events(), message.payload());
    }

    private static void refuseEvent(Reply reply) {
        reply.send(
                Steps.EVENT_PROCESSED,
                EventResult.failed(
                                Failure.Kind.OVERLOADED,
                                "too many requests are open on this connection; nothing was stored, try again later")
                        .encode());
    }

    private void call(String id, Reply reply, MuonMessage message, Runnable done, boolean full) {
        if (!Steps.REQUEST_MADE.equals(message.step())) {
            done.run();
        } else if (full) {
            reply.send(
                    Steps.REQUEST_RESPONSE,
                    RpcExchange.error(503, "too many requests are open on this connection")
                            .encode());
            done.run();
        } else {
            RpcExchange exchange = new RpcExchange(reply, done);
            keep(id, exchange);
            stack.counters().calls.increment();
            exchange.begin(stack.service(), message.payload());
        }
    }

    private void subscribe(String id, Reply reply, MuonMessage message, boolean full) {
        if (!Steps.SUBSCRIPTION_REQUESTED.equals(message.step())) {
            return; // docs/muon-protocol 7.9
        }
        ServerStream stream = new ServerStream(reply, stack.counters());
        if (full) {
            stream.failed("too many requests are open on this connection");
            return;
        }
        keep(id, stream);
        stream.begin(stack.service(), message.payload());
    }

    private void introspect(Reply reply, MuonMessage message) {
        if (Steps.INTROSPECTION_REQUESTED.equals(message.step())) {
            Introspection report = stack.service().introspection();
            reply.send(Steps.INTROSPECTION_REPORT, report.encode());
        } else if (Steps.SCHEMA_INTROSPECTION.equals(message.step())) {
            reply.send(Steps.INTROSPECTION_REPORT, SchemaQuestion.answer(message.payload()));
        }
    }

    /** docs/muon-protocol 11.2. */
    private void unknownProtocol(String id, Reply reply, String protocol) {
        if (shared && toldUnknown.put(id, Boolean.TRUE) != null) {
            return;
        }
        String text = "{\"status\":\"404\",\"message\":" + JsonText.quoted("Protocol unknown :" + protocol) + "}";
        reply.send(Steps.PROTOCOL_NOT_FOUND, Steps.ERROR, text.getBytes(StandardCharsets.UTF_8));
        if (!shared) {
            channel.close();
        }
    }

    private void keep(String id, Conversation conversation) {
        conversations.put(id, conversation);
        stack.counters().channels.incrementAndGet();
        if (closed) {
            end(conversation, id);
        }
    }

    private void end(Conversation conversation, String id) {
        if (conversations.remove(id, conversation)) {
            stack.counters().channels.decrementAndGet();
        }
        conversation.ended();
    }

    /**
     * Sends a message of a conversation.
     *
     * @param channelId null on a direct socket
     * @return false when it is too large to be carried, and was not sent
     */
    boolean send(@Nullable String channelId, MuonMessage message) {
        if (closed) {
            return true;
        }
        if (channelId != null
                && MuonMessageCodec.lengthInside(message.payload(), 1) > MuonMessageCodec.MAX_PAYLOAD_BYTES) {
            return false;
        }
        MuonMessage carried = channelId == null ? message : writer().shared(channelId, message);
        if (!channel.fits(carried)) {
            return false;
        }
        long before = openings.get();
        if (!channel.send(carried)) {
            isWritable = false;
            if (openings.get() != before) {
                isWritable = true; // it was opened again since; a sender may have seen it closed and waits
                conversations.values().forEach(Conversation::writable);
            }
        }
        return true;
    }

    /** A conversation is over. */
    void forget(@Nullable String channelId) {
        if (conversations.remove(channelId == null ? DIRECT : channelId) != null) {
            stack.counters().channels.decrementAndGet();
        }
    }

    @Override
    public void writable() {
        openings.incrementAndGet();
        isWritable = true;
        conversations.values().forEach(Conversation::writable);
    }

    @Override
    public void closed(String why) {
        closed = true;
        stack.gone(this);
        for (Map.Entry<String, Conversation> each : List.copyOf(conversations.entrySet())) {
            end(each.getValue(), each.getKey());
        }
    }

    void close() {
        channel.close();
    }
}
