// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import io.photon.rabbit.MuonPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Muon clients, or plain AMQP ones for the floor, in a process of their own.
 *
 * <pre>
 * BROKER-PORT emit CLIENTS SECONDS             -> EVENTS/S REQUEST-BYTES ANSWER-BYTES
 * BROKER-PORT echo CLIENTS SECONDS BYTES BYTES -> MESSAGES/S            the same through plain queue pairs
 * BROKER-PORT replay STREAM                    -> EVENTS/S EVENTS BYTES-PER-EVENT
 * BROKER-PORT pass MESSAGES BYTES              -> MESSAGES/S            the same through a plain queue
 * BROKER-PORT live SECONDS RATE                -> P50-µs P99-µs EVENTS
 * </pre>
 */
final class MuonLoad {

    private static final int BODIES = 256;
    private static final long LIMIT_S = 600;

    private final ConnectionFactory factory = new ConnectionFactory();

    private MuonLoad(int port) {
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
    }

    public static void main(String[] args) throws Exception {
        try {
            System.out.println(run(args));
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
            fail(e.toString());
        }
        System.exit(0); // the library's threads are no daemons
    }

    private static String run(String[] args) throws Exception {
        MuonLoad load = new MuonLoad(Integer.parseInt(args[0]));
        return switch (args[1]) {
            case "emit" -> load.emit(Integer.parseInt(args[2]), Double.parseDouble(args[3]));
            case "echo" ->
                load.echo(
                        Integer.parseInt(args[2]),
                        Double.parseDouble(args[3]),
                        Integer.parseInt(args[4]),
                        Integer.parseInt(args[5]));
            case "replay" -> load.replay(args[2]);
            case "pass" -> load.pass(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "live" -> load.live(Double.parseDouble(args[2]), Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[1]);
        };
    }

    private Connection connect() throws IOException {
        try {
            return factory.newConnection();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException("RabbitMQ does not answer", e);
        }
    }

    private String emit(int clients, double seconds) throws Exception {
        Connection connection = connect();
        Counter counter = new Counter();
        AtomicLong answerBytes = new AtomicLong();
        List<MuonPeer> peers = new ArrayList<>();
        int requestBytes = 0;
        for (int c = 0; c < clients; c++) {
            MuonPeer peer = MuonPeer.open(connection.createChannel());
            List<byte[]> bodies = new ArrayList<>();
            for (int i = 0; i < Math.max(2, BODIES / clients); i++) {
                bodies.add(MuonPeer.emit(Events.json(Events.stream(c * 1_000L + i), i, null)));
            }
            requestBytes = bodies.get(0).length;
            AtomicInteger next = new AtomicInteger();
            peer.listen(body -> {
                if (MuonPeer.isPing(body)) {
                    return;
                }
                int n = next.incrementAndGet();
                if (n % 64 == 1) {
                    checkStored(body);
                }
                answerBytes.set(body.length);
                if (counter.countAndGoOn()) {
                    send(peer, bodies.get(n % bodies.size()));
                }
            });
            peers.add(peer);
            peer.send(bodies.get(0));
        }
        Thread pings = keepAlive(peers); // a machine that stands still for seconds is no peer that is gone
        double rate = counter.rate(seconds);
        pings.interrupt();
        return String.format(Locale.ROOT, "%.1f %d %d", rate, requestBytes, answerBytes.get());
    }

    private static void send(MuonPeer peer, byte[] body) {
        try {
            peer.send(body);
        } catch (IOException e) {
            fail("cannot send: " + e);
        }
    }

    private static void checkStored(byte[] body) {
        MuonMessage answer = MuonPeer.inner(body);
        String text = new String(answer == null ? body : answer.payload(), StandardCharsets.UTF_8);
        if (!text.contains("PERSISTED")) {
            fail((answer == null ? "no answer to an emit: " : "not stored: ") + text);
        }
    }

    private static void fail(String why) {
        System.err.println("bench: " + why);
        Runtime.getRuntime().halt(1);
    }

    /** A request and an answer of these sizes through two plain queues for each client; the answering side is here too. */
    private String echo(int clients, double seconds, int request, int answer) throws Exception {
        Connection asking = connect();
        Connection answering = connect();
        Counter counter = new Counter();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("content_type", "application/json"))
                .build();
        byte[] requestBody = new byte[request];
        byte[] answerBody = new byte[answer];
        for (int c = 0; c < clients; c++) {
            Channel there = answering.createChannel();
            Channel here = asking.createChannel();
            String to = "bench.to." + MessageIds.next();
            String back = "bench.back." + MessageIds.next();
            there.queueDeclare(to, false, false, true, Map.of());
            here.queueDeclare(back, false, false, true, Map.of());
            there.basicConsume(to, false, new DefaultConsumer(there) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties any, byte[] body)
                        throws IOException {
                    there.basicPublish("", back, properties, answerBody);
                    there.basicAck(envelope.getDeliveryTag(), false);
                }
            });
            here.basicConsume(back, true, new DefaultConsumer(here) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties any, byte[] body)
                        throws IOException {
                    if (counter.countAndGoOn()) {
                        here.basicPublish("", to, properties, requestBody);
                    }
                }
            });
            here.basicPublish("", to, properties, requestBody);
        }
        return String.format(Locale.ROOT, "%.1f", counter.rate(seconds));
    }

    private String replay(String stream) throws Exception {
        MuonPeer peer = MuonPeer.open(connect().createChannel());
        AtomicLong events = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        CountDownLatch end = new CountDownLatch(1);
        Thread pings = keepAlive(List.of(peer));
        peer.listen(body -> {
            if (body.length < 2_000) { // an item is longer: 300 bytes of event as numbers of numbers
                MuonMessage inner = MuonPeer.inner(body);
                if (inner == null || Steps.SUB_ACK.equals(inner.step())) {
                    return;
                }
                if (Steps.COMPLETED.equals(inner.step())) {
                    end.countDown();
                    return;
                }
                fail("the replay says " + inner.step() + " " + new String(inner.payload(), StandardCharsets.UTF_8));
            }
            events.incrementAndGet();
            bytes.addAndGet(body.length);
        });
        String channel = MessageIds.next();
        long start = System.nanoTime();
        peer.send(MuonPeer.body(
                channel,
                Steps.STREAM,
                Steps.SUBSCRIPTION_REQUESTED,
                "{\"streamName\":\"/stream\",\"args\":{\"stream-type\":\"cold\",\"from\":0,\"stream-name\":\"" + stream
                        + "\"}}"));
        peer.send(MuonPeer.body(channel, Steps.STREAM, Steps.DATA_REQUESTED, "{\"request\":9223372036854775807}"));
        if (!end.await(LIMIT_S, TimeUnit.SECONDS)) {
            fail("the replay does not end; it has " + events);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        pings.interrupt();
        return String.format(
                Locale.ROOT,
                "%.1f %d %d",
                events.get() / seconds,
                events.get(),
                bytes.get() / Math.max(1, events.get()));
    }

    private static Thread keepAlive(List<MuonPeer> peers) {
        Thread pings = new Thread(
                () -> {
                    byte[] ping = MuonPeer.ping();
                    while (!Thread.interrupted()) {
                        LockSupport.parkNanos(1_000_000_000L);
                        peers.forEach(peer -> send(peer, ping));
                    }
                },
                "pings");
        pings.setDaemon(true);
        pings.start();
        return pings;
    }

    private String pass(int messages, int size) throws Exception {
        Channel in = connect().createChannel();
        Channel out = connect().createChannel();
        String queue = "bench.pass." + MessageIds.next();
        in.queueDeclare(queue, false, false, true, Map.of());
        CountDownLatch end = new CountDownLatch(messages);
        in.basicConsume(queue, true, new DefaultConsumer(in) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties any, byte[] body) {
                end.countDown();
            }
        });
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("content_type", "application/json"))
                .build();
        byte[] body = new byte[size];
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            out.basicPublish("", queue, true, properties, body);
        }
        if (!end.await(LIMIT_S, TimeUnit.SECONDS)) {
            fail("the plain queue does not end");
        }
        return String.format(Locale.ROOT, "%.1f", messages / ((System.nanoTime() - start) / 1e9));
    }

    /** Emits at a fixed rate; a hot subscriber on another connection tells when each event came. */
    private String live(double seconds, int rate) throws Exception {
        MuonPeer subscriber = MuonPeer.open(connect().createChannel());
        MuonPeer emitter = MuonPeer.open(connect().createChannel());
        int warmUp = rate * 2;
        int events = warmUp + (int) (seconds * rate);
        long[] sentAt = new long[events];
        long[] latencies = new long[events];
        CountDownLatch subscribed = new CountDownLatch(1);
        AtomicInteger came = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(events);
        Thread pings = keepAlive(List.of(subscriber));
        subscriber.listen(body -> {
            long now = System.nanoTime();
            MuonMessage inner = MuonPeer.inner(body);
            if (inner != null && Steps.SUB_ACK.equals(inner.step())) {
                subscribed.countDown();
            } else if (inner != null && Steps.DATA.equals(inner.step())) {
                int n = came.getAndIncrement(); // a stream keeps its order, and there is one emitter
                latencies[n] = now - sentAt[n];
                end.countDown();
            }
        });
        String channel = MessageIds.next();
        String stream = "live-" + MessageIds.next();
        subscriber.send(MuonPeer.body(
                channel,
                Steps.STREAM,
                Steps.SUBSCRIPTION_REQUESTED,
                "{\"streamName\":\"/stream\",\"args\":{\"stream-type\":\"hot\",\"stream-name\":\"" + stream + "\"}}"));
        subscriber.send(
                MuonPeer.body(channel, Steps.STREAM, Steps.DATA_REQUESTED, "{\"request\":9223372036854775807}"));
        if (!subscribed.await(10, TimeUnit.SECONDS)) {
            fail("not subscribed");
        }
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            bodies.add(MuonPeer.emit(Events.json(stream, i, null)));
        }
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sentAt[i] = due; // not when it was really sent: a late send is a late event for the one who waits for it
            emitter.send(bodies.get(i % BODIES));
        }
        if (!end.await(60, TimeUnit.SECONDS)) {
            fail("only " + came + " of " + events + " events came");
        }
        pings.interrupt();
        long[] counted = Arrays.copyOfRange(latencies, warmUp, events);
        Arrays.sort(counted);
        return String.format(
                Locale.ROOT,
                "%.0f %.0f %d",
                counted[counted.length / 2] / 1e3,
                counted[(int) (counted.length * 0.99)] / 1e3,
                counted.length);
    }

    /** Counts for some seconds after a warm-up. */
    private static final class Counter {
        private final AtomicLong count = new AtomicLong();
        private final Semaphore stopped = new Semaphore(0);
        private volatile boolean over;

        boolean countAndGoOn() {
            count.incrementAndGet();
            return !over;
        }

        double rate(double seconds) throws InterruptedException {
            stopped.tryAcquire((long) (seconds * 300), TimeUnit.MILLISECONDS);
            long before = count.get();
            long start = System.nanoTime();
            stopped.tryAcquire((long) (seconds * 1_000), TimeUnit.MILLISECONDS);
            double rate = (count.get() - before) / ((System.nanoTime() - start) / 1e9);
            over = true;
            return rate;
        }
    }
}
