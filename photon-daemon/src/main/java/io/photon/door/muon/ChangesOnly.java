// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Mapped;
import io.photon.api.ProjectionView;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * The states of a projection without the one that was there before: over Muon its stream is hot (docs/muon-protocol
 * 10.3), and a client takes the first item for the answer to what it has just emitted.
 */
final class ChangesOnly {

    private ChangesOnly() {}

    /** @param upTo a state that covers no event after this order-id is not new */
    static Publisher<ProjectionView> after(long upTo, Publisher<ProjectionView> states) {
        return Mapped.each(states, () -> new Function<>() {
            private boolean begun;

            @Override
            public @Nullable ProjectionView apply(ProjectionView state) {
                boolean old = !begun && state.position() <= upTo;
                begun = true;
                return old ? null : state;
            }
        });
    }
}
