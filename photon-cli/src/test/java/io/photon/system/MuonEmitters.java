// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.rabbit.MuonPeer;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Muon clients that emit as fast as they are answered, and know what was answered and what was ever sent. */
final class MuonEmitters implements AutoCloseable {

    private static final int WINDOW = 32;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String stream;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    /** By virtual channel the number of the event. */
    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    private final Set<Long> sent = ConcurrentHashMap.newKeySet();
    private final Set<Long> stored = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    MuonEmitters(String stream) {
        this.stream = stream;
    }

    static MuonEmitters start(int port, int count, String stream) throws Exception {
        MuonEmitters emitters = new MuonEmitters(stream);
        emitters.open(port, count);
        return emitters;
    }

    /** Each with a connection of its own. */
    void open(int port, int count) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        for (int i = 0; i < count; i++) {
            Connection connection = factory.newConnection();
            connections.add(connection);
            MuonPeer peer = MuonPeer.open(connection.createChannel());
            Semaphore window = new Semaphore(WINDOW);
            peer.listen(body -> received(body, window));
            Thread thread = new Thread(() -> emit(peer, window), "emitter " + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void received(byte[] body, Semaphore window) {
        if (MuonMessageCodec.decode(body) instanceof Result.Ok<MuonMessage> outer
                && SharedMessage.decode(outer.value().payload()) instanceof Result.Ok<SharedMessage> shared
                && Steps.EVENT_PROCESSED.equals(shared.value().message().step())) {
            Long number = asked.remove(shared.value().channelId());
            String answer = new String(shared.value().message().payload(), StandardCharsets.UTF_8);
            if (number != null && answer.contains("\"PERSISTED\"")) {
                stored.add(number);
            }
            window.release();
        }
    }

    private void emit(MuonPeer peer, Semaphore window) {
        try {
            while (!stopped) {
                if (!window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    continue; // nothing comes back for now
                }
                long number = NUMBERS.incrementAndGet();
                String id = MessageIds.next();
                asked.put(id, number);
                sent.add(number);
                peer.send(MuonPeer.body(
                        id,
                        Steps.EVENT,
                        Steps.EVENT_EMITTED,
                        "{\"stream-name\":\"" + stream
                                + "\",\"event-type\":\"T\",\"service-id\":\"emitter\",\"payload\":" + number + "}"));
            }
        } catch (IOException | AlreadyClosedException e) {
            stopped = true; // the broker has ended the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many events were answered as stored. */
    int persisted() {
        return stored.size();
    }

    /** Sends no more. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }
    }

    /** docs/reliability I1 to I3: what was answered is there once, what was sent at most once, and nothing else. */
    void assertStored(List<String> events) throws IOException {
        Map<Long, Integer> found = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (String event : events) {
            found.merge(json.readTree(event).path("payload").asLong(), 1, Integer::sum);
        }
        assertTrue(found.values().stream().allMatch(times -> times == 1), "an event is there twice");
        List<Long> lost =
                stored.stream().filter(number -> !found.containsKey(number)).toList();
        assertTrue(lost.isEmpty(), () -> "acknowledged but not there: " + lost);
        assertTrue(sent.containsAll(stored));
        assertTrue(found.keySet().stream().allMatch(number -> number <= NUMBERS.get()));
    }

    @Override
    public void close() {
        stopped = true;
        connections.forEach(connection -> connection.abort(1_000));
    }
}
