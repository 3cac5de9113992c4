// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Frames;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded client says again, word for word, what it said to the original, and hears step for step what it heard
 * from that: or more, where the original kept silent.
 */
class RecordedClientsTest {

    /** Steps of the socket itself, which the transport sees to, and a shutdown that nobody answers. */
    private static final Set<String> OF_THE_SOCKET =
            Set.of(Steps.KEEP_ALIVE, Steps.CHANNEL_SHUTDOWN, Steps.CHANNEL_FAILURE);

    /** What docs/muon-protocol advises to answer where the original did not, or differently. */
    private static final Map<String, List<String>> BETTER = Map.of(
            "event-emit-bad-payload-no-answer", List.of(Steps.EVENT_PROCESSED),
            "rpc-handler-failed-no-answer", List.of(Steps.REQUEST_RESPONSE),
            "stream-bad-arguments-no-answer", List.of(Steps.SUB_NACK),
            "raw-stream-error-swallowed", List.of(Steps.SUB_ACK, Steps.ERRORED),
            "raw-unknown-protocol-direct", List.of(Steps.PROTOCOL_NOT_FOUND));

    static Stream<String> files() {
        return Frames.files()
                .filter(file ->
                        !file.startsWith("node-server") && !Frames.of(file).isEmpty());
    }

    private final VirtualTimer time = new VirtualTimer(1_000);
    private final MemoryNetwork network = new MemoryNetwork(time, Faults.none());
    private final MemoryTransport server = network.join("photon");
    private final MemoryTransport clients = network.join("clients");

    @ParameterizedTest
    @MethodSource("files")
    void aRecordedClientHearsWhatItHeard(String file) {
        Map<String, List<MuonMessage>> recorded = new LinkedHashMap<>();
        List<MuonMessage> said = new ArrayList<>();
        boolean shared = false;
        for (Frames.Frame frame : Frames.of(file)) {
            MuonMessage message = ok(MuonMessageCodec.decode(frame.body()));
            shared |= SharedMessage.STEP.equals(message.step());
            if (frame.from().equals("photon")) {
                note(message, recorded);
            } else if (!OF_THE_SOCKET.contains(message.step())) {
                said.add(message);
            }
        }
        if (said.isEmpty()) {
            return; // pings only
        }
        String protocol = shared ? SharedMessage.PROTOCOL : said.get(0).protocol();
        server.serve(
                "photon",
                new ServerStack(
                        new Original(recorded),
                        new MessageWriter("photon", time::nowMs, MessageIds::next),
                        ServerLimits.DEFAULT,
                        time::nowMs));
        Map<String, List<MuonMessage>> heard = new LinkedHashMap<>();
        RawSocket socket = new RawSocket(heard);
        var opening = clients.open("photon", protocol, socket);
        time.pass(10);
        for (MuonMessage message : said) {
            ((Result.Ok<io.photon.muon.transport.Channel>) opening.getNow(null))
                    .value()
                    .send(message);
            time.pass(10);
        }
        compare(file, recorded, heard);
    }

    private static void compare(
            String file, Map<String, List<MuonMessage>> recorded, Map<String, List<MuonMessage>> heard) {
        List<String> better = BETTER.get(file);
        if (better != null) {
            assertFalse(heard.isEmpty(), "silence");
            heard.values().forEach(messages -> assertEquals(better, steps(messages)));
            return;
        }
        recorded.forEach((id, messages) -> {
            List<String> expected = steps(messages);
            if (expected.size() > 1 && expected.lastIndexOf(Steps.COMPLETED) != expected.indexOf(Steps.COMPLETED)) {
                expected = expected.subList(0, expected.size() - 1); // docs/muon-protocol 7.5: it comes twice
            }
            assertEquals(expected, steps(heard.getOrDefault(id, List.of())), "virtual channel " + id);
        });
    }

    private static List<String> steps(List<MuonMessage> messages) {
        return messages.stream().map(MuonMessage::step).toList();
    }

    private static void note(MuonMessage message, Map<String, List<MuonMessage>> by) {
        if (OF_THE_SOCKET.contains(message.step())) {
            return;
        }
        if (SharedMessage.STEP.equals(message.step())) {
            SharedMessage shared = ok(SharedMessage.decode(message.payload()));
            by.computeIfAbsent(shared.channelId(), id -> new ArrayList<>()).add(shared.message());
        } else {
            by.computeIfAbsent("", id -> new ArrayList<>()).add(message);
        }
    }

    private record RawSocket(Map<String, List<MuonMessage>> heard) implements ChannelListener {
        @Override
        public void message(MuonMessage message, Runnable done) {
            done.run();
            note(message, heard);
        }

        @Override
        public void closed(String why) {
            // what was heard until then counts
        }
    }

    /** Offers what the recordings show, and answers from them. */
    private static final class Original implements MuonService {

        private final Map<String, List<MuonMessage>> recorded;

        Original(Map<String, List<MuonMessage>> recorded) {
            this.recorded = recorded;
        }

        private boolean answered(String step) {
            return recorded.values().stream()
                    .anyMatch(messages -> steps(messages).contains(step));
        }

        @Override
        public io.photon.muon.wire.Introspection introspection() {
            return new io.photon.muon.wire.Introspection("photon", List.of());
        }

        @Override
        public java.util.Optional<RpcEndpoint> rpc(String path) {
            return java.util.Optional.of((request, answer) -> {
                if (!answered(Steps.REQUEST_RESPONSE)) {
                    throw new IllegalStateException("as recorded");
                }
                answer.accept(RpcResponse.json(200, "{}"));
            });
        }

        @Override
        public java.util.Optional<StreamEndpoint> stream(String name) {
            if (!name.equals("/stream")) {
                return java.util.Optional.empty();
            }
            return java.util.Optional.of((request, sink) -> sink.accept(new StreamSink.Source() {
                private final List<MuonMessage> script = script();
                private int next;

                @Override
                public void request(long items) {
                    for (long i = 0; i < items && next < script.size(); i++) {
                        sink.item(script.get(next++).payload());
                    }
                    if (next == script.size() && answered(Steps.COMPLETED)) {
                        sink.completed();
                    } else if (next == script.size() && fails()) {
                        sink.failed("boom");
                    }
                }

                @Override
                public void cancel() {
                    // nothing goes on behind it
                }
            }));
        }

        /** The items of the one subscription that a recording has. */
        private List<MuonMessage> script() {
            return recorded.values().stream()
                    .flatMap(List::stream)
                    .filter(message -> message.step().equals(Steps.DATA))
                    .toList();
        }

        private boolean fails() {
            return answered(Steps.ERRORED)
                    || answered(Steps.SUB_ACK)
                            && recorded.values().stream()
                                    .flatMap(List::stream)
                                    .anyMatch(message -> message.target() != null
                                            && message.target().contains("swallowed"));
        }

        @Override
        public EventSink events() {
            return (event, outcome) -> {
                boolean json = Frames.json(event) != null
                        && Frames.json(event).path("payload").isObject();
                outcome.accept(json ? EventResult.stored(1, 1_000) : EventResult.failed("not an event"));
                return () -> true;
            };
        }
    }
}
