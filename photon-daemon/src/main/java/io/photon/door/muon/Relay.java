// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.muon.stack.server.StreamSink;
import io.photon.result.Failure;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Passes a publisher's items to a Muon subscriber, as many as that one demands. */
final class Relay<T> implements Subscriber<T> {

    private final StreamSink sink;
    private final Function<T, byte[]> json;
    private final Function<Throwable, Failure> explain;

    /** @param explain a failure, for the subscriber */
    Relay(StreamSink sink, Function<T, byte[]> json, Function<Throwable, Failure> explain) {
        this.sink = sink;
        this.json = json;
        this.explain = explain;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        sink.accept(new StreamSink.Source() {
            @Override
            public void request(long items) {
                subscription.request(items);
            }

            @Override
            public void cancel() {
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(T item) {
        sink.item(json.apply(item));
    }

    /** What is no item of the publisher's and comes in its place: it takes one of the demand, too. */
    void instead(byte[] item) {
        sink.item(item);
    }

    @Override
    public void onError(Throwable error) {
        Failure failure = explain.apply(error);
        sink.failed(failure.kind(), EventStreams.text(failure));
    }

    @Override
    public void onComplete() {
        sink.completed();
    }
}
