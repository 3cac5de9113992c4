// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that takes too long or too much. An Error, so that no language's {@code catch} takes it; and as long as the
 * call runs, the next loop throws it again, so that a {@code finally} cannot go on either.
 */
public final class ReductionStop extends Error {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ReductionStop first;

    public ReductionStop(String message) {
        super(message);
        this.first = null;
    }

    /** The same again, from another place; light, for there may be thousands. */
    ReductionStop(ReductionStop first) {
        super(first.getMessage(), null, false, false);
        this.first = first;
    }

    /** Why the call ended; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The one that was thrown first and knows where. */
    ReductionStop first() {
        return first == null ? this : first;
    }
}
