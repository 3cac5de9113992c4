// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.event.Event;
import io.photon.event.Gap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the events of a stream as they come, in order and once each; up to where it has told them is {@link #told}. Those
 * that are stored already are the caller's to tell, before it begins. Thread-safe.
 */
public final class StreamFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);

    /** Gets what comes, one thing at a time, and must not wait. */
    public interface Listener {

        void event(Event event);

        /** A place that cannot be read: what stood there never comes. */
        void gap(Gap gap);

        /** Following broke off; {@link StreamFollower#follow} goes on where it was. Not called once it is closed. */
        void broken(Throwable why);
    }

    private final EventLog log;
    private final String stream;
    private final Listener listener;
    private final Told told = new Told();
    private volatile boolean closed;
    private volatile @Nullable Subscription subscription;

    public StreamFollower(EventLog log, String stream, Listener listener) {
        this.log = log;
        this.stream = stream;
        this.listener = listener;
    }

    /** Up to where everything was told. */
    public Told told() {
        return told;
    }

    /** Tells what comes after {@link #told}. */
    public void follow() {
        if (closed) {
            return;
        }
        Live live = new Live();
        log.follow(ReplaySpec.hotCold(stream).from(told.position() + 1))
                .events(live::onGap)
                .subscribe(live);
    }

    @Override
    public void close() {
        closed = true;
        Subscription last = subscription;
        if (last != null) {
            last.cancel();
        }
    }

    private final class Live implements Subscriber<Event> {
        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        void onGap(Gap gap) {
            listener.gap(gap);
            told.upTo(gap.last()); // these will never come, so nothing is to wait for them
        }

        @Override
        public void onNext(Event event) {
            listener.event(event);
            told.upTo(event.orderId());
        }

        @Override
        public void onError(Throwable error) {
            if (!closed) {
                listener.broken(error);
            }
        }

        @Override
        public void onComplete() {
            LOG.debug("no more events of stream '{}'", stream);
        }
    }
}
