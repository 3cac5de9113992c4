// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon told at one moment.
 *
 * @param atMs when, ms since 1970
 * @param facts its counters, see {@code GET /api/stats}
 * @param streams the first of its streams and the busiest ones, by name
 * @param isAllStreams whether there are no more
 * @param projections all of its projections
 */
public record Reading(
        long atMs, FlatJson facts, List<ListedStream> streams, boolean isAllStreams, List<ProjectionRow> projections) {

    /** How fast a counter rose since an earlier reading, a second; 0 without one and when the daemon began anew in between. */
    public double rate(@Nullable Reading before, String counter) {
        if (before == null || atMs <= before.atMs) {
            return 0;
        }
        double rise = facts.number(counter) - before.facts.number(counter);
        return rise < 0 ? 0 : rise * 1_000 / (atMs - before.atMs);
    }

    /** The streams by name. */
    public Map<String, ListedStream> streamsByName() {
        return streams.stream().collect(Collectors.toMap(ListedStream::name, Function.identity(), (one, other) -> one));
    }

    /** The projections by name. */
    public Map<String, ProjectionRow> projectionsByName() {
        return projections.stream()
                .collect(Collectors.toMap(ProjectionRow::name, Function.identity(), (one, other) -> one));
    }
}
