// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.event.Event;

/**
 * Which times a replay is about. An event belongs to it by its own time, wherever it stands in the log.
 *
 * @param since in ms, inclusive, {@link Long#MIN_VALUE} for none
 * @param until in ms, inclusive, {@link Long#MAX_VALUE} for none
 */
public record TimeRange(long since, long until) {

    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean hasBeginning() {
        return since != Long.MIN_VALUE;
    }

    public boolean hasEnd() {
        return until != Long.MAX_VALUE;
    }

    public boolean holds(Event event) {
        return this == ALL || (event.eventTime() >= since && event.eventTime() <= until);
    }
}
