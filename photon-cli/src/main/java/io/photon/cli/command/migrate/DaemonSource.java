// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.migrate;

import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.LineSplitter;
import io.photon.codec.ParsedEvent;
import io.photon.event.Event;
import io.photon.migration.Source;
import io.photon.question.AdminQuestions;
import io.photon.question.ClusterQuestions;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A daemon that runs: its backups are what is read, and it is asked to refuse appends in the end. */
final class DaemonSource implements Source {

    /** How long it refuses appends when nothing more is heard of this program. */
    private static final long PAUSE_SECONDS = 30;

    private static final long ASK_AGAIN_SECONDS = 8;

    /** The sink wants nothing more. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Failure why;

        EnoughException(Failure why) {
            super(why.message(), null, false, false);
            this.why = why;
        }
    }

    private final PhotonClient data;
    /** Asks while the other one reads. */
    private final PhotonClient control;

    private final String shown;
    private final String why;
    /** Of this run's pause: it ends no other one, and no other one ends it. */
    private final String name = "migrate-" + UUID.randomUUID();

    private @Nullable ScheduledExecutorService again;
    /** Set once this run asks for no pause with an end any more; guarded by {@link #control}. */
    private boolean isOver;

    /** @param why what those are told whose appends are refused */
    DaemonSource(PhotonClient data, PhotonClient control, String shown, String why) {
        this.data = data;
        this.control = control;
        this.shown = shown;
        this.why = why;
    }

    @Override
    public String shown() {
        return shown;
    }

    @Override
    public Result<Long> read(long above, Sink sink) {
        long[] delivered = {above};
        BackupReader reader =
                new BackupReader(new BackupReader.Options(BackupReader.LONGEST_LINE_BYTES, false, above), lines -> {
                    Optional<Failure> wrong =
                            sink.take(lines.stream().map(BackupLine::event).toList());
                    delivered[0] = lines.get(lines.size() - 1).event().orderId();
                    return wrong;
                });
        try {
            Result<Long> read = data.backup(
                    above == 0 ? 0 : above + 1,
                    false,
                    (bytes, offset, length) -> reader.feed(bytes, offset, length)
                            .ifPresent(wrong -> {
                                throw new EnoughException(wrong);
                            }));
            if (read instanceof Result.Err<Long> err) {
                boolean isCut = err.failure().kind() == Failure.Kind.UNREACHABLE && delivered[0] > above;
                return isCut
                        ? Result.err(
                                Failure.Kind.TIMED_OUT,
                                err.failure().message(),
                                err.failure().hint())
                        : Result.err(err.failure());
            }
            return reader.finish().map(BackupSummary::last).map(last -> Math.max(above, last));
        } catch (EnoughException e) {
            return Result.err(e.why);
        }
    }

    @Override
    public Result<Long> readStream(String stream, Sink sink) {
        long[] events = {0};
        LineSplitter lines = new LineSplitter(BackupReader.LONGEST_LINE_BYTES, new LineSplitter.Lines() {
            @Override
            public boolean line(byte[] bytes, int from, int to, long offset) {
                Result<ParsedEvent> parsed = EventParser.parseStored(bytes, from, to - from);
                if (parsed instanceof Result.Err<ParsedEvent> err) {
                    throw new EnoughException(err.failure());
                }
                Event event = parsed.value().asStored();
                events[0]++;
                sink.take(List.of(event)).ifPresent(wrong -> {
                    throw new EnoughException(wrong);
                });
                return true;
            }

            @Override
            public boolean tooLong(long offset) {
                throw new EnoughException(Failure.of(
                        Failure.Kind.TOO_LARGE,
                        "an event of stream '" + stream + "' is too long to be read",
                        "stop the daemon, and give its backend as --from"));
            }
        });
        try {
            ReplayQuery query =
                    new ReplayQuery(stream, true, "cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false, false);
            return data.replay(query, (bytes, offset, length) -> lines.feed(bytes, offset, length))
                    .map(bytes -> events[0]);
        } catch (EnoughException e) {
            return Result.err(e.why);
        }
    }

    @Override
    public boolean isLive() {
        return true;
    }

    /** What is to be done when all is copied. @param target in words */
    String closing(String target) {
        List<String> sharing = sharing();
        return shown + " refuses appends from now on; "
                + (sharing == null
                        ? "stop it"
                        : "other Photons on its store do not: stop them first"
                                + (sharing.isEmpty() ? " if there are any" : " (" + String.join(", ", sharing) + ")")
                                + ", then stop it, or one of them takes events that are not in the copy;")
                + " and start one on " + target;
    }

    /** The other Photons that use the same store, as far as they are known; null where it cannot be shared. */
    private @Nullable List<String> sharing() {
        synchronized (control) {
            Result<byte[]> status = control.ask(ClusterQuestions.CLUSTER.ask());
            if (!status.isOk()) {
                return null;
            }
            byte[] json = status.value();
            return JsonFields.field(json, "same-store") == null
                    ? null
                    : JsonFields.entries(json, "same-store").stream()
                            .map(one -> JsonFields.text(one, "node") + " at " + JsonFields.text(one, "address"))
                            .toList();
        }
    }

    @Override
    public Result<Long> pauseAppends() {
        Result<Long> head = ask(PAUSE_SECONDS);
        if (head.isOk() && again == null) {
            again = Steady.timer("photon-migrate");
            again.scheduleWithFixedDelay(
                    this::askAgain, // one that fails is seen in the end: by the head that has moved
                    ASK_AGAIN_SECONDS,
                    ASK_AGAIN_SECONDS,
                    TimeUnit.SECONDS);
        }
        return head;
    }

    @Override
    public Result<Long> stopAppends() {
        endRepeats();
        return ask(0);
    }

    @Override
    public Result<Long> resumeAppends() {
        endRepeats();
        synchronized (control) {
            return control.ask(AdminQuestions.APPENDS_RESUME.ask().with(Params.PAUSE_NAME, name))
                    .map(json -> JsonFields.number(json, "head"));
        }
    }

    private void askAgain() {
        synchronized (control) {
            if (!isOver) {
                ask(PAUSE_SECONDS);
            }
        }
    }

    private Result<Long> ask(long seconds) {
        synchronized (control) {
            var asked = AdminQuestions.APPENDS_PAUSE.ask().with(Params.WHY, why).with(Params.PAUSE_NAME, name);
            return control.ask(seconds == 0 ? asked : asked.with(Params.SECONDS, seconds))
                    .map(json -> JsonFields.number(json, "head"));
        }
    }

    private void endRepeats() {
        synchronized (control) { // one that is under way is answered first: none comes after what is asked next
            isOver = true;
        }
        if (again == null) {
            return;
        }
        again.shutdown();
        try {
            again.awaitTermination(ASK_AGAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        again = null;
    }

    @Override
    public void close() {
        endRepeats();
        data.close();
        control.close();
    }
}
