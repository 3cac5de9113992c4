// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client hears, whatever it says (docs/muon-protocol 5 to 9 and 11). In virtual time. */
class ServerStackTest {

    private final VirtualTimer time = new VirtualTimer(1_000_000);
    private final MemoryNetwork network = new MemoryNetwork(time, Faults.none());
    private final MemoryTransport server = network.join("photon");
    private final MemoryTransport clients = network.join("clients");
    private final TestService service = new TestService();
    private final ServerStack stack = new ServerStack(
            service,
            new MessageWriter("photon", time::nowMs, MessageIds::next),
            new ServerLimits(3, 10, 100, 800),
            time::nowMs);

    ServerStackTest() {
        server.serve("photon", stack);
    }

    private RawClient client(String protocol) {
        RawClient client = new RawClient(clients, "photon", protocol);
        time.pass(10);
        return client;
    }

    private RawClient client() {
        return client("shared-channel");
    }

    @AfterEach
    void nothingLeaks() {
        clients.close();
        time.pass(20_000);
        assertEquals(0, stack.stats().sockets(), "sockets");
        assertEquals(0, stack.stats().channels(), "virtual channels");
        assertEquals(0, stack.stats().subscriptions(), "subscriptions");
        assertEquals(0, network.openSockets());
    }

    @Test
    void anEventIsAnsweredWhenItsOutcomeIsKnown() {
        RawClient client = client();
        String id = client.ask("event", "EventEmitted", "{\"event-type\":\"t\"}");
        time.pass(10);
        assertNull(client.poll(id));
        assertEquals("{\"event-type\":\"t\"}", service.emitted.get(0).json);
        service.emitted.get(0).outcome.accept(EventResult.stored(7, 7_000));
        time.pass(10);
        MuonMessage answer = client.expect(id, "EventProcessed");
        assertEquals("success", answer.status());
        assertEquals("photon", answer.origin());
        assertEquals("raw-client", answer.target());
        assertEquals(
                "{\"eventTime\":7,\"orderId\":7000,\"status\":\"PERSISTED\",\"cause\":\"Event persisted\"}",
                RawClient.text(answer));
        assertEquals(0, stack.stats().channels());
    }

    @Test
    void anEventThatWaitsTooLongIsTakenBackAndTheEmitterToldInTime() {
        RawClient client = client();
        String id = client.ask("event", "EventEmitted", "{}");
        time.pass(700);
        stack.tick();
        time.pass(10);
        assertNull(client.poll(id));
        time.pass(100);
        stack.tick();
        time.pass(10);
        String answer = RawClient.text(client.expect(id, "EventProcessed"));
        assertTrue(answer.contains("FAILED") && answer.contains("nothing was stored"), answer);
        assertTrue(service.emitted.get(0).withdrawn);
        service.emitted.get(0).outcome.accept(EventResult.failed("withdrawn"));
        time.pass(10);
        assertNull(client.poll(id), "answered twice");
        assertEquals(1, stack.stats().late());
    }

    @Test
    void anEventThatIsBeingStoredForTooLongMayStillBeStored() {
        RawClient client = client();
        String id = client.ask("event", "EventEmitted", "{}");
        time.pass(10);
        service.emitted.get(0).mayBeWithdrawn = false;
        time.pass(900);
        stack.tick();
        time.pass(10);
        assertTrue(RawClient.text(client.expect(id, "EventProcessed")).contains("it may be stored or not"));
    }

    @Test
    void aCallIsAnsweredAndAnUnknownEndpointIs404() {
        service.answers("/x/y", "{\"a\":1}");
        RawClient client = client();
        String known = client.call("/x/y?q=1", " ");
        String unknown = client.call("/x", "{}");
        time.pass(10);
        RpcResponse answer = response(client.expect(known, "request.response"));
        assertEquals(200, answer.status());
        assertEquals("{\"a\":1}", new String(answer.body(), StandardCharsets.UTF_8));
        assertEquals("application/json", answer.contentType());
        MuonMessage refusal = client.expect(unknown, "request.response");
        assertEquals("success", refusal.status());
        assertEquals(404, response(refusal).status());
        assertEquals("{}", new String(response(refusal).body(), StandardCharsets.UTF_8));
    }

    @Test
    void aCallThatFailsIsAnsweredToo() {
        service.endpoints.put("/bad", (request, answer) -> {
            throw new IllegalStateException("broken \"here\"");
        });
        RawClient client = client();
        String id = client.call("/bad", "");
        String unreadable = client.ask("rpc", "request.made", "no json");
        time.pass(10);
        assertEquals(500, response(client.expect(id, "request.response")).status());
        assertEquals(
                400, response(client.expect(unreadable, "request.response")).status());
    }

    @Test
    void anAnswerThatNoMessageHoldsIsRefusedByName() {
        service.answers("/large", "\"" + "x".repeat(9 << 20) + "\"");
        RawClient client = client();
        String id = client.call("/large", "");
        time.pass(10);
        RpcResponse answer = response(client.expect(id, "request.response"));
        assertEquals(413, answer.status());
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("over HTTP"));
    }

    /** Written as numbers in numbers it would take more memory than there is. */
    @Test
    void anAnswerThatNoMemoryHoldsAsAMessageIsRefusedByName() {
        service.answers("/huge", "\"" + "x".repeat(100 << 20) + "\"");
        RawClient client = client();
        String id = client.call("/huge", "");
        time.pass(10);
        assertEquals(413, response(client.expect(id, "request.response")).status());
    }

    @Test
    void aStreamEndsByNameAtAnItemThatNoMessageHolds() {
        RawClient client = client();
        String id = client.subscribe("/stream", Map.of());
        client.request(id, 5);
        time.pass(10);
        client.expect(id, "SubAck");
        TestService.Subscribed source = service.subscribed.get(0);
        source.give(1);
        source.sink.item(("\"" + "x".repeat(9 << 20) + "\"").getBytes(StandardCharsets.UTF_8));
        source.give(1);
        time.pass(10);
        client.expect(id, "Data");
        String error = RawClient.text(client.expect(id, "Errored"));
        assertTrue(error.contains("too-large"), error);
        assertNull(client.poll(id));
        assertEquals(1, source.cancelled);
    }

    private static RpcResponse response(MuonMessage message) {
        return ((Result.Ok<RpcResponse>) RpcResponse.decode(message.payload())).value();
    }

    @Test
    void aStreamGivesWhatIsDemandedAndCompletesOnce() {
        RawClient client = client();
        String id = client.subscribe("/stream", Map.of("from", "0"));
        time.pass(10);
        client.expect(id, "SubAck");
        TestService.Subscribed source = service.subscribed.get(0);
        assertEquals(Map.of("from", "0"), source.args);
        source.give(10);
        assertEquals(0, source.given);
        client.request(id, 2);
        client.request(id, 1);
        time.pass(10);
        source.give(10);
        time.pass(10);
        for (int i = 0; i < 3; i++) {
            assertEquals("{\"n\":" + i + "}", RawClient.text(client.expect(id, "Data")));
        }
        assertNull(client.poll(id));
        source.sink.completed();
        source.sink.completed();
        source.sink.failed("no");
        time.pass(10);
        assertEquals("{}", RawClient.text(client.expect(id, "Completed")));
        assertNull(client.poll(id));
        client.request(id, 5);
        client.say(id, "reactive-stream", "Cancelled", "{}");
        client.shutdown(id);
        time.pass(10);
        assertNull(client.poll(id), "what comes behind the end is ignored");
        assertEquals(0, source.cancelled);
    }

    @Test
    void demandOfTheLargestLongTwiceIsStillWithoutEnd() {
        RawClient client = client();
        String id = client.subscribe("/stream", Map.of());
        client.request(id, Long.MAX_VALUE);
        client.request(id, Long.MAX_VALUE);
        time.pass(10);
        TestService.Subscribed source = service.subscribed.get(0);
        for (int i = 0; i < 100; i++) {
            source.give(50);
            time.pass(10);
        }
        assertEquals(5_000, source.given);
        client.expect(id, "SubAck");
        for (int i = 0; i < 5_000; i++) {
            client.expect(id, "Data");
        }
    }

    @Test
    void aFailureInAStreamArrivesAndIsNotClosed() {
        RawClient client = client();
        String id = client.subscribe("/stream", Map.of());
        time.pass(10);
        service.subscribed.get(0).sink.failed("boom");
        time.pass(10);
        client.expect(id, "SubAck");
        MuonMessage errored = client.expect(id, "Errored");
        assertEquals("{\"error\":\"boom\"}", RawClient.text(errored));
        assertEquals(MuonMessage.ChannelOp.NORMAL, errored.op());
    }

    @Test
    void anUnknownStreamABadArgumentAndJunkAreRefused() {
        RawClient client = client();
        String unknown = client.subscribe("stream", Map.of());
        String nested = client.ask(
                "reactive-stream", "SubscriptionRequested", "{\"streamName\":\"/stream\",\"args\":{\"from\":{}}}");
        String junk = client.ask("reactive-stream", "SubscriptionRequested", "junk");
        time.pass(10);
        for (String id : List.of(unknown, nested, junk)) {
            assertEquals("error", client.expect(id, "SubNack").status());
            assertNull(client.poll(id));
        }
    }

    @Test
    void aSubscriptionEndsWithItsCancelItsChannelAndItsSocket() {
        RawClient client = client();
        String cancelled = client.subscribe("/stream", Map.of());
        String shut = client.subscribe("/stream", Map.of());
        client.subscribe("/stream", Map.of());
        time.pass(10);
        client.say(cancelled, "reactive-stream", "Cancelled", "{}");
        client.shutdown(cancelled);
        client.shutdown(shut);
        time.pass(10);
        assertEquals(List.of(1, 1, 0), cancellations());
        client.channel().close();
        time.pass(10);
        assertEquals(List.of(1, 1, 1), cancellations());
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() {
        RawClient client = client();
        client.subscribe("/stream", Map.of());
        client.ask("event", "EventEmitted", "{}");
        time.pass(10);
        clients.vanish();
        time.pass(6_000);
        assertEquals(List.of(1), cancellations());
        assertEquals(0, stack.stats().sockets());
        service.emitted.get(0).outcome.accept(EventResult.stored(1, 1));
    }

    private List<Integer> cancellations() {
        List<Integer> counts = new ArrayList<>();
        service.subscribed.forEach(each -> counts.add(each.cancelled));
        return counts;
    }

    @Test
    void aSocketThatTakesNothingStopsTheSourceWhateverWasDemanded() {
        RawClient client = client();
        String id = client.subscribe("/stream", Map.of());
        client.request(id, Long.MAX_VALUE);
        time.pass(10);
        TestService.Subscribed source = service.subscribed.get(0);
        for (int i = 0; i < 50; i++) {
            source.give(1_000); // no time passes, so nothing is taken
        }
        assertTrue(source.given < 1_200, "given without end: " + source.given);
        for (int i = 0; i < 200; i++) {
            time.pass(10);
            source.give(1_000);
        }
        assertTrue(source.given > 2_000, "it did not go on: " + source.given);
    }

    @Test
    void anUnknownProtocolIsSaidOnceForEachVirtualChannel() {
        RawClient client = client();
        String id = client.ask("bogus", "a.step", "{}");
        client.say(id, "bogus", "b.step", "{}");
        String other = client.ask("bogus", "a.step", "{}");
        time.pass(10);
        MuonMessage answer = client.expect(id, "ProtocolNotFound");
        assertEquals("error", answer.status());
        assertEquals("bogus", answer.protocol());
        assertEquals("{\"status\":\"404\",\"message\":\"Protocol unknown :bogus\"}", RawClient.text(answer));
        assertNull(client.poll(id));
        client.expect(other, "ProtocolNotFound");
        assertTrue(client.isOpen());
    }

    @Test
    void anUnknownProtocolOnADirectSocketIsSaidThenTheSocketEnds() {
        RawClient client = client("bogus");
        client.channel().send(client.writer().step("photon", "bogus", "a.step"));
        time.pass(10);
        assertEquals("ProtocolNotFound", client.received().get(0).step());
        assertNotNull(client.closedWhy());
    }

    @Test
    void aDirectSocketSpeaksItsProtocolUnwrapped() {
        service.answers("/x", "{}");
        RawClient client = client("rpc");
        byte[] request = "{\"url\":\"rpc://photon/x\",\"body\":[]}".getBytes(StandardCharsets.UTF_8);
        client.channel().send(client.writer().step("photon", "rpc", "request.made", request));
        time.pass(10);
        client.channel().send(client.writer().step("photon", "rpc", "request.made", request));
        time.pass(10);
        assertEquals(2, client.received().size());
        assertEquals("request.response", client.received().get(1).step());
        assertEquals("rpc", client.received().get(1).protocol());
    }

    @Test
    void introspectionTellsWhatIsThereAndThatThereAreNoSchemas() {
        RawClient client = client();
        String report = client.ask("introspect", "introspectionRequested", "{}");
        String schemas =
                client.ask("introspect", "schemaIntrospection", "{\"protocol\":\"rpc\",\"endpoint\":\"/events\"}");
        time.pass(10);
        assertEquals(
                service.introspection(),
                ((Result.Ok<Introspection>) Introspection.decode(
                                client.expect(report, "introspectionReport").payload()))
                        .value());
        assertEquals(
                "{\"protocol\":\"rpc\",\"resource\":\"/events\",\"schemas\":{}}",
                RawClient.text(client.expect(schemas, "introspectionReport")));
    }

    @Test
    void junkIsDroppedAndTheSocketLives() {
        RawClient client = client();
        client.channel().send(client.writer().step(null, "shared-channel", "message", new byte[] {1, 2, 3}));
        client.channel().send(client.writer().step(null, "shared-channel", "strange.step"));
        client.channel().send(client.writer().step(null, "rpc", "request.made"));
        client.ask("reactive-stream", "DataRequested", "{\"request\":5}");
        client.ask("event", "strange", "{}");
        client.shutdown("never-opened");
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            String[] protocols = {"rpc", "event", "reactive-stream", "introspect", "x", ""};
            String[] steps = {"request.made", "SubscriptionRequested", "DataRequested", "Cancelled", "y"};
            MuonMessage message =
                    client.writer().step(null, protocols[random.nextInt(6)], steps[random.nextInt(5)], noise);
            client.channel()
                    .send(client.writer()
                            .step(
                                    null,
                                    "shared-channel",
                                    "message",
                                    new SharedMessage("c" + random.nextInt(50), message).encode()));
        }
        time.pass(100);
        assertTrue(client.isOpen());
        service.answers("/x", "{}");
        String id = client.call("/x", "");
        time.pass(10);
        client.expect(id, "request.response");
    }

    @Test
    void moreThanTheLimitsIsRefusedInTheWayOfEachProtocol() {
        RawClient client = client();
        for (int i = 0; i < 10; i++) {
            client.subscribe("/stream", Map.of());
        }
        String event = client.ask("event", "EventEmitted", "{}");
        String call = client.call("/x", "");
        String stream = client.subscribe("/stream", Map.of());
        time.pass(10);
        assertTrue(RawClient.text(client.expect(event, "EventProcessed")).contains("FAILED"));
        assertEquals(503, response(client.expect(call, "request.response")).status());
        client.expect(stream, "SubAck");
        client.expect(stream, "Errored");
        assertEquals(10, stack.stats().channels());
        client();
        client();
        RawClient oneTooMany = client();
        assertFalse(oneTooMany.isOpen());
        assertEquals(3, stack.stats().sockets());
    }

    @Test
    void aStopSaysGoodbyeOnEachSocket() {
        RawClient client = client();
        client.subscribe("/stream", Map.of());
        time.pass(10);
        stack.close();
        time.pass(10);
        assertNotNull(client.closedWhy());
        assertEquals(
                MuonMessage.ChannelOp.CLOSED,
                client.received().get(client.received().size() - 1).op());
        assertEquals(List.of(1), cancellations());
        assertEquals(
                Steps.CHANNEL_SHUTDOWN,
                client.received().get(client.received().size() - 1).step());
    }

    @Test
    void aSubscriptionThatEndsInAnErrorIsToldSoWhetherItBeganOrNot() {
        service.streams = (request, sink) -> {
            throw new OutOfMemoryError("injected: Java heap space");
        };
        RawClient client = client();
        String first = client.subscribe("/stream", Map.of());
        time.pass(10);
        client.expect(first, "SubAck");
        assertTrue(RawClient.text(client.expect(first, "Errored")).contains("out of memory"));
        List<String> left = new ArrayList<>();
        service.streams = (request, sink) -> sink.accept(new StreamSink.Source() {
            @Override
            public void request(long items) {
                throw new StackOverflowError("injected");
            }

            @Override
            public void cancel() {
                left.add("cancelled");
            }
        });
        String second = client.subscribe("/stream", Map.of());
        time.pass(10);
        client.expect(second, "SubAck");
        client.request(second, 5);
        time.pass(10);
        client.expect(second, "Errored");
        assertEquals(List.of("cancelled"), left);
    }
}
