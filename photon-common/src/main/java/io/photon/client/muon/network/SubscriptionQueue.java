// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.stack.client.Outgoing;
import io.photon.muon.stack.client.Subscription;
import io.photon.muon.stack.client.Subscription.Signal;
import io.photon.muon.wire.MuonMessage;
import io.photon.result.Failure;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscription whose items wait here until they are taken: at most as many as were asked for. One thread takes,
 * transport threads bring.
 */
final class SubscriptionQueue implements ChannelHandler {

    private final Subscription subscription;
    private final LinkedBlockingQueue<Signal> waiting = new LinkedBlockingQueue<>();
    private @Nullable ServiceSocket socket;
    private @Nullable String id;

    SubscriptionQueue(Subscription subscription) {
        this.subscription = subscription;
    }

    /** Opens it on a socket. */
    void begin(ServiceSocket on) {
        socket = on;
        id = on.begin(this);
    }

    @Override
    public Outgoing opening() {
        return subscription.open();
    }

    @Override
    public boolean receive(MuonMessage message) {
        Signal signal;
        synchronized (subscription) {
            signal = subscription.receive(message);
        }
        if (!(signal instanceof Signal.Nothing)) {
            waiting.add(signal);
        }
        return !(signal instanceof Signal.Completed || signal instanceof Signal.Failed);
    }

    @Override
    public void lost(Failure failure) {
        waiting.add(new Signal.Failed(failure));
    }

    /** The next signal, null when none came in time. */
    Signal next(long timeoutMs) throws InterruptedException {
        return waiting.poll(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Whether something has come that was not taken yet. */
    boolean hasMore() {
        return !waiting.isEmpty();
    }

    /** An item, or the opening, has been dealt with: asks for more when there is room. */
    void taken(boolean item) {
        Outgoing more;
        synchronized (subscription) {
            subscription.consumed(item ? 1 : 0);
            more = subscription.demand();
        }
        if (more != null) {
            socket().say(id(), more);
        }
    }

    private ServiceSocket socket() {
        return Objects.requireNonNull(socket, "it has not begun");
    }

    private String id() {
        return Objects.requireNonNull(id, "it has not begun");
    }

    /** The rest is not wanted. */
    void cancel() {
        synchronized (subscription) {
            if (socket().isOpen()) {
                subscription.cancel().forEach(outgoing -> socket().say(id(), outgoing));
            }
        }
        socket().leave(id());
    }
}
