// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lends clients to requests, one each. Thread-safe. */
final class ClientPool implements AutoCloseable {

    /** More idle clients than this are not kept. */
    private static final int MOST_IDLE = 8;

    private final ClientFactory factory;
    private final long timeoutMs;
    private final ArrayDeque<PhotonClient> idle = new ArrayDeque<>();
    private final Set<PhotonClient> lent = new HashSet<>();
    private boolean closed;

    /** @param timeoutMs of each request, 0 for no limit */
    ClientPool(ClientFactory factory, long timeoutMs) {
        this.factory = factory;
        this.timeoutMs = timeoutMs;
    }

    /** A request that may be sent again when nothing of it was done. */
    <T> Result<T> request(Function<PhotonClient, Result<T>> request) {
        PhotonClient kept = takeIdle();
        if (kept != null) {
            Result<T> result = run(kept, request);
            if (isClosed() || !isStale(result)) {
                return result;
            }
            discardIdle();
        }
        return once(timeoutMs, request);
    }

    /**
     * Whether nothing was done, and a new client may do it: it reads the new token of a daemon that has begun anew, and knows
     * nothing of a connection that was lost.
     */
    private static boolean isStale(Result<?> result) {
        return result instanceof Result.Err<?> err
                && (err.failure().kind() == Kind.NOT_AUTHENTICATED
                        || err.failure().kind() == Kind.UNREACHABLE);
    }

    /** A request that has a client to itself, without a time limit. */
    <T> Result<T> alone(Function<PhotonClient, Result<T>> request) {
        return once(0, client -> {
            Result<T> result = request.apply(client);
            synchronized (this) {
                lent.remove(client); // not kept
            }
            client.close();
            return result;
        });
    }

    private <T> Result<T> once(long limitMs, Function<PhotonClient, Result<T>> request) {
        return factory.open(limitMs).then(client -> {
            synchronized (this) {
                if (closed) {
                    return Result.err(closedNow());
                }
                lent.add(client);
            }
            return run(client, request);
        });
    }

    /** Why nothing can be asked any more. */
    Failure closedNow() {
        return Failure.of(Kind.UNREACHABLE, "the connection to " + factory.shown() + " is closed");
    }

    private <T> Result<T> run(PhotonClient client, Function<PhotonClient, Result<T>> request) {
        boolean keep = false;
        try {
            Result<T> result = request.apply(client);
            keep = result instanceof Result.Ok<T> || isAnAnswer(result.failure());
            return result;
        } finally {
            giveBack(client, keep);
        }
    }

    /** Whether the daemon has answered, so that the client can be used again. */
    private static boolean isAnAnswer(Failure failure) {
        return switch (failure.kind()) {
            case BAD_INPUT,
                    TOO_LARGE,
                    UNSUPPORTED_TYPE,
                    DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    NO_SPACE,
                    READ_ONLY,
                    NOT_PRIMARY -> true;
            case OVERLOADED,
                    OUTCOME_UNKNOWN,
                    NOT_AUTHENTICATED,
                    DAMAGED,
                    VERIFICATION_FAILED,
                    UNREACHABLE,
                    TIMED_OUT,
                    INTERNAL -> false;
        };
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized PhotonClient takeIdle() {
        PhotonClient kept = idle.pollLast();
        if (kept != null) {
            lent.add(kept);
        }
        return kept;
    }

    private void giveBack(PhotonClient client, boolean keep) {
        synchronized (this) {
            if (!lent.remove(client)) {
                return;
            }
            if (keep && !closed && idle.size() < MOST_IDLE) {
                idle.addLast(client);
                return;
            }
        }
        client.close();
    }

    private void discardIdle() {
        List<PhotonClient> old;
        synchronized (this) {
            old = List.copyOf(idle);
            idle.clear();
        }
        old.forEach(PhotonClient::close);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        List<PhotonClient> busy;
        synchronized (this) {
            closed = true;
            busy = List.copyOf(lent);
        }
        busy.forEach(PhotonClient::cancel);
        discardIdle();
    }
}
