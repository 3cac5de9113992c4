// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.muon.stack.server.ServerStack;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether we are to be found: listens first, serves when no one else goes by our name, yields to someone older, and says
 * on the log what changes. Stepped by the door's timer; {@link #leave} may come from another thread.
 */
final class Presence {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** How long to listen before serving when no one tells us who is there. */
    private static final long LISTEN_MS = 800;

    /** How long a failing first connection may be "connecting" before someone is warned. */
    private static final long PATIENCE_MS = 5_000;

    private enum State {
        /** Not connected yet, or again. */
        AWAY,
        /** Connected, hearing who else is there. */
        LISTENING,
        SERVING,
        /** Someone else has our name. */
        YIELDED,
        LEFT
    }

    private final MuonSettings settings;
    private final ServerStack stack;
    private final Transport transport;
    private final ServiceDescriptor self;
    private final Connectivity atFirst;
    private State state = State.AWAY;
    private long sinceMs = -1;
    private boolean outageSaid;
    /** Whether the transport was told to serve and to announce us. */
    private boolean offered;

    private boolean twinSaid;

    /** @param startMs when this daemon's Muon began, ms since 1970 */
    Presence(MuonSettings settings, ServerStack stack, Transport transport, long startMs) {
        this.settings = settings;
        this.stack = stack;
        this.transport = transport;
        this.atFirst = transport.connectivity();
        this.self = new ServiceDescriptor(
                settings.service(),
                List.of("photon", "eventstore"),
                List.of(Steps.JSON),
                addresses(settings.broker()),
                List.of(SharedMessage.PROTOCOL),
                NameConflict.instanceId(startMs, MessageIds.next().substring(0, 8)));
    }

    /**
     * Where the broker is, with TLS under two schemes: muon-java calls only services that have an address with the scheme
     * {@code amqp}, and uses it for nothing else (docs/muon-protocol 4.2).
     */
    private static List<String> addresses(String broker) {
        return broker.startsWith("amqps:")
                ? List.of(broker, "amqp:" + broker.substring("amqps:".length()))
                : List.of(broker);
    }

    /** For {@code /api/stats}. */
    synchronized String state() {
        return switch (state) {
            case AWAY -> "not-connected";
            case LISTENING -> "listening";
            case SERVING -> "serving";
            case YIELDED -> "name-taken";
            case LEFT -> "stopping";
        };
    }

    /** Looks at the world and does what follows. @param nowMs of a clock that never goes back */
    synchronized void watch(long nowMs) {
        if (state == State.LEFT) {
            return;
        }
        sinceMs = sinceMs < 0 ? nowMs : sinceMs;
        Connectivity connectivity = transport.connectivity();
        if (!connectivity.connected()) {
            away(connectivity, nowMs);
            return;
        }
        switch (state) {
            case AWAY -> back(connectivity, nowMs);
            case LISTENING -> listen(nowMs);
            case SERVING -> serving(nowMs);
            case YIELDED -> yielded(nowMs);
            case LEFT -> {
                // nothing more
            }
        }
    }

    private void away(Connectivity connectivity, long nowMs) {
        if (state != State.AWAY) {
            to(State.AWAY, nowMs);
            outageSaid = false;
        }
        // "connecting" is no news; that it failed is.
        boolean failed = !connectivity.equals(atFirst) || nowMs - sinceMs > PATIENCE_MS;
        if (failed && !outageSaid) {
            outageSaid = true;
            if (settings.asked()) {
                LOG.warn("muon: off for now: {}; retrying in the background", connectivity.detail());
            } else {
                LOG.info("muon: off, and on as soon as there is a broker: {}", connectivity.detail());
            }
        }
    }

    private void back(Connectivity connectivity, long nowMs) {
        outageSaid = false;
        LOG.info("muon: {}", connectivity.detail());
        to(offered ? State.SERVING : State.LISTENING, nowMs); // the transport serves again what it served
    }

    private void listen(long nowMs) {
        Optional<ServiceDescriptor> twin = twin();
        if (twin.isPresent()) {
            yieldTo(twin.get(), nowMs);
        } else if (transport.discovery().awaitReady(0) || nowMs - sinceMs >= LISTEN_MS) {
            transport.serve(settings.service(), stack);
            transport.discovery().announce(self);
            offered = true;
            twinSaid = false;
            to(State.SERVING, nowMs);
        }
    }

    private void serving(long nowMs) {
        Optional<ServiceDescriptor> twin = twin();
        if (twin.isEmpty()) {
            twinSaid = false;
        } else if (NameConflict.yields(self.instanceId(), twin.get().instanceId())) {
            yieldTo(twin.get(), nowMs);
        } else if (!twinSaid) {
            twinSaid = true;
            LOG.warn(
                    "muon: another service announces itself as '{}' ({}); clients may reach either of them: give one of"
                            + " them another microservice.name",
                    settings.service(),
                    twin.get().instanceId());
        }
    }

    private void yieldTo(ServiceDescriptor twin, long nowMs) {
        LOG.warn(
                "muon: off, for another service is there as '{}' ({}) on the same broker; set another microservice.name,"
                        + " or stop one of them: this one goes on by itself when the other is gone",
                settings.service(),
                twin.instanceId());
        withdraw();
        stack.dismiss();
        to(State.YIELDED, nowMs);
    }

    private void yielded(long nowMs) {
        if (twin().isEmpty()) {
            to(State.LISTENING, nowMs);
        }
    }

    private Optional<ServiceDescriptor> twin() {
        return NameConflict.other(transport.discovery().services(), settings.service(), self.instanceId());
    }

    private void withdraw() {
        offered = false;
        transport.unserve(settings.service());
        transport.discovery().silence();
    }

    private void to(State next, long nowMs) {
        state = next;
        sinceMs = nowMs;
    }

    /** No more handshakes, no more announcements. Idempotent. */
    synchronized void leave() {
        if (state != State.LEFT) {
            state = State.LEFT;
            withdraw();
        }
    }
}
