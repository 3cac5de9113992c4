// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import java.time.Duration;

/**
 * What a reduction may cost; beyond it the projection fails.
 *
 * @param timePerEvent how long one call may take
 * @param maxValueBytes how large the value may grow, as JSON, and roughly what one call may allocate beyond it
 */
public record ReducerLimits(Duration timePerEvent, long maxValueBytes) {}
