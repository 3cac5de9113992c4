// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.event.Gap;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A replay, ready to be subscribed to, once. */
public interface ReplayHandle {

    /** The events, under the subscriber's demand; {@code onError} carries what {@link PhotonApi#failureOf} explains. */
    Publisher<Event> events();

    /**
     * The same, but going on after damage.
     *
     * @param gaps hears of each gap in its place; it takes one of the demand as an event does, and must not block
     */
    Publisher<Event> events(Consumer<Gap> gaps);

    /** The order-id up to which everything that matches has been delivered; rises also while a filter lets nothing through. */
    long position();

    /** Whether it goes on with live events. */
    boolean live();
}
