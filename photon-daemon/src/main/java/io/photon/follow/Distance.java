// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

/**
 * How far a follower is from its primary.
 *
 * @param events missing, as far as is known
 * @param ms for how long; {@link Long#MAX_VALUE} when it never yet had everything
 */
public record Distance(long events, long ms) {

    /** Whether it is known for how long. */
    public boolean isTimeKnown() {
        return ms != Long.MAX_VALUE;
    }
}
