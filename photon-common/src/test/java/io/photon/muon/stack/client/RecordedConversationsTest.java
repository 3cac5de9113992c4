// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Frames;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real services answered to real clients, put to the machines. */
class RecordedConversationsTest {

    private record Said(String from, MuonMessage message) {}

    /** The messages of a recording's virtual channels, in order. */
    private static List<Said> inner(String file) {
        List<Said> said = new ArrayList<>();
        for (Frames.Frame frame : Frames.of(file)) {
            Result<SharedMessage> shared =
                    MuonMessageCodec.decode(frame.body()).then(outer -> SharedMessage.decode(outer.payload()));
            if (shared instanceof Result.Ok<SharedMessage> ok) {
                said.add(new Said(frame.from(), ok.value().message()));
            }
        }
        return said;
    }

    private static MuonMessage first(String file, String step) {
        return inner(file).stream()
                .map(Said::message)
                .filter(message -> step.equals(message.step()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no " + step));
    }

    @Test
    void anEmitIsAskedAsTheNodeClientAsksIt() {
        MuonMessage recorded = first("event-emit-ok", "EventEmitted");
        Outgoing asked = EmitQuestion.of(recorded.payload()).asked();
        assertEquals(recorded.protocol() + recorded.step(), asked.protocol() + asked.step());
        assertEquals(Frames.json(recorded.payload()), Frames.json(asked.payload()));
    }

    @Test
    void aStoredEventsPositionIsRead() {
        EventResult stored = ok(EmitQuestion.of(new byte[0]).answer(first("event-emit-ok", "EventProcessed")));
        assertEquals(1_795_403_833_923_002L, stored.orderId());
        assertEquals(1_795_403_833_923L, stored.eventTime());
    }

    @Test
    void aRefusedEventIsAFailureWithTheStoresReason() {
        Result<EventResult> refused = EmitQuestion.of(new byte[0]).answer(first("event-emit-failed", "EventProcessed"));
        Failure failure = ((Result.Err<EventResult>) refused).failure();
        assertEquals(Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains("schema"), failure.message());
    }

    @Test
    void aCallIsAskedAsTheNodeClientAsksIt() {
        JsonNode recorded = Frames.json(first("rpc-ok", "request.made").payload());
        byte[] body = "{\"some\":\"argument\"}".getBytes(StandardCharsets.UTF_8);
        JsonNode asked = Frames.json(
                RpcQuestion.of("photon", "/projection-keys", body, null).asked().payload());
        assertEquals(recorded.path("url"), asked.path("url"));
        assertEquals(recorded.path("content_type"), asked.path("content_type"));
        assertEquals(
                "{\"some\":\"argument\"}", new String(Frames.bytes(asked.path("body"), null), StandardCharsets.UTF_8));
    }

    @Test
    void anAnswersBytesAreReadWhicheverSignTheirNumbersHave() {
        RpcResponse answer =
                ok(RpcQuestion.of("photon", "/x", new byte[0], null).answer(first("rpc-ok", "request.response")));
        assertEquals(200, answer.status());
        assertEquals(
                "{\"projection-keys\":[\"__streams__\",\"__security-state__\"]}",
                new String(answer.body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"rpc-404, request.response", "node-server-rpc-404, request.invalid"})
    void aMissingEndpointIsAnAnswerWithStatus404(String file, String step) {
        RpcResponse answer =
                ok(RpcQuestion.of("photon", "/x", new byte[0], null).answer(first(file, step)));
        assertEquals(404, answer.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspect", "node-server-introspect"})
    void whatAServiceOffersIsReadWhateverItsStepIsCalled(String file) {
        List<MuonMessage> answers = inner(file).stream()
                .map(Said::message)
                .filter(message -> message.step().startsWith("introspect")
                        && !message.step().endsWith("Requested"))
                .toList();
        IntrospectQuestion.Answer answer = ok(IntrospectQuestion.of().answer(answers.get(0)));
        assertTrue(answer.report().protocols().size() > 0, file);
    }

    @Test
    void aForeignProtocolIsRefusedInTheServicesWords() {
        Result<EventResult> refused =
                EmitQuestion.of(new byte[0]).answer(first("raw-unknown-protocol-shared", "ProtocolNotFound"));
        Failure failure = ((Result.Err<EventResult>) refused).failure();
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.message().contains("Protocol unknown :bogus"), failure.message());
    }

    @Test
    void aRecordedStreamPlaysToItsEnd() {
        Subscription subscription = new Subscription("/stream", "{}", null);
        List<String> heard = new ArrayList<>();
        for (Said said : inner("stream-subscribe-request-data-complete")) {
            if (said.from().equals("photon") && said.message().protocol().equals("reactive-stream")) {
                heard.add(subscription.receive(said.message()).getClass().getSimpleName());
                subscription.consumed(1);
                subscription.demand();
            }
        }
        assertEquals("Opened", heard.get(0));
        assertEquals("Completed", heard.get(heard.size() - 1));
        assertTrue(heard.subList(1, heard.size() - 1).stream().allMatch("Item"::equals), heard.toString());
    }

    @Test
    void noMessageOfAnyRecordingMakesAMachineThrow() {
        Frames.files()
                .forEach(file -> inner(file).forEach(said -> {
                    new Subscription("/stream", "{}", null).receive(said.message());
                    EmitQuestion.of(new byte[0]).answer(said.message());
                    RpcQuestion.of("s", "/p", new byte[0], null).answer(said.message());
                    IntrospectQuestion.of().answer(said.message());
                }));
    }
}
