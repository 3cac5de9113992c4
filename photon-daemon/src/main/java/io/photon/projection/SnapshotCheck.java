package io.photon.projection;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.filter.Glob;
import io.photon.log.DeletionEvents;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.store.Snapshot;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a snapshot is one of this code's, of this log's, and of nothing that was deleted since. */
final class SnapshotCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCheck.class);

    private SnapshotCheck() {}

    /**
     * What a snapshot that counts goes on from.
     *
     * @param lastEvent the last event folded in, or null for none
     */
    record Good(Snapshot snapshot, Event lastEvent) {}

    static Optional<Good> check(EventLog log, Plan plan, Snapshot snapshot) {
        String stream = plan.definition().streamName();
        if (!isOf(plan, snapshot) || snapshot.position() > log.head()) {
            return Optional.empty();
        }
        try {
            if (isAnyDeleted(log, stream, snapshot.configPosition())) {
                return Optional.empty();
            }
            if (snapshot.lastOrderId() == 0) {
                return Optional.of(new Good(snapshot, null));
            }
            try (Pull last = new Pull(log, plan.events(snapshot.lastOrderId(), snapshot.lastOrderId()))) {
                Event event = last.next();
                return event == null ? Optional.empty() : Optional.of(new Good(snapshot, event));
            }
        } catch (LogException e) {
            LOG.warn(
                    "projection '{}' does not trust its snapshot: {}",
                    plan.definition().name(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it is of this very definition, and of no fold before its last start. */
    static boolean isOf(Plan plan, Snapshot snapshot) {
        return snapshot.codeHash().equals(plan.codeHash()) && snapshot.configPosition() >= plan.since();
    }

    private static boolean isAnyDeleted(EventLog log, String stream, long above) {
        try (Pull changes = new Pull(log, StreamNames.CONFIG, above + 1, Long.MAX_VALUE, "delete-stream!")) {
            for (Event event = changes.next(); event != null; event = changes.next()) {
                if (DeletionEvents.read(event)
                        .filter(deletion -> covers(stream, deletion.streamName()))
                        .isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a projection over a stream, a glob or everything folds events of a user's stream. */
    static boolean covers(String projected, String stream) {
        return projected.equals(stream)
                || projected.equals(StreamNames.ALL)
                || Glob.isGlob(projected) && Glob.of(projected).matches(stream);
    }
}
