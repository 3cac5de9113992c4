// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.metrics.MetricPage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many requests were answered, by question and status: as many counters as there are questions and statuses, whatever is
 * asked. Thread-safe.
 */
final class AnsweredRequests {

    /** Of requests for paths that there are not, and of those refused before it was known what they ask. */
    private static final String NONE = "none";

    private final ConcurrentMap<String, ConcurrentMap<Integer, LongAdder>> counts = new ConcurrentHashMap<>();

    /** One more. @param question the name of what was asked, null when that was not known */
    void count(@Nullable String question, int status) {
        String name = question == null ? NONE : question;
        ConcurrentMap<Integer, LongAdder> ofQuestion = counts.get(name);
        if (ofQuestion == null) {
            ofQuestion = counts.computeIfAbsent(name, first -> new ConcurrentHashMap<>());
        }
        LongAdder count = ofQuestion.get(status);
        if (count == null) {
            count = ofQuestion.computeIfAbsent(status, first -> new LongAdder());
        }
        count.increment();
    }

    void addTo(MetricPage page) {
        Map<String, Map<String, Long>> values = new TreeMap<>();
        counts.forEach((question, byStatus) -> {
            Map<String, Long> row = new TreeMap<>();
            byStatus.forEach((status, count) -> row.put(status.toString(), count.sum()));
            values.put(question, row);
        });
        page.counters("photon_http_requests", "requests answered, by question and status", "question", "code", values);
    }
}
