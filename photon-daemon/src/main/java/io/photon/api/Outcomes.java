// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.follow.Forwarded;
import io.photon.follow.Replication;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.EventStore.Durability;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the log says of appended events, as the doors tell it. */
final class Outcomes {

    private Outcomes() {}

    /** Asks the log; a fault on the way there must not look like a refusal either. */
    static CompletableFuture<List<Result<Stored>>> append(EventLog log, AppendRequest request) {
        int count = request.drafts().size();
        try {
            return known(log.append(request).thenApply(Outcomes::stored), count);
        } catch (RuntimeException | VirtualMachineError | LinkageError fault) {
            return CompletableFuture.completedFuture(all(count, StoreFailures.unknown("asking the log", fault)));
        }
    }

    /**
     * Stored events once enough followers have them, or once the time for that is up: then they are told as stored here, and not
     * as replicated. Refusals wait for no follower.
     */
    static CompletableFuture<List<Result<Stored>>> replicated(List<Result<Stored>> results, Replication replication) {
        long last = 0;
        for (Result<Stored> result : results) {
            last = result.isOk() ? Math.max(last, result.value().orderId()) : last;
        }
        return last == 0
                ? CompletableFuture.completedFuture(results)
                : replication.reached(last).thenApply(reached -> reached ? replicated(results) : results);
    }

    private static List<Result<Stored>> replicated(List<Result<Stored>> results) {
        List<Result<Stored>> told = new ArrayList<>(results.size());
        for (Result<Stored> result : results) {
            told.add(result.map(stored -> new Stored(
                    stored.orderId(), stored.eventTime(), Durability.REPLICATED.word(), stored.duplicate())));
        }
        return told;
    }

    /** What the primary says of events that were sent on to it. */
    static CompletableFuture<List<Result<Stored>>> forwarded(
            CompletableFuture<List<Result<Forwarded>>> answers, int count) {
        return known(
                answers.thenApply(results -> {
                    List<Result<Stored>> stored = new ArrayList<>(results.size());
                    for (Result<Forwarded> result : results) {
                        stored.add(result.map(there ->
                                new Stored(there.orderId(), there.eventTime(), there.durability(), there.duplicate())));
                    }
                    return stored;
                }),
                count);
    }

    /** The same for a deletion: it may be recorded. */
    static CompletableFuture<Result<Long>> delete(EventLog log, String stream) {
        try {
            return log.deleteStream(stream);
        } catch (RuntimeException | VirtualMachineError | LinkageError fault) {
            return CompletableFuture.completedFuture(
                    Result.err(StoreFailures.ofDeletion(StoreFailures.unknown("asking the log", fault))));
        }
    }

    /** A deletion, told as done also when there was nothing to delete. @param detailed whether that is a failure */
    static <T> Result<T> unlessMissing(Result<T> deleted, boolean detailed, T nothing) {
        boolean wasMissing = !deleted.isOk() && deleted.failure().kind() == Failure.Kind.NOT_FOUND;
        return wasMissing && !detailed ? Result.ok(nothing) : deleted;
    }

    /** What the log did is done: a fault while it is told must not look like a refusal. */
    static CompletableFuture<List<Result<Stored>>> known(CompletableFuture<List<Result<Stored>>> answers, int count) {
        return answers.exceptionally(fault -> all(count, StoreFailures.unknown("telling the outcome", fault)));
    }

    /** The same outcome, that tells a fault as a failure: a future that fails would leave a client without any answer. */
    static <T> CompletableFuture<Result<T>> steady(CompletableFuture<Result<T>> outcome) {
        return outcome.exceptionally(fault -> {
            Steady.report("answering a request", fault);
            return Result.err(
                    Failure.Kind.INTERNAL,
                    "Photon failed: " + Fault.words(fault),
                    "see the daemon's log; it is not known whether something was changed");
        });
    }

    static List<Result<Stored>> all(int count, Failure failure) {
        return Collections.nCopies(count, Result.err(failure));
    }

    private static List<Result<Stored>> stored(List<Result<Appended>> appended) {
        List<Result<Stored>> results = new ArrayList<>(appended.size());
        for (Result<Appended> result : appended) {
            results.add(stored(result));
        }
        return results;
    }

    private static Result<Stored> stored(Result<Appended> result) {
        return result.map(
                a -> new Stored(a.orderId(), a.eventTime(), a.durability().word(), a.duplicate()));
    }
}
