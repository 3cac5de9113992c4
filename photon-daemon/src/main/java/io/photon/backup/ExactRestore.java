// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.backup.format.Trailer;
import io.photon.codec.JsonEquality;
import io.photon.core.Fingerprint;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.PinnedView;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps order-ids and times, all or nothing. Each line is above the head and staged; or identical to a stored event and
 * skipped; or covered by a recorded deletion and left out; or a conflict that ends the restore.
 *
 * <p>The store is compared through a view of the beginning. What other emitters append after that makes the publishing
 * fail with a conflict, if anything was staged.
 */
final class ExactRestore implements Restore {

    private final EventLog log;
    private final RestoreRequest request;
    private final Runnable onClose;
    private final PinnedView view;
    private final long head;
    private final OrderIdDoubts doubts;
    private final StoredCursor stored;
    private final DeletionFilter deletions = new DeletionFilter();
    private final StagedTrail trail;
    private final BackupReader reader;

    private boolean storedDeletionsKnown;
    private @Nullable Staging staging;
    private long stagedLast;
    private long restored;
    private long skipped;
    private long deleted;
    private long leftOut;
    private boolean closed;

    ExactRestore(EventLog log, Clock clock, Path scratch, RestoreRequest request, int maxLineBytes, Runnable onClose)
            throws StoreException {
        this.log = log;
        this.request = request;
        this.onClose = onClose;
        this.view = log.pin();
        this.head = headOf(view);
        this.doubts = new OrderIdDoubts(clock.millis());
        this.stored = new StoredCursor(view);
        this.trail = new StagedTrail(scratch);
        this.reader =
                new BackupReader(new BackupReader.Options(maxLineBytes, request.allowIncomplete(), head), new Lines());
    }

    private final class Lines implements BackupReader.Listener {
        @Override
        public Optional<Failure> lines(List<BackupLine> lines) {
            return take(lines);
        }

        @Override
        public Optional<Failure> backupEnds(Trailer trailer) {
            doubts.settled();
            return Optional.empty();
        }
    }

    private static long headOf(PinnedView view) throws StoreException {
        try {
            return view.lastOrderId();
        } catch (StoreException e) {
            view.close();
            throw e;
        }
    }

    @Override
    public Optional<Failure> feed(byte[] bytes, int offset, int length) {
        return reader.feed(bytes, offset, length);
    }

    @Override
    public Result<Restored> finish() {
        if (reader.finish() instanceof Result.Err<BackupSummary> err) {
            return Result.err(err.failure());
        }
        Optional<Failure> doubtful = doubts.remaining();
        if (doubtful.isPresent()) {
            return Result.err(doubtful.get());
        }
        if (staging != null) {
            Result<Long> published = RestorePublishing.publish(
                    log, staging, Optional::empty, "run the same restore again: what is there already is skipped");
            if (published instanceof Result.Err<Long> err) {
                return Result.err(err.failure());
            }
        }
        return Result.ok(new Restored(restored, skipped, deleted, leftOut, log.head()));
    }

    /** Checks lines and stages what is new. */
    private Optional<Failure> take(List<BackupLine> lines) {
        List<Event> fresh = new ArrayList<>(lines.size());
        try {
            for (BackupLine line : lines) {
                Failure wrong = check(line.number(), line.event(), fresh);
                if (wrong != null) {
                    return Optional.of(wrong.at("line " + line.number()));
                }
            }
            stage(fresh);
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(
                    StoreFailures.withoutChange(e).at("line " + lines.get(0).number()));
        } catch (IOException e) {
            return Optional.of(ScratchFile.failure(e));
        }
    }

    /** Sorts one event in; answers what is wrong with it, or null. */
    private @Nullable Failure check(long number, Event event, List<Event> fresh) throws StoreException, IOException {
        long orderId = event.orderId();
        Optional<Failure> impossible = doubts.check(orderId, number);
        if (impossible.isPresent()) {
            return impossible.get();
        }
        if (request.leavesOut(event)) {
            leftOut++;
            return null;
        }
        String stream = event.header().streamFrom() < event.header().streamTo()
                        && event.array()[event.header().streamFrom()] == '_'
                ? event.streamName()
                : ""; // a user's name, most likely: not decoded for each event
        if (stream.equals(StreamNames.ALL)) {
            return Failure.of(
                    Failure.Kind.BAD_INPUT, StreamNames.ALL + " is a view, no stream", "restore a backup of Photon");
        }
        if (stream.equals(StreamNames.CONFIG)) { // which may speak of lines that follow in a chain
            deletions.add(event);
        }
        if (orderId <= head) {
            return compare(event, stored.at(orderId));
        }
        if (orderId <= stagedLast) {
            return compareWithStaged(event);
        }
        if (deletions.cover(event)) {
            deleted++;
            return null;
        }
        fresh.add(event);
        trail.add(orderId, fingerprint(event));
        stagedLast = orderId;
        restored++;
        return null;
    }

    private @Nullable Failure compare(Event event, @Nullable Event there) throws StoreException {
        if (there != null) {
            if (JsonEquality.sameEvent(there, event)) {
                skipped++;
                return null;
            }
            return conflict("event " + event.orderId() + " is stored with another content");
        }
        if (!storedDeletionsKnown) {
            deletions.addAll(view);
            storedDeletionsKnown = true;
        }
        if (deletions.cover(event)) {
            deleted++;
            return null;
        }
        return conflict("event " + event.orderId() + " is not in the store, whose head is " + head);
    }

    /** An overlap of two backups of a chain. */
    private @Nullable Failure compareWithStaged(Event event) throws IOException {
        Fingerprint there = trail.at(event.orderId());
        if (there == null) {
            if (deletions.cover(event)) {
                deleted++;
                return null;
            }
            return conflict("event " + event.orderId() + " is missing in the backup before, which ends after it");
        }
        if (!there.equals(fingerprint(event))) {
            return conflict("event " + event.orderId() + " has another content in the backup before");
        }
        skipped++;
        return null;
    }

    private static Fingerprint fingerprint(Event event) {
        return Fingerprint.of(event.array(), event.offset(), event.offset() + event.length());
    }

    private static Failure conflict(String message) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                message,
                "restore into an empty store, or append the events as new ones with --as-new");
    }

    private void stage(List<Event> fresh) throws StoreException {
        if (fresh.isEmpty() || request.dryRun()) {
            return;
        }
        if (staging == null) {
            staging = log.stage();
        }
        staging.add(fresh);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (view;
                trail) {
            if (staging != null) {
                staging.close(); // what was not published goes
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a nameless temporary file could not be closed", e);
        } finally {
            onClose.run();
        }
    }
}
