// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.log.EventLog;
import io.photon.log.LogStats;
import io.photon.os.Descriptors;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts counters and gauges together for {@code /api/stats}. Times in ms or µs as named, sizes in bytes. */
final class Stats {

    private Stats() {}

    static Map<String, Object> of(EventLog log, DaemonFacts facts) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("version", facts.version());
        stats.put("backend", facts.backend());
        stats.put("durability", log.store().durability().word());
        stats.put("pid", ProcessHandle.current().pid());
        long nowMs = System.currentTimeMillis();
        stats.put("time", nowMs);
        stats.put("uptime-ms", nowMs - facts.startedMs());
        stats.put("head", log.head());
        EventStore.StoreState state = log.state();
        stats.put(
                "state",
                state.condition().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        if (state.reason() != null) {
            stats.put("state-reason", state.reason());
        }
        stats.put("log", log(log.stats()));
        stats.put("store", log.store().stats());
        Erasure erasure = log.store().erasure();
        stats.put(
                "erasure",
                Map.of(
                        "pending-streams", erasure.pendingStreams(),
                        "erased-events", erasure.erasedEvents(),
                        "erased-bytes", erasure.erasedBytes()));
        Runtime runtime = Runtime.getRuntime();
        stats.put("heap-used-bytes", runtime.totalMemory() - runtime.freeMemory());
        stats.put("heap-max-bytes", runtime.maxMemory());
        stats.put("descriptors-open", Descriptors.open());
        stats.put("descriptors-max", Descriptors.limit());
        stats.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        disk(stats, facts);
        return stats;
    }

    private static Map<String, Object> log(LogStats log) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("appended", log.appended());
        stats.put("batches", log.batches());
        stats.put("refused", log.refused());
        stats.put("queued-events", log.queuedEvents());
        stats.put("queued-bytes", log.queuedBytes());
        stats.put("replays-started", log.replaysStarted());
        stats.put("replayed", log.replayed());
        stats.put("subscribers", log.subscribers());
        stats.put("slow-subscribers", log.slowSubscribers());
        stats.put("ack-micros-p50", log.ackMicrosP50());
        stats.put("ack-micros-p99", log.ackMicrosP99());
        return stats;
    }

    private static void disk(Map<String, Object> stats, DaemonFacts facts) {
        if (facts.dataDirectory() == null) {
            return;
        }
        try {
            stats.put(
                    "disk-free-bytes", Files.getFileStore(facts.dataDirectory()).getUsableSpace());
        } catch (IOException e) {
            stats.put("disk-error", e.toString());
        }
    }
}
