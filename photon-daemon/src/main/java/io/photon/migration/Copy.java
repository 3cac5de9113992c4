// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into the target as they are, in pieces: each is there whole or not at all, and what is there stays when the
 * process is killed. Not thread-safe.
 */
final class Copy implements AutoCloseable {

    /** Large enough that forced writes do not count, small enough that little is done twice. */
    static final long PIECE_BYTES = 64L << 20;

    static final long PIECE_EVENTS = 200_000;

    private static final long LIMIT_SECONDS = 600;

    private static final String AGAIN = "; what is there stays: run the same command again, and it goes on";

    private final EventLog target;
    private final String shown;
    private final long pieceBytes;
    private @Nullable Staging staging;
    private long stagedEvents;
    private long stagedBytes;
    private long copied;

    Copy(EventLog target, String shown, long pieceBytes) {
        this.target = target;
        this.shown = shown;
        this.pieceBytes = pieceBytes;
    }

    /** Events that were put there. */
    long copied() {
        return copied;
    }

    /** Events above the target's head, in order. @return why they cannot be put there */
    Optional<Failure> add(List<Event> events) {
        try {
            Staging open = staging;
            if (open == null) {
                open = target.stage();
                staging = open;
            }
            open.add(events);
        } catch (StoreException e) {
            return Optional.of(refused(StoreFailures.withoutChange(e)));
        }
        stagedEvents += events.size();
        for (Event event : events) {
            stagedBytes += event.length();
        }
        return stagedBytes >= pieceBytes || stagedEvents >= PIECE_EVENTS ? publish() : Optional.empty();
    }

    /** What was added becomes part of the target. */
    Optional<Failure> publish() {
        Staging piece = staging;
        if (piece == null) {
            return Optional.empty();
        }
        staging = null;
        try (piece) {
            Result<Long> published = target.publish(piece).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (published instanceof Result.Err<Long> err) {
                return Optional.of(refused(err.failure()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(unknown("the wait for it was interrupted"));
        } catch (TimeoutException e) {
            return Optional.of(unknown("it took longer than " + LIMIT_SECONDS + " s"));
        } catch (ExecutionException e) {
            return Optional.of(unknown(Fault.words(e)));
        }
        copied += stagedEvents;
        stagedEvents = 0;
        stagedBytes = 0;
        return Optional.empty();
    }

    private Failure refused(Failure failure) {
        String what = failure.kind() == Failure.Kind.NO_SPACE ? "make room there" : "see what is wrong there";
        return Failure.of(
                failure.kind(),
                shown + " does not take events above " + target.head() + ": " + failure.message(),
                what + AGAIN);
    }

    private Failure unknown(String why) {
        return Failure.of(
                Failure.Kind.OUTCOME_UNKNOWN,
                "whether " + shown + " has taken what was copied is not known: " + why,
                "run the same command again: it finds out, and goes on");
    }

    @Override
    public void close() {
        if (staging != null) {
            staging.close();
        }
    }
}
