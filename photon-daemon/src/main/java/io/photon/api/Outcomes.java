package io.photon.api;

import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
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

    /** The same for a deletion: it may be recorded. */
    static CompletableFuture<Result<Long>> delete(EventLog log, String stream) {
        try {
            return log.deleteStream(stream);
        } catch (RuntimeException | VirtualMachineError | LinkageError fault) {
            return CompletableFuture.completedFuture(Result.err(StoreFailures.unknown("asking the log", fault)));
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
