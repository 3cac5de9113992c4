// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What one client emits, again and again where it has no answer that counts, and what it was told. Events are known by
 * their payload.
 */
final class Emits {

    /** Streams that are never deleted. */
    static final List<String> LASTING = List.of("a", "b/c");

    /** Streams that are deleted now and then. */
    static final List<String> PASSING = List.of("gone", "gone/too");

    private static final String UNKNOWN = Failure.Kind.OUTCOME_UNKNOWN.code();

    /** For how many rounds what has no answer is sent again; the network answers every 20th handshake not. */
    private static final int ROUNDS = 30;

    private static final int AT_ONCE = 40;

    private final MuonWorld world;
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private final List<Deletion> deletions = new ArrayList<>();

    Emits(MuonWorld world) {
        this.world = world;
    }

    /** An event that is to be stored, and how often it was sent. */
    private static final class Wanted {
        private final String uid;
        private final String stream;
        private final boolean again;
        private final List<Attempt> attempts = new ArrayList<>();

        Wanted(String uid, String stream, boolean again) {
            this.uid = uid;
            this.stream = stream;
            this.again = again;
        }

        private String json() {
            return "{\"event-type\":\"T\",\"stream-name\":\"" + stream + "\",\"payload\":\"" + uid + "\""
                    + (again ? ",\"local-id\":\"" + uid + "\"}" : "}");
        }

        private boolean isStored() {
            return attempts.stream().anyMatch(attempt -> attempt.orderId() > 0);
        }

        private boolean isRefused() {
            return attempts.stream().allMatch(attempt -> attempt.refusal() != null);
        }
    }

    /** An event or a question under way on a socket. */
    private static final class Attempt {
        private final RawClient socket;
        private final String id;
        private final boolean isCall;
        private MuonMessage answer;

        Attempt(RawClient socket, String id, boolean isCall) {
            this.socket = socket;
            this.id = id;
            this.isCall = isCall;
        }

        private MuonMessage answer() {
            MuonMessage next = socket.poll(id);
            assertTrue(answer == null || next == null || isClosing(next), () -> id + " was answered twice");
            answer = answer == null ? next : answer;
            return answer;
        }

        private static boolean isClosing(MuonMessage message) {
            return message.op() == MuonMessage.ChannelOp.CLOSED;
        }

        private RpcResponse response() {
            assertEquals(Steps.REQUEST_RESPONSE, answer.step());
            return ((Result.Ok<RpcResponse>) RpcResponse.decode(answer.payload())).value();
        }

        private EventResult result() {
            assertEquals(Steps.EVENT_PROCESSED, answer.step());
            return ((Result.Ok<EventResult>) EventResult.decode(answer.payload())).value();
        }

        /** Where it is stored, 0 until an answer says so. */
        private long orderId() {
            if (answer() == null) {
                return 0;
            }
            return isCall ? JsonFields.number(response().body(), "order-id") : result().orderId();
        }

        /** The code with which it was certainly not done, or null. */
        private String refusal() {
            if (answer() == null) {
                return null;
            }
            String code = isCall ? JsonFields.text(response().body(), "code") : result().code();
            return code == null || code.equals(UNKNOWN) ? null : code;
        }
    }

    /** A stream that was to be deleted, with what was certainly in it before. */
    private record Deletion(Attempt attempt, String stream, List<Wanted> before) {}

    void emit(RawClient socket, int count) {
        Random random = world.random;
        for (int i = 0; i < count && socket.isOpen(); i++) {
            List<String> streams = random.nextInt(5) == 0 ? PASSING : LASTING;
            String uid = "u" + (++world.lastUid);
            Wanted one = new Wanted(uid, streams.get(random.nextInt(streams.size())), random.nextInt(3) == 0);
            wanted.put(uid, one);
            send(socket, one);
        }
    }

    private void send(RawClient socket, Wanted one) {
        boolean isCall = world.random.nextInt(4) == 0;
        String id = isCall ? socket.call("/events", one.json()) : socket.ask("event", Steps.EVENT_EMITTED, one.json());
        one.attempts.add(new Attempt(socket, id, isCall));
    }

    /** Sends something again of which it does not know that it is stored. */
    void emitAgain(RawClient socket) {
        for (Wanted one : wanted.values()) {
            if (one.again && one.stream.equals("a") && !one.isStored() && world.random.nextInt(4) == 0) {
                send(socket, one);
                return;
            }
        }
    }

    void delete(RawClient socket) {
        String stream = PASSING.get(world.random.nextInt(PASSING.size()));
        List<Wanted> before = wanted.values().stream()
                .filter(one -> one.stream.equals(stream) && one.isStored())
                .toList();
        String id = socket.call("/stream/delete", "{\"stream-name\":\"" + stream + "\",\"detailed\":true}");
        deletions.add(new Deletion(new Attempt(socket, id, true), stream, before));
    }

    /** Sends everything again that has an id and no answer, until all of it is stored. */
    void finish(Supplier<RawClient> sockets) {
        List<Wanted> open = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            open = wanted.values().stream()
                    .filter(one -> one.again && LASTING.contains(one.stream) && !one.isStored())
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            RawClient socket = sockets.get();
            open.stream().limit(AT_ONCE).forEach(one -> send(socket, one));
            world.pass(2_000);
        }
        throw new AssertionError("not stored however often it is sent: " + open.get(0).uid);
    }

    /** @param isGone whether the client died, so that it hears nothing more */
    void check(Stored stored, boolean isGone) {
        for (Wanted one : wanted.values()) {
            check(one, stored.withUid(one.uid), isGone);
        }
        for (Deletion deletion : deletions) {
            check(deletion, stored);
        }
    }

    private void check(Wanted one, List<Event> found, boolean isGone) {
        assertTrue(found.size() <= 1, () -> one.uid + " is stored twice");
        boolean lasts = LASTING.contains(one.stream);
        for (Attempt attempt : one.attempts) {
            if (attempt.answer() == null) {
                assertTrue(
                        isGone || !attempt.socket.isOpen(),
                        () -> one.uid + " was never answered, though its socket lives");
            } else if (attempt.orderId() > 0) {
                world.tally.persisted++;
                assertTrue(!lasts || found.size() == 1, () -> one.uid + " was answered, and is not stored");
                assertTrue(
                        found.isEmpty() || found.get(0).orderId() == attempt.orderId(),
                        () -> one.uid + " is elsewhere");
            } else if (attempt.refusal() == null) {
                world.tally.unknown++;
            } else {
                world.tally.refused++;
            }
        }
        assertTrue(found.isEmpty() || !one.isRefused(), () -> one.uid + " was refused, and is stored");
    }

    private void check(Deletion deletion, Stored stored) {
        if (deletion.attempt.answer() == null
                || !"true".equals(JsonFields.text(deletion.attempt.response().body(), "correct"))) {
            return;
        }
        world.tally.deleted++;
        for (Wanted one : deletion.before) {
            assertTrue(stored.withUid(one.uid).isEmpty(), () -> one.uid + " is stored, though its stream was deleted");
        }
    }
}
