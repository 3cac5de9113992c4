package io.photon.door.muon;

import io.photon.api.ProjectionView;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The states of a projection without the one that was there before: over Muon its stream is hot (PROTOCOL 10.3), and a
 * client takes the first item for the answer to what it has just emitted.
 */
final class ChangesOnly {

    private ChangesOnly() {}

    /** @param upTo a state that covers no event behind this order-id is not new */
    static Publisher<ProjectionView> after(long upTo, Publisher<ProjectionView> states) {
        return subscriber -> states.subscribe(new Subscriber<>() {
            private Subscription subscription;
            private boolean begun;

            @Override
            public void onSubscribe(Subscription given) {
                subscription = given;
                subscriber.onSubscribe(given);
            }

            @Override
            public void onNext(ProjectionView state) {
                boolean old = !begun && state.position() <= upTo;
                begun = true;
                if (old) {
                    subscription.request(1); // in place of the demand that it used up
                } else {
                    subscriber.onNext(state);
                }
            }

            @Override
            public void onError(Throwable error) {
                subscriber.onError(error);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
