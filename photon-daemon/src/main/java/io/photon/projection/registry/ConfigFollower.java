// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.log.StreamFold;
import io.photon.log.StreamFollower;
import io.photon.projection.registry.ConfigEvents.Change;
import io.photon.projection.run.BlockingCursor;
import io.photon.projection.run.ToldConfig;
import io.photon.projection.run.Trouble;
import io.photon.projection.schedule.ProjectionScheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears every change in {@code __config__}, first the stored ones, then the live ones, in order and once each. */
public final class ConfigFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

    private static final long RETRY_MS = 1_000;

    private final EventLog log;
    private final ProjectionScheduler scheduler;
    private final Changes changes;
    private final StreamFollower live;
    private final StreamFold fold;

    /** Is told of changes; must not wait. */
    public interface Changes {

        void changed(long orderId, Change change);

        /** Begins with no change at all: an earlier one has come to light, which cannot be told after those that follow it. */
        Anew anew();
    }

    /** Is told all changes from the first one on. */
    public interface Anew {

        void changed(long orderId, Change change);

        /** All have been told: they are what holds now. */
        void takeEffect();
    }

    public ConfigFollower(EventLog log, ProjectionScheduler scheduler, Changes changes) {
        this.log = log;
        this.scheduler = scheduler;
        this.changes = changes;
        this.live = new StreamFollower(log, StreamNames.CONFIG, new Live());
        this.fold = new StreamFold(
                log, StreamNames.CONFIG, event -> receive(event, changes::changed), this::anew, this::later);
    }

    /** As slow as a change. */
    private void later(long millis, Runnable task) {
        scheduler.later(millis, () -> {
            try {
                scheduler.change(task);
            } catch (RejectedExecutionException e) {
                LOG.debug("what is healed is folded later: {}", e.getMessage());
                later(RETRY_MS, task); // not at all once it is closed
            }
        });
    }

    private StreamFold.Anew anew() {
        Anew anew = changes.anew();
        return new StreamFold.Anew() {
            @Override
            public void event(Event event) {
                receive(event, anew::changed);
            }

            @Override
            public void takeEffect() {
                anew.takeEffect();
            }
        };
    }

    /** Folds what is stored. A place that cannot be read is no reason not to start. */
    public void foldStored() {
        fold.listen();
        long head = log.head();
        long told = 0;
        ReplaySpec all = ReplaySpec.cold(StreamNames.CONFIG).to(head);
        try (BlockingCursor stored = new BlockingCursor(log, all, this::notKnown)) {
            for (Event event = stored.next(); event != null; event = stored.next()) {
                fold.tell(event);
                told = event.orderId();
            }
        } catch (LogException e) {
            LOG.error(
                    "changes of projections after order-id {} are not known until they can be read: {}",
                    told,
                    e.getMessage());
            fold.passed(new Gap(told + 1, Math.max(told + 1, head)));
        }
        live.told().upTo(head);
    }

    private void notKnown(Gap gap) {
        LOG.error(
                "{} cannot be read: a change of projections recorded there is not known before it can be; see the place"
                        + " with: photon verify --live",
                gap.text());
        fold.passed(gap);
    }

    /** Goes on with live ones. */
    public void follow() {
        live.follow();
    }

    private static void receive(Event event, BiConsumer<Long, Change> listener) {
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

    /** The same, and what of it could not be read: what is kept with this is not believed once a change there is known. */
    public ToldConfig toldSoFar() {
        long position = position(); // first: a place is noted before it is passed
        return new ToldConfig(
                position,
                fold.unread().stream().filter(gap -> gap.first() <= position).toList());
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
            fold.tell(event);
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
