// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.muon.StandInStore;
import io.photon.muon.stack.client.IntrospectQuestion;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MuonNetworkTest {

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork broker = new MemoryNetwork(timer, Faults.none());
    private final StandInStore store = new StandInStore(broker.join("store"), "photon", List.of("eventstore"));
    private final AtomicInteger connections = new AtomicInteger();
    private final MuonNetwork network =
            new MuonNetwork(new MuonClientSettings("memory", null, "me", 10_000, 5_000), ms -> {
                connections.incrementAndGet();
                return Result.ok(broker.join("client"));
            });

    @AfterEach
    void stop() {
        network.close();
        timer.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoIsThereIsListed() {
        new StandInStore(broker.join("other"), "molecule", List.of());
        List<ServiceDescriptor> services = ok(network.services());
        assertEquals(
                List.of("molecule", "photon"),
                services.stream().map(ServiceDescriptor::identifier).toList());
    }

    @Test
    void aServiceIsFoundByItsNameInAnyCase() {
        ok(network.introspect("Photon"));
    }

    @Test
    void whatAServiceOffersIsToldAsItCameAndRead() {
        IntrospectQuestion.Answer answer = ok(network.introspect("photon"));
        assertTrue(new String(answer.json(), StandardCharsets.UTF_8).startsWith("{\"serviceName\":\"photon\""));
        assertEquals("rpc", answer.report().protocols().get(0).scheme());
    }

    @Test
    void aCallCarriesItsBodyAndWhoAsks() {
        RpcResponse answer = ok(network.rpc("photon", "/echo", utf8("{\"ä\":1}")));
        assertEquals(
                "{\"body\":\"{\\\"ä\\\":1}\",\"token\":\"me\"}", new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aCallWithoutArgumentIsABlank() {
        RpcResponse answer = ok(network.rpc("photon", "/echo", new byte[0]));
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).startsWith("{\"body\":\" \""));
    }

    @Test
    void theStatusOfAnAnswerSaysWhatSortOfFailureItIs() {
        Failure missing = failure(
                network.rpc("photon", "/none", new byte[0]).then(answer -> RpcFailures.body(answer, "photon/none")));
        assertEquals(Kind.NOT_FOUND, missing.kind());
        assertEquals("there is no endpoint photon/none", missing.message());
        Failure busy = failure(
                network.rpc("photon", "/busy", new byte[0]).then(answer -> RpcFailures.body(answer, "photon/busy")));
        assertEquals(new Failure(Kind.OVERLOADED, "too busy", "wait"), busy);
    }

    @Test
    void aStreamNobodyHasIsNotFound() {
        Failure failure = failure(network.stream("photon", "/nothing", "{}", json -> true));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.message().contains("/nothing"), failure.message());
    }

    @Test
    void aThousandQuestionsShareOneSocket() {
        for (int i = 0; i < 1_000; i++) {
            ok(network.rpc("photon", "/echo", utf8("" + i)));
        }
        assertEquals(1, connections.get());
        assertEquals(2, broker.openSockets(), "one socket, seen from both sides");
    }

    @Test
    void whenASocketHasEndedTheNextQuestionOpensAnother() {
        store.closesAfterItems = 1;
        store.events.add(
                io.photon.event.Event.ofLine(utf8("{\"order-id\":1764000000000001,\"event-time\":1764000000000,"
                        + "\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}")));
        List<byte[]> items = new ArrayList<>();
        Failure failure = failure(network.stream("photon", "/stream", "{}", items::add));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertEquals(1, items.size());
        ok(network.rpc("photon", "/echo", utf8("again")));
        assertEquals(1, connections.get());
    }

    @Test
    void aHandshakeNobodyAnswersTimesOut() {
        broker.join("silent")
                .discovery()
                .announce(new ServiceDescriptor("silent", List.of(), List.of(), List.of(), List.of(), "silent"));
        Failure failure = failure(network.rpc("silent", "/x", new byte[0]));
        assertEquals(Kind.TIMED_OUT, failure.kind());
    }

    @Test
    void aServiceThatIsNotThereIsNotFoundAndThoseThatAreThereAreNamed() {
        Failure failure = failure(network.rpc("nobody", "/x", new byte[0]));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertEquals("no service 'nobody' at memory; there are: photon", failure.message());
    }

    @Test
    void aBrokerThatIsNotThereIsTheConnectorsFailureAndAskedForOnlyWhenNeeded() {
        Failure down = Failure.of(Kind.UNREACHABLE, "no broker", "start it");
        AtomicInteger asked = new AtomicInteger();
        MuonNetwork none = new MuonNetwork(new MuonClientSettings("memory", null, null, 0, 1_000), ms -> {
            asked.incrementAndGet();
            return Result.err(down);
        });
        assertEquals(0, asked.get());
        assertSame(down, failure(none.services()));
        none.close();
    }

    @Test
    void whoHasCancelledIsAnsweredNothingElse() {
        network.cancel();
        assertEquals(
                "broken off",
                failure(network.rpc("photon", "/echo", new byte[0])).message());
        assertNull(failure(network.services()).hint());
    }
}
