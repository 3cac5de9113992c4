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
import io.photon.store.EventStore.StoreState;
import io.photon.store.EventStore.StoreState.Condition;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a daemon can do what it is there for. */
final class Readiness {

    /** Those of an absolute path, in front of the name of a file. */
    private static final Pattern FOLDERS = Pattern.compile("(?<![^\\s'\"(])/(?:[^\\s/]+/)*");

    private Readiness() {}

    /** See {@link PhotonApi#readiness}. */
    static Result<Long> of(EventLog log, Cluster cluster, @Nullable String maxLag) {
        Optional<Failure> wrong = notReady(cluster, maxLag);
        if (wrong.isPresent()) {
            return Result.err(wrong.get());
        }
        Optional<String> stall = log.stall();
        if (stall.isPresent()) {
            return Result.err(Failure.Kind.OVERLOADED, stall.get(), "see the daemon's log; if it stays so, restart it");
        }
        StoreState state = log.state();
        return switch (state.condition()) {
            case WRITABLE -> Result.ok(log.head());
            case FULL ->
                Result.err(
                        Failure.Kind.NO_SPACE,
                        reason(state, "the disk is full"),
                        "make room; writing resumes by itself");
            case READ_ONLY ->
                Result.err(Failure.Kind.READ_ONLY, reason(state, "the store is read-only"), whatToDo(log));
        };
    }

    /** Why the log is not writable, for everybody: of files the names, and not where they are. */
    private static String reason(StoreState state, String otherwise) {
        String reason = state.reason();
        return reason == null ? otherwise : FOLDERS.matcher(reason).replaceAll("");
    }

    private static String whatToDo(EventLog log) {
        EventStore store = log.store();
        if (store.state().condition() != Condition.READ_ONLY) { // it could take events, though not from this Photon now
            return log.writerElsewhere().isPresent()
                    ? "send appends to the Photon that writes; this one takes over when that one ends"
                    : "wait, or send appends to another Photon on this store; see: photon cluster status";
        }
        return store.appendWaitsFor() == EventStore.Wait.DISK
                ? "see the daemon's log, then restart it"
                : "see the daemon's log; a server that did not answer is used again as soon as it does";
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
