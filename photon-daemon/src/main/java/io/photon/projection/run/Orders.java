// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

/**
 * What is wanted of a projection.
 *
 * @param plan what it is to be
 * @param pausedAt it is to stand still with the value of exactly the events up to here; {@link #RUNS} for not at all
 * @param remove whether it is to go, and what is kept of it
 */
public record Orders(CompiledDefinition plan, long pausedAt, boolean remove) {

    /** It is not paused. */
    public static final long RUNS = -1;

    boolean isPaused() {
        return pausedAt != RUNS;
    }

    Orders pausedAt(long position) {
        return new Orders(plan, position, remove);
    }

    Orders removed() {
        return new Orders(plan, pausedAt, true);
    }
}
