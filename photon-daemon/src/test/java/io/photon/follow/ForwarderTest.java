// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Expect;
import io.photon.log.Withdrawal;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Appends that a follower sends on, over a real HTTP door. */
@Timeout(120)
class ForwarderTest {

    @TempDir
    Path home;

    private static EventDraft draft(String stream, int number) {
        byte[] json = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + number + "}")
                .getBytes(StandardCharsets.UTF_8);
        return ok(EventParser.parseDraft(json, 0, json.length));
    }

    private static List<String> numbers(Node node) throws Exception {
        List<String> numbers = new ArrayList<>();
        for (Event event : node.events()) {
            String line = new String(event.line(), StandardCharsets.UTF_8);
            numbers.add(line.replaceFirst("(?s).*\"payload\":(\\d+).*", "$1"));
        }
        return numbers;
    }

    @Test
    void appendsKeepTheirOrderWhenNoneWaitsForTheAnswerToTheLast() throws Exception {
        try (Node primary = Node.primary(home.resolve("a"));
                Node follower = Node.forwarding(home.resolve("b"), primary.url())) {
            List<CompletableFuture<List<Result<Forwarded>>>> answers = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 600; i += 3) {
                int first = i;
                boolean isGroup = i % 2 == 0;
                List<EventDraft> drafts = IntStream.range(first, first + 3)
                        .mapToObj(number -> draft("s" + number % 5, number))
                        .toList();
                IntStream.range(first, first + 3).forEach(number -> sent.add(String.valueOf(number)));
                if (isGroup) {
                    answers.add(follower.cluster.forward(new AppendRequest(drafts, i % 4 == 0, Expect.ANY)));
                } else {
                    drafts.forEach(each -> answers.add(follower.cluster.forward(AppendRequest.of(each))));
                }
            }
            long before = 0;
            int events = 0;
            for (CompletableFuture<List<Result<Forwarded>>> answer : answers) {
                for (Result<Forwarded> result : get(answer)) {
                    long orderId = ok(result).orderId();
                    assertTrue(orderId > before, orderId + " after " + before);
                    before = orderId;
                    events++;
                }
            }
            assertEquals(600, events);
            assertEquals(sent, numbers(primary));
            follower.awaitAllOf(primary);
            assertEquals(sent, numbers(follower));
        }
    }

    @Test
    void aRefusedOneKeepsItsPlaceAmongOthersAndStopsNone() throws Exception {
        try (Node primary = Node.primary(home.resolve("a"));
                Node follower = Node.forwarding(home.resolve("b"), primary.url())) {
            CompletableFuture<List<Result<Forwarded>>> first =
                    follower.cluster.forward(AppendRequest.of(draft("s", 1)));
            CompletableFuture<List<Result<Forwarded>>> wrong =
                    follower.cluster.forward(new AppendRequest(List.of(draft("s", 2)), true, Expect.NONE));
            Withdrawal withdrawal = new Withdrawal();
            assertTrue(withdrawal.withdraw());
            CompletableFuture<List<Result<Forwarded>>> takenBack =
                    follower.cluster.forward(new AppendRequest(List.of(draft("s", 3)), true, Expect.ANY, withdrawal));
            CompletableFuture<List<Result<Forwarded>>> last = follower.cluster.forward(AppendRequest.of(draft("s", 4)));
            ok(get(first).get(0));
            assertEquals(Failure.Kind.CONFLICT, failure(get(wrong).get(0)).kind());
            assertEquals(Failure.Kind.OVERLOADED, failure(get(takenBack).get(0)).kind());
            ok(get(last).get(0));
            assertEquals(List.of("1", "4"), numbers(primary));
        }
    }

    @Test
    void whatWaitsWhenThePrimaryIsGoneIsAnsweredAndItIsUsedAgainWhenItIsBack() throws Exception {
        Node primary = Node.primary(home.resolve("a"));
        int port = primary.port();
        primary.emit("s");
        try (Node follower = Node.forwarding(home.resolve("b"), primary.url())) {
            follower.awaitAllOf(primary);
            List<Event> events = primary.events();
            primary.close();
            List<CompletableFuture<List<Result<Forwarded>>>> answers = IntStream.range(0, 20)
                    .mapToObj(number -> follower.cluster.forward(AppendRequest.of(draft("s", number))))
                    .toList();
            for (CompletableFuture<List<Result<Forwarded>>> answer : answers) {
                assertTrue(!get(answer).get(0).isOk(), "the primary is gone");
            }
            try (Node again = new Node(home.resolve("a"), null, port, events)) {
                Eventually.holds(
                        () -> get(follower.cluster.forward(AppendRequest.of(draft("s", 100))))
                                .get(0)
                                .isOk(),
                        () -> follower.cluster.status().trouble());
                assertEquals(2, again.events().size());
            }
        }
    }
}
