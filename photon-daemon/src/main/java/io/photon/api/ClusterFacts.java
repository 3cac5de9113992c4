// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.follow.Cluster;
import io.photon.follow.ClusterStatus;
import io.photon.follow.Distance;
import io.photon.follow.NodeRole.Role;
import io.photon.log.EventLog;
import io.photon.metrics.MetricPage;
import io.photon.store.EventStore.StoreState.Condition;
import java.util.LinkedHashMap;
import java.util.Map;

/** What of a cluster is among the counters. */
final class ClusterFacts {

    private ClusterFacts() {}

    /** Whether this node has nothing to do but to wait: another one writes to the store that they share, and it could take over. */
    static boolean isSoundStandby(Cluster cluster, EventLog log) {
        return cluster.role() == Role.STANDBY && log.store().state().condition() == Condition.WRITABLE;
    }

    /** Plain numbers and short texts by kebab-case name. */
    static Map<String, Object> of(Cluster cluster, EventLog log) {
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
        String trouble = status.trouble().isEmpty() ? troubleOfStandby(status, log) : status.trouble();
        if (!trouble.isEmpty()) {
            facts.put("trouble", trouble);
        }
        facts.put("followers", status.connectedFollowers());
        return facts;
    }

    private static String troubleOfStandby(ClusterStatus status, EventLog log) {
        String reason = log.store().state().reason();
        return status.role() == Role.STANDBY && reason != null ? reason : "";
    }

    /** The same as metrics; the lag of a primary is 0. */
    static void addTo(MetricPage page, Cluster cluster) {
        ClusterStatus status = cluster.status();
        Distance lag = status.distance().orElse(new Distance(0, 0));
        page.info(
                        "photon_node",
                        "what this node is among others",
                        Map.of("role", status.role().word()))
                .gauge(
                        "photon_epoch",
                        "how often a follower became the primary, and one",
                        status.epoch().number())
                .gauge("photon_followers", "followers that are connected", status.connectedFollowers())
                .gauge(
                        "photon_follower_lag_events",
                        "events that the primary has and this follower has not",
                        lag.events())
                .gauge(
                        "photon_follower_lag_seconds",
                        "for how long this follower may have lacked something",
                        lag.isTimeKnown() ? lag.ms() / 1_000.0 : Double.POSITIVE_INFINITY);
    }
}
