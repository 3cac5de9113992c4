package io.photon.api;

import io.photon.follow.Cluster;
import io.photon.log.EventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import java.util.Optional;

/** Whether a daemon can do what it is there for. */
final class Readiness {

    private Readiness() {}

    /** See {@link PhotonApi#readiness}. @param cluster null for a node that knows of none */
    static Result<Long> of(EventLog log, Cluster cluster, String maxLag) {
        Optional<Failure> wrong = cluster == null ? Optional.empty() : ClusterFacts.notReady(cluster, maxLag);
        if (wrong.isPresent()) {
            return Result.err(wrong.get());
        }
        EventStore.StoreState state = log.state();
        Optional<String> stall = log.stall();
        if (stall.isPresent()) {
            return Result.err(Failure.Kind.OVERLOADED, stall.get(), "see the daemon's log; if it stays so, restart it");
        }
        return switch (state.condition()) {
            case WRITABLE -> Result.ok(log.head());
            case FULL -> Result.err(Failure.Kind.NO_SPACE, "the disk is full", "make room; writing resumes by itself");
            case READ_ONLY ->
                Result.err(
                        Failure.Kind.READ_ONLY,
                        "the store is read-only",
                        "if another Photon writes to it, send appends there; else see the daemon's log, then restart it");
        };
    }
}
