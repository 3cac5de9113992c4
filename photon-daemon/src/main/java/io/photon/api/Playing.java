package io.photon.api;

import io.photon.event.Event;
import org.reactivestreams.Publisher;

/** A replay, ready to be subscribed to, once. */
public interface Playing {

    /** The events, under the subscriber's demand; {@code onError} carries what {@link PhotonApi#failureOf} explains. */
    Publisher<Event> events();

    /** The order-id up to which everything that matches has been delivered; rises also while a filter lets nothing through. */
    long position();

    /** Whether it goes on with live events. */
    boolean live();
}
