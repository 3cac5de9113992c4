package io.photon.log;

import io.photon.event.Event;
import org.reactivestreams.Publisher;

/** A replay that can be subscribed to, once. */
public interface Replay {

    /**
     * The events, under the subscriber's demand. Signals come one after another, from a thread of the log; a subscriber
     * must not block in {@code onNext} (it requests less instead). {@code onError} carries a {@link LogException}.
     */
    Publisher<Event> events();

    /**
     * The order-id up to which everything that matches has been delivered: rises also when a filter lets nothing
     * through, so that a reader can be told where to resume.
     */
    long position();
}
