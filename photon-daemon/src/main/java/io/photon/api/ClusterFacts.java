package io.photon.api;

import io.photon.follow.Cluster;
import io.photon.follow.ClusterStatus;
import io.photon.follow.Distance;
import io.photon.follow.NodeRole.Role;
import io.photon.metrics.MetricPage;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.settings.SettingTypes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What of a cluster is among the counters, and whether a node of it is ready. */
final class ClusterFacts {

    private ClusterFacts() {}

    /** Plain numbers and short texts by kebab-case name. */
    static Map<String, Object> of(Cluster cluster) {
        ClusterStatus status = cluster.status();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("node", status.name());
        facts.put("role", status.role().word());
        facts.put("epoch", status.epoch().number());
        if (!status.primary().isEmpty()) {
            facts.put("primary", status.primary());
        }
        status.distance().ifPresent(lag -> {
            facts.put("connected", status.connected());
            facts.put("lag-events", lag.events());
            if (lag.isTimeKnown()) {
                facts.put("lag-seconds", lag.ms() / 1_000.0);
            }
        });
        status.differsAt().ifPresent(orderId -> facts.put("differs-at", orderId));
        if (!status.trouble().isEmpty()) {
            facts.put("trouble", status.trouble());
        }
        facts.put("followers", status.connectedFollowers());
        return facts;
    }

    /** The same as metrics; the lag of a primary is 0. */
    static void addTo(MetricPage page, Cluster cluster) {
        Distance lag = cluster.distance().orElse(new Distance(0, 0));
        page.info(
                        "photon_node",
                        "what this node is among others",
                        Map.of("role", cluster.role().word()))
                .gauge(
                        "photon_epoch",
                        "how often a follower became the primary, and one",
                        cluster.epoch().number())
                .gauge(
                        "photon_followers",
                        "followers that are connected",
                        cluster.status().connectedFollowers())
                .gauge(
                        "photon_follower_lag_events",
                        "events that the primary has and this follower has not",
                        lag.events())
                .gauge(
                        "photon_follower_lag_seconds",
                        "for how long this follower may have lacked something",
                        lag.isTimeKnown() ? lag.ms() / 1_000.0 : Double.POSITIVE_INFINITY);
    }

    /** Why a node is not ready as one of a cluster; empty when it is. */
    static Optional<Failure> notReady(Cluster cluster, String maxLag) {
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
            return Optional.of(Failure.of(
                    Failure.Kind.READ_ONLY,
                    cluster.role() == Role.RETIRED
                            ? "another Photon is the primary now"
                            : "its events differ from those of the primary"
                                    + (cluster.status().differsAt().isPresent()
                                            ? " at order-id "
                                                    + cluster.status()
                                                            .differsAt()
                                                            .getAsLong()
                                            : ""),
                    "see: photon cluster status"));
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
