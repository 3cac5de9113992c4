// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.Transport;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for services that announce themselves. For one thread; only the cancellation may come from another. */
final class ServiceSearch {

    /**
     * Two periods of announcements and a little more (docs/muon-protocol 4.1): a service that was not heard by then is not
     * there.
     */
    private static final long DISCOVERY_MS = 7_000;

    private final MuonClientSettings settings;
    private final Transport transport;
    private final CompletableFuture<Void> cancelled;

    /** @param cancelled ends every wait when it is done */
    ServiceSearch(MuonClientSettings settings, Transport transport, CompletableFuture<Void> cancelled) {
        this.settings = settings;
        this.transport = transport;
        this.cancelled = cancelled;
    }

    /** All services; takes until the picture is complete. */
    Result<List<ServiceDescriptor>> all(AnswerDeadline deadline) {
        Failure unready = awaitReady(deadline, () -> false);
        if (unready == null && transport.obstacle() != null) { // nor do others announce themselves
            unready = deadline.late("complete list of services at " + settings.shown());
        }
        return unready != null ? Result.err(unready) : Result.ok(services());
    }

    /** Those that fit, as soon as there is one; none only when the picture is complete. */
    Result<List<ServiceDescriptor>> first(Predicate<ServiceDescriptor> wanted, AnswerDeadline deadline) {
        Failure unready = awaitReady(deadline, () -> services().stream().anyMatch(wanted));
        return unready != null
                ? Result.err(unready)
                : Result.ok(services().stream().filter(wanted).toList());
    }

    private List<ServiceDescriptor> services() {
        return transport.discovery().services();
    }

    /** Waits until discovery is complete or something else is true; null when so, or why the wait was in vain. */
    @Nullable Failure awaitReady(AnswerDeadline deadline, BooleanSupplier found) {
        Discovery discovery = transport.discovery();
        long endMs = deadline.waitedMs() + DISCOVERY_MS;
        while (!found.getAsBoolean() && !discovery.awaitReady(ServiceSockets.GLANCE_MS)) {
            if (cancelled.isDone() || Thread.currentThread().isInterrupted()) {
                return ServiceSockets.BROKEN_OFF;
            }
            if (!transport.connectivity().connected()) {
                return Failure.of(
                        Kind.UNREACHABLE,
                        settings.shown() + ": " + transport.connectivity().detail(),
                        "see whether the broker runs, then try again");
            }
            if (deadline.isOver()) {
                return deadline.late("complete list of services at " + settings.shown());
            }
            if (deadline.waitedMs() > endMs) {
                return null; // no service is heard, which is an answer too
            }
        }
        return null;
    }

    /** Whether the picture is complete, so that a service that is not in it is not there. */
    boolean isComplete() {
        return transport.discovery().awaitReady(0);
    }

    /** A service's name as it announces itself, whatever case it was asked for in; null when none does. */
    @Nullable String spelled(@Nullable String service) {
        String otherwise = null;
        for (ServiceDescriptor known : services()) {
            if (known.identifier().equals(service)) {
                return service;
            }
            otherwise = known.identifier().equalsIgnoreCase(service) ? known.identifier() : otherwise;
        }
        return otherwise;
    }

    Failure notThere(String what) {
        List<ServiceDescriptor> known = services();
        return Failure.of(
                Kind.NOT_FOUND,
                what + " at " + settings.shown()
                        + (known.isEmpty() ? "; no service is there" : "; there are: " + names(known)),
                "see who is there with photon discover; a service shows up within 3 s of its start");
    }

    private static String names(List<ServiceDescriptor> services) {
        return String.join(
                ", ",
                services.stream().map(ServiceDescriptor::identifier).limit(20).toList());
    }
}
