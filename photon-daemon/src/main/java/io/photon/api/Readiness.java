// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.follow.Cluster;
import io.photon.follow.NodeRole.Role;
import io.photon.log.EventLog;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.SettingTypes;
import io.photon.store.EventStore;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether a daemon can do what it is there for. */
final class Readiness {

    private Readiness() {}

    /** See {@link PhotonApi#readiness}. @param cluster null for a node that knows of none */
    static Result<Long> of(EventLog log, @Nullable Cluster cluster, @Nullable String maxLag) {
        Optional<Failure> wrong = cluster == null ? Optional.empty() : notReady(cluster, maxLag);
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

    /** Why a node is not ready as one of a cluster; empty when it is. */
    private static Optional<Failure> notReady(Cluster cluster, @Nullable String maxLag) {
        Optional<Duration> limit = Optional.empty();
        if (maxLag != null) {
            limit = SettingTypes.span(Duration.ZERO, Duration.ofDays(1)).parse(maxLag);
            if (limit.isEmpty()) {
                return Optional.of(Failure.of(
                        Failure.Kind.BAD_INPUT, "max-lag is '" + Excerpt.of(maxLag) + "'", "use 500ms, 5s or 2m"));
            }
        }
        Optional<Failure> stopped = cluster.stopped();
        if (stopped.isPresent()) {
            OptionalLong differsAt = cluster.differsAt();
            String why = cluster.role() == Role.RETIRED
                    ? "another Photon is the primary now"
                    : differsAt.isPresent()
                            ? "its events differ from those of the primary at order-id " + differsAt.getAsLong()
                            : stopped.get().message();
            return Optional.of(Failure.of(Failure.Kind.READ_ONLY, why, "see: photon cluster status"));
        }
        long lagMs = cluster.lagMs();
        return limit.isPresent() && lagMs > limit.get().toMillis()
                ? Optional.of(Failure.of(
                        Failure.Kind.OVERLOADED,
                        lagMs == Long.MAX_VALUE
                                ? "it follows, and has not had everything yet since its start"
                                : "it follows, and may have lacked something for " + lagMs / 1_000.0 + " s",
                        "more than the " + limit.get().toMillis() / 1_000.0
                                + " s that were asked for; see: photon cluster status"))
                : Optional.empty();
    }
}
