// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import java.util.Optional;

/** A reducer that tells how large the streams are that it folds. Used by one thread at a time, like every reducer. */
public interface StreamMeter extends Reducer {

    /** That of a stream, or of {@code __all__}; empty for one of which it has folded nothing. */
    Optional<StreamSize> sizeOf(String stream);
}
