// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.PhotonException;
import io.photon.client.ReplayQuery;
import io.photon.client.ReplayRequest;
import io.photon.client.StoredEvent;
import io.photon.client.flow.BlockingSource;
import io.photon.client.flow.SourceOutlet;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The events of one replay, over as many connections as it takes. */
final class PooledReplay implements BlockingSource<StoredEvent> {

    private static final long FIRST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 5_000;

    private final ReplayRequest request;
    private final ClientPool pool;
    private final Breakable way;
    private final ObjectMapper mapper;
    private ReplayQuery query;

    PooledReplay(ReplayRequest request, ClientPool pool, ObjectMapper mapper) {
        this.request = request;
        this.pool = pool;
        this.way = new Breakable(pool);
        this.mapper = mapper;
        this.query = request.query();
    }

    @Override
    public void run(SourceOutlet<StoredEvent> outlet) {
        ReplayLines lines = new ReplayLines(request, outlet, mapper);
        boolean known = false;
        long waitMs = FIRST_WAIT_MS;
        while (true) {
            Failure failure = play(lines);
            boolean moved = lines.hasMoved();
            known |= moved;
            if (failure == null) {
                return;
            }
            PhotonException reason = new PhotonException(failure);
            if (!request.isResuming() || pool.isClosed() || !isPassing(failure.kind(), known)) {
                throw reason;
            }
            waitMs = moved ? FIRST_WAIT_MS : Math.min(2 * waitMs, LONGEST_WAIT_MS);
            if (!outlet.pause(Duration.ZERO)) {
                return;
            }
            request.interrupted(reason);
            if (!outlet.pause(Duration.ofMillis(waitMs))) {
                return;
            }
        }
    }

    /** Plays until the connection is lost. @return why; null when it is complete */
    private @Nullable Failure play(ReplayLines lines) {
        if (request.isResuming() && query.type().equals("hot")) {
            Result<Long> head = way.run(client -> client.stats()).map(stats -> number(stats));
            if (head instanceof Result.Err<Long> err) {
                return err.failure();
            }
            // What arrives from now on, and is still found when the connection is lost before the first of it.
            query = query.ofType("hot-cold").between(head.value() + 1, query.to());
        }
        ReplayQuery rest = rest(lines);
        if (rest == null) {
            return null;
        }
        WholeLines whole = new WholeLines(lines);
        Result<Long> result = way.run(client -> client.replay(rest, whole));
        Failure said = lines.takeFailure();
        if (said == null) {
            said = whole.failure();
        }
        if (said == null && result instanceof Result.Err<Long> err) {
            said = err.failure();
        }
        return said == null && isEndless(rest)
                ? Failure.of(Kind.UNREACHABLE, "the daemon ended a replay that has no end", "see the daemon's log")
                : said;
    }

    private static boolean isEndless(ReplayQuery query) {
        return !query.ends() && query.limit() == Long.MAX_VALUE && query.to() == Long.MAX_VALUE;
    }

    private static long number(byte[] stats) {
        return JsonFields.number(stats, "head");
    }

    /** What was not delivered yet; null when that is nothing. */
    private @Nullable ReplayQuery rest(ReplayLines lines) {
        long position = lines.position();
        if (position == 0) {
            return query;
        }
        long left = query.limit() == Long.MAX_VALUE ? Long.MAX_VALUE : query.limit() - lines.delivered();
        ReplayQuery rest =
                query.backwards() ? query.between(query.from(), position - 1) : query.between(position + 1, query.to());
        return left == 0 ? null : rest.atMost(left);
    }

    /** Whether a failure may pass. @param known whether it has worked before, so that the request itself is right */
    private static boolean isPassing(Kind kind, boolean known) {
        return switch (kind) {
            case UNREACHABLE, TIMED_OUT, OVERLOADED -> true;
            // a daemon that begins has no token yet, and no name on a broker
            case NOT_AUTHENTICATED, NOT_FOUND, READ_ONLY, NOT_PRIMARY -> known;
            case BAD_INPUT,
                    TOO_LARGE,
                    UNSUPPORTED_TYPE,
                    DENIED,
                    CONFLICT,
                    NO_SPACE,
                    OUTCOME_UNKNOWN,
                    DAMAGED,
                    VERIFICATION_FAILED,
                    INTERNAL -> false;
        };
    }

    @Override
    public void cancel() {
        way.breakOff();
    }
}
