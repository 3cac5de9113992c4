// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.muon.stack.client.Subscription.Signal;
import io.photon.muon.wire.Demand;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessage.ChannelOp;
import io.photon.muon.wire.Steps;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {

    private final Subscription subscription =
            new Subscription("/stream", "{\"stream-name\":\"s\",\"from\":7}", "secret");

    private static MuonMessage message(String step, String json) {
        return message(step, json.getBytes(StandardCharsets.UTF_8), ChannelOp.NORMAL);
    }

    private static MuonMessage message(String step, byte[] payload, ChannelOp op) {
        return new MuonMessage("id", 1, "me", "photon", Steps.STREAM, step, null, Steps.JSON, payload, op);
    }

    private Signal receive(String step, String json) {
        return subscription.receive(message(step, json));
    }

    private long demanded() {
        Outgoing more = subscription.demand();
        return more == null ? 0 : Demand.decode(more.payload());
    }

    @Test
    void itAsksForAStreamByNameWithArgumentsAndSaysWho() {
        Outgoing opening = subscription.open();
        assertEquals("reactive-stream SubscriptionRequested", opening.protocol() + " " + opening.step());
        assertEquals(
                Result.ok(new SubscriptionRequest("/stream", Map.of("stream-name", "s", "from", "7"), "secret")),
                SubscriptionRequest.decode(opening.payload()));
    }

    @Test
    void itDemandsNothingBeforeTheOtherSideAgreed() {
        subscription.open();
        assertNull(subscription.demand());
        assertInstanceOf(Signal.Opened.class, receive("SubAck", "{}"));
        assertTrue(demanded() > 0);
        assertNull(subscription.demand(), "and not twice for the same room");
    }

    @Test
    void neitherMoreItemsThanTheWindowNorMoreBytesThanTheBudgetEverWaitHere() {
        long seed = Seed.any();
        Random random = new Random(seed);
        receive("SubAck", "{}");
        long open = demanded();
        long waiting = 0;
        for (int i = 0; i < 20_000; i++) {
            if (open > 0 && random.nextInt(3) > 0) {
                assertInstanceOf(Signal.Item.class, receive("Data", "{\"n\":" + i + "}"));
                open--;
                waiting++;
            } else if (waiting > 0) {
                subscription.consumed(1);
                waiting--;
                open += demanded();
            }
            assertTrue(open + waiting <= Subscription.MAX_WINDOW, "seed " + seed);
            assertTrue(open + waiting > 0, "it must not starve; seed " + seed);
        }
    }

    @Test
    void largeItemsAreAskedForInSmallNumbers() {
        receive("SubAck", "{}");
        long open = demanded();
        byte[] large = new byte[4 << 20];
        for (int i = 0; i < 50; i++) {
            while (open > 0) {
                subscription.receive(message("Data", large, ChannelOp.NORMAL));
                subscription.consumed(1);
                open--;
            }
            open = demanded();
            assertTrue(open >= 1, "it goes on");
        }
        assertTrue(open <= 2, "4 MiB each, and 8 MiB may wait, but it asks for " + open);
    }

    @Test
    void aRefusalIsNotFoundAndTheEnd() {
        Signal.Failed failed = assertInstanceOf(Signal.Failed.class, receive("SubNack", "{}"));
        assertEquals(Kind.NOT_FOUND, failed.failure().kind());
        assertTrue(
                failed.failure().message().contains("/stream"), failed.failure().message());
        assertInstanceOf(Signal.Nothing.class, receive("Data", "{}"));
        assertEquals(List.of(), subscription.cancel());
    }

    @Test
    void aStreamThatFailsSaysWhy() {
        receive("SubAck", "{}");
        Signal.Failed failed = assertInstanceOf(Signal.Failed.class, receive("Errored", "{\"error\":\"boom\"}"));
        assertTrue(failed.failure().message().contains("boom"), failed.failure().message());
    }

    @Test
    void completionIsTheEndAndASecondOneIsNothing() {
        receive("SubAck", "{}");
        assertInstanceOf(Signal.Completed.class, receive("Completed", "{}"));
        assertInstanceOf(
                Signal.Nothing.class,
                subscription.receive(message("Completed", "{}".getBytes(StandardCharsets.UTF_8), ChannelOp.CLOSED)));
    }

    @Test
    void cancellingSaysSoAndEndsTheChannel() {
        receive("SubAck", "{}");
        List<Outgoing> last = subscription.cancel();
        assertEquals(
                List.of("reactive-stream Cancelled NORMAL", "n/a ChannelShutdown CLOSED"),
                last.stream()
                        .map(o -> o.protocol() + " " + o.step() + " " + o.op())
                        .toList());
        assertNull(subscription.demand());
        assertEquals(List.of(), subscription.cancel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProtocolNotFound", "ServiceNotFound", "ChannelFailure", "ChannelShutdown"})
    void whatTheTransportReportsIsAFailureInItsWords(String step) {
        Signal.Failed failed = assertInstanceOf(
                Signal.Failed.class, receive(step, "{\"status\":\"404\",\"message\":\"Protocol unknown :x\"}"));
        assertTrue(
                failed.failure().message().contains("Protocol unknown :x"),
                failed.failure().message());
        assertNotNull(failed.failure().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "SomethingOfALaterVersion", ""})
    void whatItDoesNotKnowIsNothing(String step) {
        receive("SubAck", "{}");
        assertInstanceOf(Signal.Nothing.class, receive(step, "not json"));
        assertTrue(demanded() > 0);
    }
}
