// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
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

    /** A subscription, on which socket, to what. */
    private record Subscribed(RawClient socket, String id, String stream, String type) {}

    private final MuonWorld world;
    private final MemoryTransport transport;
    private final List<RawClient> sockets = new ArrayList<>();
    private final Emits emits;
    private final List<Follower> followers = new ArrayList<>();
    private final List<Subscribed> subscriptions = new ArrayList<>();
    private boolean gone;

    SimulatedClient(MuonWorld world, MemoryTransport transport) {
        this.world = world;
        this.transport = transport;
        this.emits = new Emits(world);
    }

    void act() {
        Random random = world.random;
        if (gone) {
            return;
        }
        RawClient socket = socket();
        switch (random.nextInt(22)) {
            case 0 -> socket.channel().close();
            case 1 -> transport.cut(random.nextInt(7_000));
            case 2 -> {
                if (random.nextInt(6) == 0) {
                    transport.vanish();
                    gone = true;
                }
            }
            case 3 -> junk(socket);
            case 4 -> emits.emit(socket, 100 + random.nextInt(400)); // a flood
            case 5, 6, 7 -> subscribe(socket);
            case 8, 9 -> follow(socket);
            case 10, 11 -> cancelOne();
            case 12, 13 -> requestSome();
            case 14 -> emits.delete(socket);
            case 15, 16 -> emits.emitAgain(socket);
            default -> emits.emit(socket, 1 + random.nextInt(8));
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
            world.pass(50);
        }
        if (!opened.isOpen()) {
            world.pass(500);
            return socket(); // the network is bad for at most 8 s at a time
        }
        sockets.add(opened);
        return opened;
    }

    /** Begins to follow a stream, or goes on where it stopped. */
    private void follow(RawClient socket) {
        if (followers.size() < 2) {
            followers.add(new Follower(Emits.LASTING.get(world.random.nextInt(Emits.LASTING.size()))));
        }
        followers.get(world.random.nextInt(followers.size())).goOn(socket, 1 + world.random.nextInt(100));
    }

    /** What it wants to be stored is sent until it is. */
    void finishEmits() {
        if (!gone) {
            emits.finish(this::socket);
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
        for (Follower follower : followers) {
            if (!gone) {
                follower.goOn(socket(), Long.MAX_VALUE);
            }
        }
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

    void check(Stored stored) {
        emits.check(stored, gone);
        for (Subscribed each : subscriptions) {
            checkSubscription(each, stored.lines(each.stream()));
        }
        for (Follower each : followers) {
            each.check(stored.lines(each.stream()), gone);
        }
    }

    private void checkSubscription(Subscribed subscription, List<String> expected) {
        List<String> given = new ArrayList<>();
        boolean ended = false;
        boolean acknowledged = false;
        for (MuonMessage next = subscription.socket().poll(subscription.id());
                next != null;
                next = subscription.socket().poll(subscription.id())) {
            assertTrue(!ended, "something came after the end: " + next.step());
            switch (next.step()) {
                case "SubAck" -> acknowledged = true;
                case "Data" -> {
                    assertTrue(acknowledged, "an item before SubAck");
                    String line = RawClient.text(next);
                    if (Emits.LASTING.contains(JsonFields.text(next.payload(), "stream-name"))) {
                        given.add(line);
                    }
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
        world.tally.items += given.size();
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
}
