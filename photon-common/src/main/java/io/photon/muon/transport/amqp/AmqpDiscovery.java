// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.wire.MessageIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Announcements over the exchange that everybody hears (docs/muon-protocol 4). Outlives connections: what is announced
 * goes on being announced over the next one. Thread-safe.
 */
final class AmqpDiscovery implements Discovery {

    /** 4.1: more rarely, and a client that counts to 5 s forgets us. */
    private static final long PERIOD_MS = 3_000;

    /** 4.1: as java does; node waits half a second longer. */
    private static final long FORGET_MS = 5_000;

    /** 4.4: two announcements of everybody went by. */
    private static final long COMPLETE_MS = 2 * PERIOD_MS;

    /**
     * 4.5: a node client asks before it listens, so the answer waits a little; the second one is for clients that start
     * slowly. One answer is for all who asked in that time.
     */
    private static final long[] ANSWER_AFTER_MS = {100, 700};

    private static final long ASK_AGAIN_MS = 1_000;

    private static final int MAX_SERVICES = 2_000;
    private static final int MAX_BODY_BYTES = 1 << 20;

    private record Instance(String identifier, String instanceId) {}

    private record Heard(ServiceDescriptor service, long atMs) {}

    private final ScheduledExecutorService timer;
    /** Tells our own broadcasts from those of others. */
    private final String ownId = "photon-" + MessageIds.next();

    private final AMQP.BasicProperties properties =
            AmqpNames.BROADCAST.builder().appId(ownId).build();

    private final Map<Instance, Heard> heard = new HashMap<>();
    private @Nullable ServiceDescriptor self;
    private @Nullable Session session;
    private long listeningSinceMs;
    private long askedMs;
    private boolean listCame;
    private int answersDue;

    AmqpDiscovery(ScheduledExecutorService timer) {
        this.timer = timer;
        timer.scheduleAtFixedRate(this::sayOften, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void announce(ServiceDescriptor newSelf) {
        self = newSelf;
        say();
    }

    @Override
    public synchronized void silence() {
        self = null;
    }

    private void sayOften() {
        synchronized (this) {
            say();
            forget();
        }
    }

    private void say() {
        if (self != null && session != null) {
            broadcast(AmqpNames.DISCOVERY_KEY, DescriptorJson.announcement(self));
        }
    }

    private void broadcast(String key, byte[] body) {
        Objects.requireNonNull(session)
                .publisher()
                .post(new Publisher.Letter(AmqpNames.BROADCAST_EXCHANGE, key, properties, body));
    }

    private void forget() {
        long now = Session.nowMs();
        heard.values().removeIf(entry -> now - entry.atMs() > FORGET_MS);
    }

    @Override
    public synchronized List<ServiceDescriptor> services() {
        forget();
        List<ServiceDescriptor> services = new ArrayList<>();
        heard.values().forEach(entry -> services.add(entry.service()));
        services.sort(Comparator.comparing(ServiceDescriptor::identifier).thenComparing(ServiceDescriptor::instanceId));
        return services;
    }

    @Override
    public synchronized boolean awaitReady(long timeoutMs) {
        long deadline = Session.nowMs() + timeoutMs;
        try {
            while (!ready()) {
                long now = Session.nowMs();
                if (now >= deadline) {
                    return false;
                }
                if (session != null && now - askedMs >= ASK_AGAIN_MS) {
                    ask(); // who could answer may have come after the first question
                }
                wait(Math.max(1, Math.min(deadline - now, ASK_AGAIN_MS)));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ask() {
        askedMs = Session.nowMs();
        broadcast(AmqpNames.DISCOVERY_REQUEST_KEY, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private boolean ready() {
        return session != null && (listCame || Session.nowMs() - listeningSinceMs >= COMPLETE_MS);
    }

    /** Listens over a new connection; waits for the broker. */
    void attach(Session newSession) throws IOException {
        Channel amqp = newSession
                .incoming()
                .openChannel()
                .orElseThrow(() -> new IOException("the broker gives no AMQP channel for discovery"));
        AmqpNames.declareBroadcast(amqp);
        String queue = amqp.queueDeclare("", false, true, true, Map.of()).getQueue();
        amqp.queueBind(queue, AmqpNames.BROADCAST_EXCHANGE, AmqpNames.DISCOVERY_KEY);
        amqp.queueBind(queue, AmqpNames.BROADCAST_EXCHANGE, AmqpNames.DISCOVERY_REQUEST_KEY);
        amqp.basicConsume(queue, true, new Listener(amqp, newSession));
        synchronized (this) {
            session = newSession;
            listeningSinceMs = Session.nowMs();
            listCame = false;
            ask();
            say();
            notifyAll();
        }
    }

    /** The connection is gone. */
    synchronized void detach() {
        session = null;
        listCame = false;
        heard.clear();
    }

    private synchronized void announced(ServiceDescriptor service) {
        Instance instance = new Instance(service.identifier(), service.instanceId());
        if (heard.containsKey(instance) || heard.size() < MAX_SERVICES) {
            heard.put(instance, new Heard(service, Session.nowMs()));
        }
    }

    private synchronized void list(List<ServiceDescriptor> services) {
        services.forEach(this::announced);
        listCame = true;
        notifyAll();
    }

    private synchronized void asked() {
        if (self == null || answersDue > 0) {
            return;
        }
        answersDue = ANSWER_AFTER_MS.length;
        for (long delay : ANSWER_AFTER_MS) {
            timer.schedule(this::answer, delay, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void answer() {
        answersDue--;
        if (self == null || session == null) {
            return;
        }
        List<ServiceDescriptor> services = services();
        services.removeIf(other -> other.equals(self));
        services.add(0, self);
        broadcast(AmqpNames.DISCOVERY_REQUEST_KEY, DescriptorJson.serviceList(services));
    }

    private final class Listener extends DefaultConsumer {
        private final Session owner;

        Listener(Channel channel, Session owner) {
            super(channel);
            this.owner = owner;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties from, byte[] body) {
            boolean own = ownId.equals(from.getAppId());
            if (body.length > MAX_BODY_BYTES) {
                return; // no announcement is that long
            }
            if (AmqpNames.DISCOVERY_KEY.equals(envelope.getRoutingKey())) {
                DescriptorJson.read(body).ifPresent(AmqpDiscovery.this::announced);
            } else if (!own) {
                Optional<List<ServiceDescriptor>> services = DescriptorJson.readList(body);
                services.ifPresentOrElse(AmqpDiscovery.this::list, AmqpDiscovery.this::asked);
            }
        }

        @Override
        public void handleCancel(String tag) {
            owner.lost(new ShutdownSignalException(false, false, null, getChannel()));
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            owner.lost(signal);
        }
    }
}
