// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.metrics.MetricPage;
import io.photon.projection.Descriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Projections on a page of metrics. Each built-in one and the first of a user's by name have series of their own; the rest
 * is one more, so that the number of series does not grow with the projections. Sums and counts are of all.
 */
final class ProjectionMetrics {

    /** Instead of a name. One of just this name is among the rest. */
    static final String REST = "(others)";

    private final ProjectionApi projections;
    private final int most;

    ProjectionMetrics(ProjectionApi projections, int most) {
        this.projections = projections;
        this.most = most;
    }

    void addTo(MetricPage page, long head) {
        List<Descriptor> all = projections.projections().list();
        Map<String, Long> byStatus = new LinkedHashMap<>();
        for (Descriptor.Status status : Descriptor.Status.values()) {
            byStatus.put(status.word(), 0L);
        }
        Map<String, Double> lag = new LinkedHashMap<>();
        Map<String, Long> failed = new LinkedHashMap<>();
        Map<String, Long> processed = new LinkedHashMap<>();
        Map<String, Long> skipped = new LinkedHashMap<>();
        int own = 0;
        for (Descriptor each : all) {
            byStatus.merge(each.status().word(), 1L, Long::sum);
            boolean builtIn = each.origin() == Descriptor.Origin.BUILT_IN;
            boolean named = !each.name().equals(REST) && (builtIn || own++ < most);
            String name = named ? each.name() : REST;
            lag.merge(name, DaemonMetrics.seconds(head - each.position()), Math::max);
            failed.merge(name, each.status() == Descriptor.Status.FAILED ? 1L : 0L, Long::sum);
            processed.merge(name, each.processed(), Long::sum);
            skipped.merge(name, each.skipped(), Long::sum);
        }
        String label = "projection";
        page.gauges("photon_projections", "projections by status", "status", byStatus)
                .gauges(
                        "photon_projection_lag_seconds",
                        "time between the head and what the value covers; of the others the most",
                        label,
                        lag)
                .gauges("photon_projection_failed", "1 when it has failed; of the others how many", label, failed)
                .counters("photon_projection_processed_events", "events folded", label, processed)
                .counters(
                        "photon_projection_skipped_events", "events it failed at and was told to skip", label, skipped);
        Map<String, Object> stats = projections.stats();
        page.gauge("photon_projection_threads", "threads that run projections", number(stats, "threads"))
                .gauge(
                        "photon_projection_stuck_threads",
                        "threads given up, since a reduction on them does not end",
                        number(stats, "stuck"))
                .gauge(
                        "photon_projection_snapshot_bytes",
                        "size of the snapshots on the disk",
                        number(stats, "snapshot-bytes"));
    }

    private static double number(Map<String, Object> stats, String name) {
        return ((Number) Objects.requireNonNull(stats.get(name))).doubleValue();
    }
}
