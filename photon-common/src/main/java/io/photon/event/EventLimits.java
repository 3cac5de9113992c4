// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

/** What is bounded wherever events are read: one place, so that what comes in can also be filtered and folded. */
public final class EventLimits {

    /**
     * Longest number, in characters. The doors refuse a longer one; filters and reductions read none: work with numbers
     * costs more than linear time.
     */
    public static final int MAX_NUMBER_LENGTH = 10_000;

    private EventLimits() {}
}
