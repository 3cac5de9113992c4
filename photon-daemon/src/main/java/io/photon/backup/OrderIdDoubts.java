// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.event.OrderIds;
import io.photon.result.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Order-ids that a Photon with a right clock would not have given. One line with a huge order-id would carry all later
 * positions of the store with it, so such lines are believed only if the trailer of their backup proves that a Photon wrote
 * them: its clock may have been wrong once. Not thread-safe.
 */
final class OrderIdDoubts {

    private static final long A_DAY_MS = 86_400_000L;

    /** No clock says this, and there are enough numbers above it. */
    private static final long IMPOSSIBLE = 900_000_000_000_000_000L;

    private final long highest;
    private @Nullable Failure first;

    /** @param nowMs the time, in ms since 1970 */
    OrderIdDoubts(long nowMs) {
        this.highest = OrderIds.lastOfMillis(nowMs + A_DAY_MS);
    }

    /**
     * Looks at one line's order-id; a doubtful one is remembered until its trailer has come.
     *
     * @return why it cannot be restored, whatever the trailer says
     */
    Optional<Failure> check(long orderId, long line) {
        if (orderId >= IMPOSSIBLE) {
            return Optional.of(failure(orderId, "is not below " + IMPOSSIBLE + ", so no position of Photon's"));
        }
        if (first == null && orderId < OrderIds.FIRST_REAL) {
            first = failure(orderId, "is below " + OrderIds.FIRST_REAL + ", so no position of Photon's")
                    .at("line " + line);
        } else if (first == null && orderId > highest) {
            first = failure(orderId, "is more than a day ahead of the daemon's clock")
                    .at("line " + line);
        }
        return Optional.empty();
    }

    private static Failure failure(long orderId, String what) {
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                "order-id " + orderId + " " + what,
                "check the clock, take a backup that has a trailer, or restore with --as-new");
    }

    /** A trailer that fits proves all lines before it. */
    void settled() {
        first = null;
    }

    /** What is wrong with lines that no trailer proves. */
    Optional<Failure> remaining() {
        return Optional.ofNullable(first);
    }
}
