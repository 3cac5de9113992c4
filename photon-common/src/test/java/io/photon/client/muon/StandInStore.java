// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import static io.photon.result.Results.ok;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.Demand;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An event store of few virtues on a Muon network: keeps events in a list, answers what it is asked, fails when told. */
public final class StandInStore {

    static final long FIRST_ID = 1_764_000_000_000_001L;

    public final List<Event> events = new ArrayList<>();
    /** What came in emits, as it came. */
    final List<String> emitted = new ArrayList<>();

    final Map<String, Long> demanded = new HashMap<>();
    final List<String> cancelled = new ArrayList<>();
    final List<String> callers = new ArrayList<>();
    final List<String> projections = new ArrayList<>();
    /** Emits are answered in pairs, the second one first. */
    boolean answersCrosswise;
    /** The socket is closed after so many items. */
    public int closesAfterItems = Integer.MAX_VALUE;
    /** Events that cannot be read: a client that does not skip them gets no event instead. */
    final Set<Long> damaged = new HashSet<>();
    /** Emits of this type are answered never. */
    String silentFor;
    /** A stream fails after so many items. */
    int failsAfterItems = Integer.MAX_VALUE;

    private final MessageWriter writer;
    private final String name;

    public StandInStore(Transport transport, String name, List<String> tags) {
        this.name = name;
        writer = new MessageWriter(name, System::currentTimeMillis, MessageIds::next);
        transport.serve(name, Session::new);
        transport
                .discovery()
                .announce(new ServiceDescriptor(
                        name, tags, List.of("application/json"), List.of("amqp://x"), List.of("shared-channel"), name));
    }

    private final class Session implements ChannelListener {
        private final Channel channel;
        private final Map<String, ArrayDeque<byte[]>> streams = new HashMap<>();
        private final ArrayDeque<Runnable> heldBack = new ArrayDeque<>();
        private int sent;

        Session(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void message(MuonMessage message, Runnable done) {
            if (SharedMessage.decode(message.payload()) instanceof Result.Ok<SharedMessage> shared) {
                synchronized (StandInStore.this) {
                    receive(shared.value().channelId(), shared.value().message());
                }
            }
            done.run();
        }

        private void say(String id, MuonMessage asked, String step, byte[] payload) {
            channel.send(writer.shared(id, writer.step(asked.origin(), asked.protocol(), step, payload)));
        }

        private void receive(String id, MuonMessage asked) {
            callers.add(asked.origin());
            switch (asked.step()) {
                case Steps.EVENT_EMITTED -> emit(id, asked);
                case Steps.REQUEST_MADE ->
                    say(
                            id,
                            asked,
                            Steps.REQUEST_RESPONSE,
                            ok(RpcRequest.decode(asked.payload()).then(this::call)));
                case Steps.INTROSPECTION_REQUESTED ->
                    say(
                            id,
                            asked,
                            Steps.INTROSPECTION_REPORT,
                            new Introspection(name, List.of(new Introspection.Protocol("rpc", "n", "d", List.of())))
                                    .encode());
                case Steps.SUBSCRIPTION_REQUESTED -> subscribe(id, asked);
                case Steps.DATA_REQUESTED -> {
                    demanded.merge(id, Demand.decode(asked.payload()), Long::sum);
                    flow(id, asked);
                }
                case Steps.CANCELLED -> {
                    streams.remove(id);
                    cancelled.add(id);
                }
                case Steps.CHANNEL_SHUTDOWN -> streams.remove(id);
                default ->
                    say(id, asked, Steps.PROTOCOL_NOT_FOUND, text("{\"message\":\"no " + asked.protocol() + "\"}"));
            }
        }

        private void emit(String id, MuonMessage asked) {
            emitted.add(new String(asked.payload(), StandardCharsets.UTF_8));
            Result<EventDraft> draft = EventParser.parseDraft(asked.payload(), 0, asked.payload().length);
            EventDraft event = ok(draft);
            if (event.eventType().equals(silentFor)) {
                return;
            }
            EventResult result;
            if (event.eventType().equals("Refused")) {
                result = EventResult.failed("not today");
            } else {
                long orderId = FIRST_ID + events.size();
                events.add(event.stamped(orderId, orderId / 1_000));
                result = EventResult.stored(orderId / 1_000, orderId);
            }
            heldBack.addFirst(() -> say(id, asked, Steps.EVENT_PROCESSED, result.encode()));
            if (!answersCrosswise || heldBack.size() == 2) {
                heldBack.forEach(Runnable::run);
                heldBack.clear();
            }
        }

        private Result<byte[]> call(RpcRequest request) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            return Result.ok(
                    switch (request.path()) {
                        case "/stream-names" ->
                            RpcResponse.json(200, streamNames()).encode();
                        case "/stream/delete" -> {
                            String stream = JsonFields.text(request.body(), "stream-name");
                            events.removeIf(event -> event.streamName().equals(stream));
                            yield RpcResponse.json(200, "{\"correct\":true}").encode();
                        }
                        case "/projection-keys" ->
                            RpcResponse.json(
                                            200,
                                            "{\"projection-keys\":["
                                                    + String.join(
                                                            ",",
                                                            projections.stream()
                                                                    .map(JsonFields::quote)
                                                                    .toList())
                                                    + "]}")
                                    .encode();
                        case "/projections" -> {
                            String created = JsonFields.text(request.body(), "projection-name");
                            projections.remove(created);
                            projections.add(created);
                            yield RpcResponse.json(200, "{\"correct\":true}").encode();
                        }
                        case "/projection" ->
                            RpcResponse.json(200, projection(request.body())).encode();
                        case "/echo" ->
                            RpcResponse.json(
                                            200,
                                            "{\"body\":" + JsonFields.quote(body) + ",\"token\":\"" + request.token()
                                                    + "\"}")
                                    .encode();
                        case "/busy" ->
                            RpcResponse.json(503, "{\"error\":\"too busy\",\"code\":\"overloaded\",\"hint\":\"wait\"}")
                                    .encode();
                        default -> RpcResponse.json(404, "{}").encode();
                    });
        }

        private String projection(byte[] body) {
            String wanted = JsonFields.text(body, "projection-name");
            if ("delete".equals(JsonFields.text(body, "action"))) {
                projections.remove(wanted);
                return "{\"correct\":true}";
            }
            return projections.contains(wanted) ? descriptor(wanted, 7) : "{}";
        }

        private String descriptor(String projection, int n) {
            return "{\"projection-name\":" + JsonFields.quote(projection)
                    + ",\"current-value\":{\"a\":{\"b\":[1,2]},\"n\":" + n + "},\"status\":\"running\"}";
        }

        private String streamNames() {
            Map<String, Integer> totals = new HashMap<>();
            events.forEach(event -> totals.merge(event.streamName(), 1, Integer::sum));
            List<String> items = new ArrayList<>();
            totals.forEach((stream, total) ->
                    items.add("{\"stream-name\":" + JsonFields.quote(stream) + ",\"total-events\":" + total + "}"));
            return "{\"streams\":[" + String.join(",", items) + "]}";
        }

        private void subscribe(String id, MuonMessage asked) {
            SubscriptionRequest request = ok(SubscriptionRequest.decode(asked.payload()));
            if (request.streamName().startsWith("/projection/")) {
                String projection = request.streamName().substring("/projection/".length());
                streams.put(
                        id,
                        new ArrayDeque<>(List.of(
                                text(descriptor(projection, 8)), text(descriptor(projection, 9)), new byte[0])));
                say(id, asked, Steps.SUB_ACK, text("{}"));
                return;
            }
            if (!request.streamName().equals("/stream")) {
                say(id, asked, Steps.SUB_NACK, text("{}"));
                return;
            }
            String stream = request.args().getOrDefault("stream-name", "__all__");
            ArrayDeque<byte[]> items = new ArrayDeque<>();
            for (Event event : events) {
                if (damaged.contains(event.orderId())) {
                    boolean skips = "true".equals(request.args().get("skip-damaged"));
                    String orderId = Long.toString(event.orderId());
                    items.add(
                            skips
                                    ? text("{\"damaged\":{\"first\":" + orderId + ",\"last\":" + orderId + "}}")
                                    : new byte[] {'!'});
                } else if (stream.equals("__all__") || stream.equals(event.streamName())) {
                    items.add(event.line()); // and it ignores from, as some do
                }
            }
            streams.put(id, items);
            say(id, asked, Steps.SUB_ACK, text("{}"));
            if (request.args().getOrDefault("stream-type", "").equals("cold")) {
                items.add(new byte[0]);
            }
        }

        private void flow(String id, MuonMessage asked) {
            ArrayDeque<byte[]> items = streams.get(id);
            while (items != null && !items.isEmpty()) {
                if (items.peek().length == 0) {
                    streams.remove(id);
                    say(id, asked, Steps.COMPLETED, text("{}"));
                    return;
                }
                if (demanded.getOrDefault(id, 0L) == 0) {
                    return;
                }
                demanded.merge(id, -1L, Long::sum);
                say(id, asked, Steps.DATA, items.poll());
                sent++;
                if (sent == closesAfterItems) {
                    channel.close();
                    return;
                }
                if (sent == failsAfterItems) {
                    streams.remove(id);
                    say(id, asked, Steps.ERRORED, text("{\"error\":\"the disk is on fire\"}"));
                    return;
                }
            }
        }

        @Override
        public void closed(String why) {
            streams.clear();
        }
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
