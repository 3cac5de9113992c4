package io.photon.api;

import io.photon.log.Appended;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the log says of appended events, as the doors tell it. */
final class Outcomes {

    private Outcomes() {}

    /** What the log did is done: a fault while it is told must not look like a refusal. */
    static CompletableFuture<List<Result<Stored>>> known(CompletableFuture<List<Result<Stored>>> answers, int count) {
        return answers.exceptionally(fault -> all(count, StoreFailures.unknown("telling the outcome", fault)));
    }

    static List<Result<Stored>> all(int count, Failure failure) {
        return Collections.nCopies(count, Result.err(failure));
    }

    static List<Result<Stored>> stored(List<Result<Appended>> appended) {
        List<Result<Stored>> results = new ArrayList<>(appended.size());
        for (Result<Appended> result : appended) {
            results.add(stored(result));
        }
        return results;
    }

    static Result<Stored> stored(Result<Appended> result) {
        return result.then(a ->
                Result.ok(new Stored(a.orderId(), a.eventTime(), a.durability().word(), a.duplicate())));
    }
}
