// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a stream. Nearly always that is all; damage may keep some of it from being found.
 *
 * @param seen null when it has no visible event
 * @param unseenUpTo up to which order-id it may have events that are not found; 0 when all are found
 * @param mayReturnUpTo the same of what may still be healed, so that it is found later: until then it is not known where the
 *     stream ends
 */
public record KnownStream(@Nullable StoredStream seen, long unseenUpTo, long mayReturnUpTo) {

    /** Nothing of it is missing. */
    public static KnownStream allOf(@Nullable StoredStream seen) {
        return new KnownStream(seen, 0, 0);
    }
}
