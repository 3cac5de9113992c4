package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.door.feed.Feed;
import io.photon.door.feed.FeedLimits;
import io.photon.event.Event;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds that are on. A port that is taken is logged, and that feed is off. */
final class Feeds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private final List<Feed> open = new ArrayList<>();

    private Feeds() {}

    static Feeds open(PhotonApi api, ProjectionApi projections, FeedConfig config) {
        Feeds feeds = new Feeds();
        feeds.add("events.port", config.host(), config.eventsPort(), false, () -> lines(api.feed(), Event::line));
        feeds.add(
                "projections.port",
                config.host(),
                config.projectionsPort(),
                true,
                () -> lines(projections.feed(), ProjectionView::json));
        return feeds;
    }

    private void add(String name, String host, int port, boolean patient, Supplier<Publisher<byte[]>> source) {
        if (port == 0) {
            return;
        }
        Result<Feed> opened = Feed.open(name, host, port, source, patient, FeedLimits.DEFAULT);
        if (opened instanceof Result.Ok<Feed> ok) {
            open.add(ok.value());
        } else {
            var failure = ((Result.Err<Feed>) opened).failure();
            LOG.warn("{}; {}", failure.message(), failure.hint());
        }
    }

    private static <T> Publisher<byte[]> lines(Publisher<T> source, Function<T, byte[]> line) {
        return subscriber -> source.subscribe(new Subscriber<T>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(T item) {
                subscriber.onNext(line.apply(item));
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

    @Override
    public void close() {
        open.forEach(Feed::close);
    }
}
