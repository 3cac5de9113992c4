package io.photon.daemon;

import io.photon.api.Mapped;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.budget.Budget;
import io.photon.door.feed.Feed;
import io.photon.door.feed.FeedLimits;
import io.photon.event.Event;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds that are on. A port that is taken is logged, and that feed is off. */
final class Feeds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private final List<Feed> open = new ArrayList<>();

    private final Budget budget;

    private Feeds(Budget budget) {
        this.budget = budget;
    }

    static Feeds open(PhotonApi api, ProjectionApi projections, FeedConfig config) {
        Feeds feeds = new Feeds(api.budget());
        feeds.add("events.port", config.host(), config.eventsPort(), false, () -> Mapped.of(api.feed(), Event::line));
        feeds.add(
                "projections.port",
                config.host(),
                config.projectionsPort(),
                true,
                () -> Mapped.of(projections.feed(), ProjectionView::json));
        return feeds;
    }

    private void add(String name, String host, int port, boolean patient, Supplier<Publisher<byte[]>> source) {
        if (port == 0) {
            return;
        }
        Result<Feed> opened = Feed.open(name, host, port, source, patient, FeedLimits.DEFAULT, budget);
        if (opened instanceof Result.Ok<Feed> ok) {
            open.add(ok.value());
        } else {
            var failure = ((Result.Err<Feed>) opened).failure();
            LOG.warn("{}; {}", failure.message(), failure.hint());
        }
    }

    @Override
    public void close() {
        open.forEach(Feed::close);
    }
}
