// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.SharedMessage;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a network, made when it is first needed, and the sockets to services on it. For one thread; only
 * {@link #cancel} may come from another.
 */
final class ServiceSockets implements AutoCloseable {

    /** How often a wait looks up whether it is still wanted. */
    static final long GLANCE_MS = 50;

    /** A service that is there has answered a handshake by then, so that discovery may be believed. */
    private static final long HANDSHAKE_GRACE_MS = 500;

    private static final long CONNECT_MS = 10_000;

    static final Failure BROKEN_OFF = Failure.of(Kind.UNREACHABLE, "broken off");

    private final MuonClientSettings settings;
    private final Connector connector;
    private final MessageWriter writer;
    private final Map<String, ServiceSocket> sockets = new HashMap<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private @Nullable Transport transport;

    ServiceSockets(MuonClientSettings settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
        this.writer = new MessageWriter("photon-cli-" + MessageIds.next(), System::currentTimeMillis, MessageIds::next);
    }

    /** Why the broker takes nothing for now; null when it does, or before the first connection. */
    @Nullable String obstacle() {
        Transport now = transport;
        return now == null ? null : now.obstacle();
    }

    /** Looks for services; connects first. */
    Result<ServiceSearch> search(AnswerDeadline deadline) {
        return connected(deadline).then(to -> Result.ok(search(to)));
    }

    private ServiceSearch search(Transport to) {
        return new ServiceSearch(settings, to, cancelled);
    }

    /**
     * The socket to a service, opened when there is none (docs/muon-protocol section 3). It is asked at once, for who
     * is there answers sooner than discovery knows of it; NOT_FOUND when discovery is sure that there is none.
     */
    Result<ServiceSocket> socket(String service, AnswerDeadline deadline) {
        synchronized (sockets) {
            ServiceSocket known = sockets.get(service);
            if (known != null && known.isOpen()) {
                return Result.ok(known);
            }
        }
        return connected(deadline).then(to -> {
            Result<ServiceSocket> opened = open(to, service, deadline);
            if (opened instanceof Result.Err<ServiceSocket> err
                    && err.failure().kind() == Kind.TIMED_OUT
                    && obstacle() == null) {
                // No answer came: is the service not there, or has it just come?
                ServiceSearch search = search(to);
                Failure unready = search.awaitReady(deadline, () -> search.spelled(service) != null);
                String spelled = search.spelled(service);
                if (unready == null && spelled == null) {
                    return Result.err(search.notThere("no service '" + service + "'"));
                }
                return unready != null || spelled == null || deadline.isOver() ? opened : open(to, spelled, deadline);
            }
            return opened;
        });
    }

    private Result<ServiceSocket> open(Transport to, String service, AnswerDeadline deadline) {
        ServiceSocket socket = new ServiceSocket(service, writer);
        CompletableFuture<Result<Channel>> opening = broken(to.open(service, SharedMessage.PROTOCOL, socket));
        ServiceSearch search = search(to);
        long sinceMs = deadline.waitedMs();
        while (!isDone(opening, deadline)) {
            boolean sure = deadline.waitedMs() - sinceMs > HANDSHAKE_GRACE_MS && search.isComplete();
            String other = sure ? search.spelled(service) : service;
            if (deadline.isOver() || other == null) {
                break;
            }
            if (!other.equals(service)) {
                return open(to, other, deadline);
            }
        }
        if (!opening.isDone()) {
            opening.thenAccept(late -> late.then(channel -> {
                channel.close();
                return late;
            }));
            return Result.err(deadline.late("answer to the handshake with '" + service + "'"));
        }
        return opening.join().then(channel -> {
            socket.opened(channel);
            synchronized (sockets) {
                sockets.put(service, socket);
            }
            if (cancelled.isDone()) {
                socket.end(BROKEN_OFF);
            }
            return Result.ok(socket);
        });
    }

    private static boolean isDone(CompletableFuture<?> future, AnswerDeadline deadline) {
        try {
            future.get(Math.max(1, deadline.leftMs(GLANCE_MS)), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a handshake's outcome is never a failure of the future", e);
        }
        return true;
    }

    /** What comes first: the answer, or that it is not wanted any more. */
    private CompletableFuture<Result<Channel>> broken(CompletableFuture<Result<Channel>> opening) {
        return opening.applyToEither(cancelled.thenApply(nothing -> Result.err(BROKEN_OFF)), either -> either);
    }

    private Result<Transport> connected(AnswerDeadline deadline) {
        if (cancelled.isDone()) {
            return Result.err(BROKEN_OFF);
        }
        if (transport != null) {
            return Result.ok(transport);
        }
        Result<Transport> made = connector.connect(Math.max(1, deadline.leftMs(CONNECT_MS)));
        if (made instanceof Result.Ok<Transport> ok) {
            transport = ok.value();
        }
        return made instanceof Result.Err<Transport> && deadline.isOver()
                ? Result.err(deadline.late("connection to " + settings.shown()))
                : made;
    }

    /** Fails whatever is under way, and whatever is asked later. Thread-safe. */
    void cancel() {
        cancelled.complete(null);
        synchronized (sockets) {
            sockets.values().forEach(socket -> socket.end(BROKEN_OFF));
        }
    }

    /** Says goodbye and closes the connection. */
    @Override
    public void close() {
        synchronized (sockets) {
            sockets.values().forEach(ServiceSocket::close);
            sockets.clear();
        }
        if (transport != null) {
            transport.close();
        }
    }
}
