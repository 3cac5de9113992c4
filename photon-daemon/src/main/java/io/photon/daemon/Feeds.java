// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.Mapped;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.budget.Backlogs;
import io.photon.door.feed.Feed;
import io.photon.door.feed.FeedLimits;
import io.photon.door.feed.Text;
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

    private final Backlogs backlogs;

    private Feeds(Backlogs backlogs) {
        this.backlogs = backlogs;
    }

    static Feeds open(PhotonApi api, ProjectionApi projections, FeedConfig config) {
        Feeds feeds = new Feeds(api.budget().backlogs());
        feeds.add("events.port", config, config.eventsPort(), false, () -> Mapped.of(api.feed(), Feeds::text));
        feeds.add(
                "projections.port",
                config,
                config.projectionsPort(),
                true,
                () -> Mapped.of(projections.feed(), view -> new Text(view.json())));
        return feeds;
    }

    /** Shared by all readers, not copied for each. */
    private static Text text(Event event) {
        return new Text(event.array(), event.offset(), event.length());
    }

    private void add(String name, FeedConfig config, int port, boolean patient, Supplier<Publisher<Text>> source) {
        if (port == 0) {
            return;
        }
        Result<Feed> opened =
                Feed.open(name, config.host(), port, source, patient, FeedLimits.of(config.maxReaders()), backlogs);
        if (opened instanceof Result.Ok<Feed> ok) {
            open.add(ok.value());
        } else {
            var failure = opened.failure();
            LOG.warn("{}; {}", failure.message(), failure.hint());
        }
    }

    @Override
    public void close() {
        open.forEach(Feed::close);
    }
}
