// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.log.StreamFollower;
import io.photon.projection.registry.ConfigEvents.Change;
import io.photon.projection.run.BlockingCursor;
import io.photon.projection.run.Trouble;
import io.photon.projection.schedule.ProjectionScheduler;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears every change in {@code __config__}, first the stored ones, then the live ones, in order and once each. */
public final class ConfigFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

    private static final long RETRY_MS = 1_000;

    private final EventLog log;
    private final ProjectionScheduler scheduler;
    private final BiConsumer<Long, Change> listener;
    private final StreamFollower live;

    /** @param listener gets an order-id and a change; must not wait */
    public ConfigFollower(EventLog log, ProjectionScheduler scheduler, BiConsumer<Long, Change> listener) {
        this.log = log;
        this.scheduler = scheduler;
        this.listener = listener;
        this.live = new StreamFollower(log, StreamNames.CONFIG, new Live());
    }

    /** Folds what is stored. A place that cannot be read is no reason not to start. */
    public void foldStored() {
        long head = log.head();
        ReplaySpec all = ReplaySpec.cold(StreamNames.CONFIG).to(head);
        try (BlockingCursor stored = new BlockingCursor(log, all, ConfigFollower::notKnown)) {
            for (Event event = stored.next(); event != null; event = stored.next()) {
                receive(event);
            }
        } catch (LogException e) {
            LOG.error("changes of projections recorded after this place are not known: {}", e.getMessage());
        }
        live.told().upTo(head);
    }

    private static void notKnown(Gap gap) {
        LOG.error(
                "{} cannot be read: a change of projections recorded there is not known; see the place with:"
                        + " photon verify --live",
                gap.text());
    }

    /** Goes on with live ones. */
    public void follow() {
        live.follow();
    }

    private void receive(Event event) {
        try {
            ConfigEvents.read(event).ifPresent(change -> listener.accept(event.orderId(), change));
        } catch (RuntimeException e) {
            LOG.error("the change at order-id {} was not carried out", event.orderId(), e);
        }
    }

    /** All changes up to here have been told. */
    public long position() {
        return live.told().position();
    }

    /** Completes when the change at this position has been told. */
    CompletableFuture<Void> told(long orderId) {
        return live.told().at(orderId);
    }

    @Override
    public void close() {
        live.close();
    }

    private final class Live implements StreamFollower.Listener {
        @Override
        public void event(Event event) {
            receive(event);
        }

        @Override
        public void gap(Gap gap) {
            notKnown(gap);
        }

        @Override
        public void broken(Throwable error) {
            if (Trouble.isLack(error)) {
                LOG.warn("changes of projections cannot be followed; trying again: {}", error.getMessage());
            } else {
                LOG.error("changes of projections cannot be followed; trying again", error);
            }
            scheduler.later(RETRY_MS, ConfigFollower.this::follow);
        }
    }
}
