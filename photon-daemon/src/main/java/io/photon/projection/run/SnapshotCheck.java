// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.projection.spi.ReductionException;
import io.photon.store.AroundDamage;
import io.photon.store.DeletionEvents;
import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a snapshot is one of this code's, of this log's, and of nothing that was deleted since. */
public final class SnapshotCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCheck.class);

    private SnapshotCheck() {}

    /**
     * What a snapshot that counts goes on from.
     *
     * @param lastEvent the last event folded in, or null for none
     */
    record Good(Snapshot snapshot, @Nullable Event lastEvent) {}

    /**
     * Takes a fold to the newest snapshot, if that counts, else to its start.
     *
     * @return the last event that is folded in, or null
     */
    static @Nullable Event begin(Fold fold, Snapshots snapshots, EventLog log, CompiledDefinition plan)
            throws ReductionException {
        Optional<Good> good = snapshots.latest().flatMap(latest -> check(log, plan, latest));
        if (good.isPresent() && fold.goTo(good.get().snapshot())) {
            return good.get().lastEvent();
        }
        fold.startOver();
        return null;
    }

    /** @throws LogException when something was lacking to tell */
    static Optional<Good> check(EventLog log, CompiledDefinition plan, Snapshot snapshot) {
        StreamSelector stream = plan.definition().stream();
        if (!isOf(plan, snapshot) || snapshot.position() > log.head()) {
            return Optional.empty();
        }
        try {
            if (isAnyDeleted(log, stream, snapshot.configPosition())) {
                return Optional.empty();
            }
            if (isAnyReadable(log, snapshot.configGaps(), SnapshotCheck::config)) {
                LOG.info(
                        "projection '{}' starts over: changes of projections that were damaged can be read again",
                        plan.definition().name());
                return Optional.empty();
            }
            if (isAnyReadable(log, plan, snapshot.gaps())) {
                LOG.info(
                        "projection '{}' starts over: what was damaged can be read again",
                        plan.definition().name());
                return Optional.empty();
            }
            if (snapshot.lastOrderId() == 0) {
                return Optional.of(new Good(snapshot, null));
            }
            try (BlockingCursor last =
                    new BlockingCursor(log, plan.events(snapshot.lastOrderId(), snapshot.lastOrderId()))) {
                Event event = last.next();
                return event == null ? Optional.empty() : Optional.of(new Good(snapshot, event));
            } catch (LogException e) {
                if (AroundDamage.gapOf(e.getCause()) == null) {
                    throw e;
                }
                return Optional.of(new Good(snapshot, null)); // it was there, and has been damaged since
            }
        } catch (LogException e) {
            if (Trouble.isLack(e)) {
                throw e; // which says nothing about the snapshot
            }
            LOG.warn(
                    "projection '{}' does not trust its snapshot: {}",
                    plan.definition().name(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it is of this very definition, of no fold before its last start, and without what is skipped. */
    public static boolean isOf(CompiledDefinition plan, Snapshot snapshot) {
        return snapshot.codeHash().equals(plan.codeHash())
                && snapshot.configPosition() >= plan.since()
                && plan.skips().headMap(snapshot.position() + 1).values().stream()
                        .allMatch(recorded -> recorded <= snapshot.configPosition());
    }

    /** Whether what could not be read can be read now, as after the log was healed: the whole of a place, or some of it. */
    static boolean isAnyReadable(EventLog log, CompiledDefinition plan, List<Gap> gaps) {
        return isAnyReadable(log, gaps, gap -> plan.events(gap.first(), gap.last()));
    }

    private static ReplaySpec config(Gap gap) {
        return ReplaySpec.cold(StreamNames.CONFIG).from(gap.first()).to(gap.last());
    }

    private static boolean isAnyReadable(EventLog log, List<Gap> gaps, Function<Gap, ReplaySpec> question) {
        for (Gap gap : gaps) {
            boolean[] damaged = {false};
            try (BlockingCursor events = new BlockingCursor(log, question.apply(gap), found -> damaged[0] = true)) {
                if (events.next() != null || !damaged[0]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAnyDeleted(EventLog log, StreamSelector stream, long above) {
        try (BlockingCursor changes =
                new BlockingCursor(log, StreamNames.CONFIG, above + 1, Long.MAX_VALUE, "delete-stream!")) {
            for (Event event = changes.next(); event != null; event = changes.next()) {
                if (DeletionEvents.read(event)
                        .filter(deletion -> stream.includes(deletion.streamName()))
                        .isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }
}
