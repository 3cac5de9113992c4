package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.wire.MuonMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A client that floods, subscribes, loses its connection, vanishes; and remembers what it was told. */
final class SimulatedClient {

    private static final List<String> STREAMS = List.of("a", "b/c");

    /** An event that was emitted, and on which socket. */
    private record Emitted(RawClient socket, String id, String uid) {}

    /** A subscription, on which socket, to what. */
    private record Subscribed(RawClient socket, String id, String stream, String type) {}

    private final MuonWorld world;
    private final MemoryTransport transport;
    private final List<RawClient> sockets = new ArrayList<>();
    private final List<Emitted> emits = new ArrayList<>();
    private final List<Subscribed> subscriptions = new ArrayList<>();
    private boolean gone;
    private long persisted;
    private long failures;
    private long items;

    SimulatedClient(MuonWorld world, MemoryTransport transport) {
        this.world = world;
        this.transport = transport;
    }

    void act() {
        Random random = world.random;
        if (gone) {
            return;
        }
        RawClient socket = socket();
        switch (random.nextInt(20)) {
            case 0 -> socket.channel().close();
            case 1 -> transport.cut(random.nextInt(7_000));
            case 2 -> {
                if (random.nextInt(6) == 0) {
                    transport.vanish();
                    gone = true;
                }
            }
            case 3 -> junk(socket);
            case 4 -> emit(socket, 100 + random.nextInt(400)); // a flood
            case 5, 6, 7, 8, 9 -> subscribe(socket);
            case 10, 11 -> cancelOne();
            case 12, 13 -> requestSome();
            default -> emit(socket, 1 + random.nextInt(8));
        }
    }

    /** An open socket; opens one when there is none, which can take a while and fail. */
    private RawClient socket() {
        for (RawClient socket : sockets) {
            if (socket.isOpen()) {
                return socket;
            }
        }
        RawClient opened = new RawClient(transport, "photon", "shared-channel", world::nextId);
        for (int i = 0; i < 80 && !opened.opening().isDone(); i++) {
            world.time.pass(50);
        }
        if (!opened.isOpen()) {
            world.time.pass(500);
            return socket(); // the network is bad for at most 8 s at a time
        }
        sockets.add(opened);
        return opened;
    }

    private void emit(RawClient socket, int count) {
        for (int i = 0; i < count && socket.isOpen(); i++) {
            String uid = "u" + (++world.lastUid);
            String stream = STREAMS.get(world.random.nextInt(STREAMS.size()));
            emits.add(new Emitted(
                    socket,
                    socket.ask(
                            "event",
                            "EventEmitted",
                            "{\"event-type\":\"T\",\"stream-name\":\"" + stream + "\",\"payload\":\"" + uid + "\"}"),
                    uid));
        }
    }

    private void subscribe(RawClient socket) {
        String stream = List.of("a", "b/c", MuonWorld.ALL).get(world.random.nextInt(3));
        String type = List.of("cold", "hot", "hot-cold").get(world.random.nextInt(3));
        String id = socket.subscribe("/stream", Map.of("stream-name", stream, "stream-type", type));
        socket.request(id, world.random.nextInt(4) == 0 ? Long.MAX_VALUE : 1 + world.random.nextInt(50));
        subscriptions.add(new Subscribed(socket, id, stream, type));
    }

    private void cancelOne() {
        if (!subscriptions.isEmpty()) {
            Subscribed one = subscriptions.remove(world.random.nextInt(subscriptions.size()));
            if (one.socket().isOpen()) {
                if (world.random.nextBoolean()) {
                    one.socket().say(one.id(), "reactive-stream", "Cancelled", "{}");
                }
                one.socket().shutdown(one.id());
            }
        }
    }

    private void requestSome() {
        if (!subscriptions.isEmpty()) {
            Subscribed one = subscriptions.get(world.random.nextInt(subscriptions.size()));
            if (one.socket().isOpen()) {
                one.socket().request(one.id(), 1 + world.random.nextInt(500));
            }
        }
    }

    private void junk(RawClient socket) {
        byte[] noise = new byte[world.random.nextInt(40)];
        world.random.nextBytes(noise);
        socket.ask("bogus", "x", "{}");
        socket.ask("reactive-stream", "DataRequested", "{\"request\":9}");
        socket.ask("event", "EventEmitted", new String(noise, StandardCharsets.ISO_8859_1));
        socket.channel().send(socket.writer().step(null, "shared-channel", "message", noise));
    }

    void demandEverything() {
        for (Subscribed each : subscriptions) {
            if (!gone && each.socket().isOpen()) {
                each.socket().request(each.id(), Long.MAX_VALUE);
            }
        }
    }

    void leave() {
        if (!gone) {
            transport.close();
        }
    }

    /** @param stored everything that is stored, in order */
    void check(List<Event> stored) {
        for (Emitted each : emits) {
            checkEmit(each, stored);
        }
        for (Subscribed each : subscriptions) {
            checkSubscription(each, stored);
        }
    }

    private void checkEmit(Emitted emit, List<Event> stored) {
        List<Event> found = stored.stream()
                .filter(event -> event.toString().endsWith("\"payload\":\"" + emit.uid() + "\"}"))
                .toList();
        assertTrue(found.size() <= 1, emit + " is stored twice");
        MuonMessage answer = emit.socket().poll(emit.id());
        if (answer == null) {
            assertTrue(gone || !emit.socket().isOpen(), emit + " was never answered, though its socket lives");
            return;
        }
        String text = RawClient.text(answer);
        assertEquals("EventProcessed", answer.step());
        if (text.contains("PERSISTED")) {
            persisted++;
            assertEquals(1, found.size(), emit + " was answered, and is not stored");
            assertEquals(
                    JsonFields.number(answer.payload(), "orderId"), found.get(0).orderId());
        } else {
            failures++;
            if (text.contains("nothing was stored")) {
                assertEquals(0, found.size(), emit + " was said not to be stored: " + text);
            }
        }
        assertEquals(null, emit.socket().poll(emit.id()), emit + " was answered twice");
    }

    private void checkSubscription(Subscribed subscription, List<Event> stored) {
        List<String> expected = new ArrayList<>();
        for (Event event : stored) {
            if (subscription.stream().equals(MuonWorld.ALL)
                    || event.streamName().equals(subscription.stream())) {
                expected.add(event.toString());
            }
        }
        List<String> given = new ArrayList<>();
        boolean ended = false;
        boolean acknowledged = false;
        for (MuonMessage next = subscription.socket().poll(subscription.id());
                next != null;
                next = subscription.socket().poll(subscription.id())) {
            assertTrue(!ended, "something came behind the end: " + next.step());
            switch (next.step()) {
                case "SubAck" -> acknowledged = true;
                case "Data" -> {
                    assertTrue(acknowledged, "an item before SubAck");
                    given.add(RawClient.text(next));
                }
                case "Completed", "Errored" -> {
                    assertTrue(acknowledged, "an end before SubAck");
                    ended = true;
                    assertTrue(
                            next.step().equals("Errored") || subscription.type().equals("cold"));
                }
                default -> throw new AssertionError(next.step());
            }
        }
        items += given.size();
        if (!given.isEmpty()) {
            int from = expected.indexOf(given.get(0));
            assertTrue(from >= 0, "it never was stored: " + given.get(0));
            assertEquals(expected.subList(from, from + given.size()), given, "not each once and in order");
            assertTrue(from == 0 || subscription.type().equals("hot"), "it did not begin with the first");
        }
        boolean alive = !gone && subscription.socket().isOpen();
        if (alive && subscription.type().equals("cold")) {
            assertTrue(
                    ended,
                    "a cold replay without end: " + subscription + " acknowledged " + acknowledged + ", given "
                            + given.size() + " of " + expected.size());
        } else if (alive && !ended && subscription.type().equals("hot-cold")) {
            assertEquals(expected.size(), given.size(), "not everything came");
        }
    }

    long persisted() {
        return persisted;
    }

    long failures() {
        return failures;
    }

    long items() {
        return items;
    }
}
