// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** To whom a node sends appends on. */
final class Destination {

    private Destination() {}

    /**
     * A follower sends to the node that it follows; one that stands by on a shared store to the one that writes, if its address is
     * known. No two of those send to each other: each knows one that has written after itself.
     *
     * @param followed the address of the node that is followed; null for none, or when nodes follow each other in a circle
     * @param writer that of the one that writes to the store, if it is another; an empty text when it is not known
     * @param own the address of the node itself
     */
    static Optional<String> of(NodeRole role, @Nullable String followed, Optional<String> writer, String own) {
        return switch (role.role()) {
            case FOLLOWER -> role.takesReplicas() ? Optional.ofNullable(followed) : Optional.empty();
            case PRIMARY -> writer.filter(address -> !address.isEmpty() && !address.equals(own));
            case RETIRED, STANDBY -> Optional.empty();
        };
    }
}
