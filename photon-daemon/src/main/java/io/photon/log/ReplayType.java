// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/** Which part of time a replay covers (docs/concepts). */
public enum ReplayType {
    /** What is stored at the start, then complete. */
    COLD,
    /** Only what arrives from now on; never completes. */
    HOT,
    /** Stored events, then live ones: no gap, no duplicate, in order; never completes. */
    HOT_COLD
}
