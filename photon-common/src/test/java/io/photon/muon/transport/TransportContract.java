// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.MuonMessage;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises, whatever is under it. Threads and clocks are real; nothing here sleeps. */
public abstract class TransportContract {

    private static final MessageWriter WRITER =
            new MessageWriter("contract", System::currentTimeMillis, MessageIds::next);
    /** For what must happen: a machine under load is slow, and what never happens takes for ever. */
    private static final long PATIENCE_MS = 30_000;

    /** A name of its own for each test: what an earlier one left on a broker does not matter. */
    private final String service = "contract-" + MessageIds.next().substring(0, 8);

    private final List<Transport> opened = new ArrayList<>();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private Transport server;
    private Transport client;

    /** A member of the network, connected. */
    protected abstract Transport connect(String name) throws Exception;

    /** How long something of the transport's own time takes, such as the silence that it allows. */
    protected long realMs(long ownMs) {
        return ownMs;
    }

    /** Makes a member die without a word to anybody. */
    protected abstract void vanish(Transport transport) throws Exception;

    @BeforeEach
    final void connectTwo() throws Exception {
        server = member("server");
        client = member("client");
    }

    @AfterEach
    final void closeAll() {
        opened.forEach(Transport::close);
    }

    private Transport member(String name) throws Exception {
        Transport transport = connect(name);
        opened.add(transport);
        return transport;
    }

    private Channel open(Listening atServer, Listening atClient) throws Exception {
        server.serve(service, channel -> {
            accepted.add(channel);
            return atServer;
        });
        Result<Channel> channel =
                client.open(service, "shared-channel", atClient).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (channel instanceof Result.Err<Channel> err) {
            throw new AssertionError(err.failure().toString());
        }
        return ((Result.Ok<Channel>) channel).value();
    }

    private Channel atServer() throws InterruptedException {
        Channel channel = accepted.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        assertNotNull(channel, "nothing was accepted");
        return channel;
    }

    private static MuonMessage message(String text) {
        return WRITER.step("target", "shared-channel", "message", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Listening.Heard heard) {
        return new String(heard.message().payload(), StandardCharsets.UTF_8);
    }

    @Test
    void messagesGoBothWaysInTheirOrder() throws Exception {
        Listening atServer = new Listening(true);
        Listening atClient = new Listening(true);
        Channel channel = open(atServer, atClient);
        Channel back = atServer();
        assertEquals("shared-channel", back.protocol());
        for (int i = 0; i < 200; i++) {
            channel.send(message("to " + i));
            back.send(message("fro " + i));
        }
        for (int i = 0; i < 200; i++) {
            assertEquals("to " + i, text(atServer.next()));
            assertEquals("fro " + i, text(atClient.next()));
        }
    }

    @Test
    void aMessageArrivesWhole() throws Exception {
        Listening atServer = new Listening(true);
        Channel channel = open(atServer, new Listening(true));
        byte[] payload = new byte[700_000];
        new Random(7).nextBytes(payload);
        MuonMessage sent = WRITER.step("here", "shared-channel", "message", "error", payload);
        channel.send(sent);
        MuonMessage came = atServer.next().message();
        assertArrayEquals(payload, came.payload());
        assertEquals(
                List.of(sent.id(), sent.created(), sent.target(), sent.origin(), sent.step(), sent.status()),
                List.of(came.id(), came.created(), came.target(), came.origin(), came.step(), came.status()));
    }

    @Test
    void anUnknownServiceIsSaidSoWithinTheTimeOfAHandshake() throws Exception {
        Result<Channel> channel =
                client.open(service, "shared-channel", new Listening(true)).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        Failure failure = assertInstanceOf(Result.Err.class, channel).failure();
        assertEquals(Failure.Kind.TIMED_OUT, failure.kind());
    }

    @Test
    void aServiceTakenBackTakesNoMoreHandshakes() throws Exception {
        open(new Listening(true), new Listening(true));
        server.unserve(service);
        Result<Channel> channel =
                client.open(service, "shared-channel", new Listening(true)).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        assertInstanceOf(Result.Err.class, channel);
    }

    @Test
    void whatIsClosedHereIsClosedThereAndOnceOnly() throws Exception {
        Listening atServer = new Listening(true);
        Listening atClient = new Listening(true);
        Channel channel = open(atServer, atClient);
        channel.close();
        channel.close();
        assertNotNull(atClient.closing(PATIENCE_MS), "the side that closed did not hear of it");
        assertNotNull(atServer.closing(PATIENCE_MS), "the other side did not hear of it");
        assertNull(atClient.closing(200));
        assertNull(atServer.closing(200));
    }

    @Test
    void theServerCanCloseToo() throws Exception {
        Listening atServer = new Listening(true);
        Listening atClient = new Listening(true);
        open(atServer, atClient);
        atServer().close();
        assertNotNull(atClient.closing(PATIENCE_MS));
        assertNotNull(atServer.closing(PATIENCE_MS));
    }

    @Test
    void aTransportThatIsClosedSaysGoodbye() throws Exception {
        Listening atServer = new Listening(true);
        open(atServer, new Listening(true));
        client.close();
        assertNotNull(atServer.closing(PATIENCE_MS));
    }

    @Test
    void anIdleSocketLives() throws Exception {
        Listening atServer = new Listening(true);
        Listening atClient = new Listening(true);
        Channel channel = open(atServer, atClient);
        assertNull(atServer.closing(realMs(7_000)));
        assertNull(atServer.poll(1), "a ping was shown");
        channel.send(message("still there"));
        assertEquals("still there", text(atServer.next()));
    }

    @Test
    void whoVanishesIsGivenUp() throws Exception {
        Listening atServer = new Listening(true);
        open(atServer, new Listening(true));
        vanish(client);
        assertNotNull(atServer.closing(PATIENCE_MS));
    }

    @Test
    void whatIsNotDoneHoldsBackWhatFollowsAndAFullWindowIsNotSilence() throws Exception {
        Listening atServer = new Listening(false);
        Listening atClient = new Listening(true);
        Channel channel = open(atServer, atClient);
        int sent = 2_000;
        for (int i = 0; i < sent; i++) {
            channel.send(message("n" + i));
        }
        List<Listening.Heard> held = new ArrayList<>();
        for (Listening.Heard next = atServer.poll(5_000); next != null; next = atServer.poll(500)) {
            held.add(next);
        }
        assertTrue(held.size() < sent, "all " + sent + " were delivered though none was done");
        assertNull(
                atServer.closing(realMs(7_000)), "given up though its messages wait: " + held.size() + " are not done");
        int seen = 0;
        for (Listening.Heard each : held) {
            assertEquals("n" + seen++, text(each));
            each.done().run();
            each.done().run();
        }
        while (seen < sent) {
            Listening.Heard each = atServer.next();
            assertEquals("n" + seen++, text(each));
            each.done().run();
        }
    }

    @Test
    void whoIsAskedToWaitIsToldWhenToGoOn() throws Exception {
        Listening atServer = new Listening(true);
        Listening atClient = new Listening(true);
        Channel channel = open(atServer, atClient);
        int sent = 0;
        boolean mayGoOn = true;
        while (mayGoOn && sent < 5_000) {
            mayGoOn = channel.send(message("m" + sent++));
        }
        for (int i = 0; i < sent; i++) {
            assertEquals("m" + i, text(atServer.next()));
        }
        assertTrue(mayGoOn || atClient.awaitWritable(PATIENCE_MS), "nobody said that more may be sent");
        channel.send(message("last"));
        assertEquals("last", text(atServer.next()));
    }

    @Test
    void whoIsAnnouncedIsFoundWithAllThatWasSaid() throws Exception {
        ServiceDescriptor self = descriptor(service, "one");
        server.discovery().announce(self);
        assertEquals(List.of(self), awaitInstances(client, 1));
        server.discovery().silence();
        awaitInstances(client, 0);
    }

    @Test
    void twoInstancesOfOneNameAreToldApart() throws Exception {
        server.discovery().announce(descriptor(service, "one"));
        member("another").discovery().announce(descriptor(service, "two"));
        awaitInstances(client, 2);
    }

    private static ServiceDescriptor descriptor(String name, String instance) {
        return new ServiceDescriptor(
                name,
                List.of("photon", "eventstore"),
                List.of("application/json"),
                List.of("amqp://localhost"),
                List.of("shared-channel"),
                instance);
    }

    /** Looks again and again, in step with a handshake that nobody answers or a short wait for nothing. */
    private List<ServiceDescriptor> awaitInstances(Transport from, int count) {
        Listening clock = new Listening(true);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        List<ServiceDescriptor> found;
        do {
            found = from.discovery().services().stream()
                    .filter(known -> known.identifier().equals(service))
                    .toList();
        } while (found.size() != count && System.nanoTime() < deadline && clock.poll(20) == null);
        assertEquals(count, found.size(), found::toString);
        return found;
    }
}
