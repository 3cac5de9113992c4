// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.event.Event;
import io.photon.event.Gap;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A replay that can be subscribed to, once. */
public interface Replay {

    /**
     * The events, under the subscriber's demand. Signals come one after another, from a thread of the log; a subscriber
     * must not block in {@code onNext} (it requests less instead). {@code onError} carries a {@link LogException}. Damage
     * on the way is a failure that names the place.
     */
    Publisher<Event> events();

    /**
     * The same, but going on after damage. A gap is an item of the replay like an event: it comes in its place, between
     * two signals, takes one of the demand, whatever filters there are, for what stood there is not known.
     *
     * @param gaps hears of each gap; must not block, and asks for more as {@code onNext} does
     */
    Publisher<Event> events(Consumer<Gap> gaps);

    /**
     * The order-id up to which everything that matches has been delivered: rises also when a filter lets nothing
     * through, so that a reader can be told where to resume.
     */
    long position();
}
