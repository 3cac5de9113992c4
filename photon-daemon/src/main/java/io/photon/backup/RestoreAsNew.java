package io.photon.backup;

import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.core.EventRules;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.Expect;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Appends the events of user streams as new ones, as {@code cat file | photon emit} does: they get new positions and
 * times, go through the log's queue in order, and are stored once by their local-id. So this is not all or nothing: what
 * was appended before a failure stays, and the failure says how much. Internal streams are skipped.
 */
final class RestoreAsNew implements Restore {

    private static final long ANSWER_SECONDS = 120;
    private static final int TRIES = 600;
    private static final long PAUSE_MS = 50;

    private final EventLog log;
    private final RestoreRequest request;
    private final Runnable onClose;
    private final BackupReader reader;
    private long restored;
    private long skipped;
    private long leftOut;
    private boolean closed;

    RestoreAsNew(EventLog log, RestoreRequest request, int maxLineBytes, Runnable onClose) {
        this.log = log;
        this.request = request;
        this.onClose = onClose;
        this.reader = new BackupReader(
                new BackupReader.Options(maxLineBytes, request.allowIncomplete(), Long.MAX_VALUE), this::take);
    }

    @Override
    public Optional<Failure> feed(byte[] bytes, int offset, int length) {
        return reader.feed(bytes, offset, length).map(this::withCount);
    }

    @Override
    public Result<Restored> finish() {
        if (reader.finish() instanceof Result.Err<BackupSummary> err) {
            return Result.err(withCount(err.failure()));
        }
        return Result.ok(new Restored(restored, skipped, 0, leftOut, log.head()));
    }

    private Failure withCount(Failure failure) {
        if (restored == 0 || request.dryRun()) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.message() + "; " + restored + " events were appended before",
                "running it again stores events with a local-id once, others a second time");
    }

    private Optional<Failure> take(List<BackupLine> lines) {
        List<EventDraft> drafts = new ArrayList<>(lines.size());
        long bytes = 0;
        for (BackupLine line : lines) {
            Event event = line.event();
            String stream = event.streamName();
            if (event.orderId() > request.until()) {
                leftOut++;
            } else if (StreamNames.isInternal(stream)) {
                skipped++;
            } else {
                if (!drafts.isEmpty()
                        && (drafts.size() == EventRules.MAX_BATCH_EVENTS
                                || bytes + event.length() > EventRules.MAX_BATCH_BYTES)) {
                    Optional<Failure> wrong = append(drafts);
                    if (wrong.isPresent()) {
                        return wrong.map(failure -> failure.at("before line " + line.number()));
                    }
                    drafts = new ArrayList<>();
                    bytes = 0;
                }
                drafts.add(new EventDraft(stream, event.eventType(), event.localId(), event.body()));
                bytes += event.length();
            }
        }
        long last = lines.get(lines.size() - 1).number();
        return drafts.isEmpty() ? Optional.empty() : append(drafts).map(failure -> failure.at("up to line " + last));
    }

    /** Appends all of them or, for a failure, none; waits while the log's queue is full. */
    private Optional<Failure> append(List<EventDraft> drafts) {
        if (request.dryRun()) {
            restored += drafts.size();
            return Optional.empty();
        }
        try {
            for (int tries = 1; ; tries++) {
                List<Result<Appended>> answers =
                        log.append(new AppendRequest(drafts, true, Expect.ANY)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
                if (answers.get(0) instanceof Result.Err<Appended> err) {
                    if (err.failure().kind() != Failure.Kind.OVERLOADED || tries == TRIES) {
                        return Optional.of(err.failure());
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                } else {
                    count(answers);
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Failure.of(Failure.Kind.TIMED_OUT, "the restore was interrupted"));
        } catch (TimeoutException e) {
            return Optional.of(
                    Failure.of(Failure.Kind.TIMED_OUT, "the log did not answer in " + ANSWER_SECONDS + " s"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log's answer never fails", e);
        }
    }

    private void count(List<Result<Appended>> answers) {
        for (Result<Appended> answer : answers) {
            if (answer instanceof Result.Ok<Appended> ok && ok.value().duplicate()) {
                skipped++;
            } else {
                restored++;
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
