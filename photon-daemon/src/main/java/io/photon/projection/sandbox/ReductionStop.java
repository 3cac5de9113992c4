// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

/**
 * Ends a call that takes too long or too much. An Error, so that no language's {@code catch} takes it; and as long as the
 * call runs, the next loop throws it again, so that a {@code finally} cannot go on either.
 */
public final class ReductionStop extends Error {

    private static final long serialVersionUID = 1L;

    private final transient ReductionStop first;

    public ReductionStop(String message) {
        super(message);
        this.first = null;
    }

    /** The same again, from another place; light, for there may be thousands. */
    ReductionStop(ReductionStop first) {
        super(first.getMessage(), null, false, false);
        this.first = first;
    }

    /** The one that was thrown first and knows where. */
    ReductionStop first() {
        return first == null ? this : first;
    }
}
