// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transport has its connection.
 *
 * @param connected whether it has one now
 * @param detail for a person: to whom (never with a password), or why not and what to do next
 * @param sinceMs since when it is so, in ms since 1970
 * @param reconnects how often a lost connection was made again
 */
public record Connectivity(boolean connected, @Nullable String detail, long sinceMs, long reconnects) {

    /** Written out: what Java makes of a record at the first comparison takes a start of the daemon longer. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Connectivity that
                && connected == that.connected
                && Objects.equals(detail, that.detail)
                && sinceMs == that.sinceMs
                && reconnects == that.reconnects;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sinceMs);
    }
}
