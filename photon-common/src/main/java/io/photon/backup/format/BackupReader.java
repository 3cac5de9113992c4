// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import io.photon.codec.EventParser;
import io.photon.codec.LineSplitter;
import io.photon.codec.ParsedEvent;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads backups, one or a chain of several one after the other, from bytes as they come: splits lines, checks each
 * event, the order, and each trailer's count, range and SHA-256. Not thread-safe.
 *
 * <p>The listener gets lines before their trailer is checked: believe them only when {@link #finish} is Ok. Damage is
 * a {@link Failure} of kind VERIFICATION_FAILED that names line, byte offset and reason; after it the reader takes
 * nothing more.
 *
 * <p>Memory: a batch of lines, one unfinished line, and the caller's chunk.
 */
public final class BackupReader {

    /** What an event's envelope, which the daemon adds, may take of a line. */
    public static final int ENVELOPE_BYTES = 64 << 10;

    /** Longest line that any Photon writes with its default settings. */
    public static final int DEFAULT_MAX_LINE_BYTES = (16 << 20) + ENVELOPE_BYTES;

    /** Longest line that any Photon writes, whatever its {@code rest.max-line}. */
    public static final int LONGEST_LINE_BYTES = (64 << 20) + ENVELOPE_BYTES;

    static final String DAMAGED_HINT = "the backup is damaged here: take another copy";

    private static final String NO_BACKUP_HINT =
            "this is neither a backup nor the output of a replay; name a file that photon backup has written";

    private static final int BATCH_EVENTS = 1_000;
    private static final int BATCH_BYTES = 1 << 20;

    /** Hears what is read, in order. A failure it answers ends the reading. */
    public interface Listener {

        /** The next lines, at least one, order-ids rising within one backup. */
        Optional<Failure> lines(List<BackupLine> lines);

        /** One backup is read to its end and agrees with its trailer. */
        default Optional<Failure> backupEnds(Trailer trailer) {
            return Optional.empty();
        }
    }

    /**
     * What is asked of a backup.
     *
     * @param maxLineBytes longest line, at least 1 KiB
     * @param allowIncomplete whether a last backup may lack its trailer, as the output of a replay does, and whether
     *     backups may lack what was damaged when they were made
     * @param precededBy the highest order-id of what came before the first backup: an incremental one must start at most
     *     one past it; {@link Long#MAX_VALUE} to leave that open, as when a file is checked alone
     */
    public record Options(int maxLineBytes, boolean allowIncomplete, long precededBy) {
        public Options {
            if (maxLineBytes < 1_024) {
                throw new IllegalArgumentException("maxLineBytes is " + maxLineBytes + "; use at least 1024");
            }
        }

        /** To check files alone, of whatever daemon. */
        public static Options standalone(boolean allowIncomplete) {
            return new Options(LONGEST_LINE_BYTES, allowIncomplete, Long.MAX_VALUE);
        }
    }

    private final Options options;
    private final Listener listener;
    private final Sha256 sha256 = new Sha256();
    private final List<BackupLine> batch = new ArrayList<>(BATCH_EVENTS);
    private int batchBytes;

    private final LineSplitter splitter;
    private long lineNumber;
    private long backups;
    private long events;
    private long first;
    private long last;

    private long memberEvents;
    private long memberFirst;
    private long memberLast;
    private long memberBytes;
    private long preceding;
    private final List<Gap> gaps = new ArrayList<>();
    private @Nullable Failure failure;

    public BackupReader(Options options, Listener listener) {
        this.options = options;
        this.listener = listener;
        this.preceding = options.precededBy();
        this.splitter = new LineSplitter(options.maxLineBytes(), new LineSplitter.Lines() {
            @Override
            public boolean line(byte[] bytes, int from, int to, long offset) {
                return BackupReader.this.line(bytes, from, to, offset);
            }

            @Override
            public boolean tooLong(long offset) {
                lineNumber++;
                BackupReader.this.tooLong(offset);
                return false;
            }
        });
    }

    /** Reads a stream to its end; closing it is the caller's. */
    public Result<BackupSummary> readAll(InputStream in) throws IOException {
        byte[] chunk = new byte[LineSplitter.PIECE_BYTES];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            Optional<Failure> wrong = feed(chunk, 0, n);
            if (wrong.isPresent()) {
                return Result.err(wrong.get());
            }
        }
        return finish();
    }

    /** Takes the next bytes, which are copied. */
    public Optional<Failure> feed(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return Optional.of(failure);
        }
        splitter.feed(bytes, offset, length);
        return Optional.ofNullable(failure);
    }

    /** Bytes read so far. */
    public long bytes() {
        return splitter.bytes();
    }

    /** The input has ended: the verdict. */
    public Result<BackupSummary> finish() {
        int cutBytes = failure == null ? lastLine() : 0;
        flush();
        if (failure == null && (memberBytes > 0 || backups == 0) && !options.allowIncomplete()) {
            failure = bytes() == 0
                    ? Failure.of(
                            Failure.Kind.VERIFICATION_FAILED,
                            "there is no backup: the input is empty",
                            "name a file, or pipe one in: photon backup | photon verify")
                    : Failure.of(
                            Failure.Kind.VERIFICATION_FAILED,
                            "the backup ends at line " + lineNumber + ", byte " + bytes() + " without a trailer"
                                    + (cutBytes > 0 ? ", in the middle of a line" : ""),
                            "it is incomplete, or the output of a replay; take what is there with --allow-incomplete");
        }
        if (failure != null) {
            return Result.err(failure);
        }
        boolean ended = memberBytes == 0 && backups > 0;
        return Result.ok(new BackupSummary(
                backups + (ended ? 0 : 1),
                events,
                first,
                last,
                bytes(),
                ended && gaps.isEmpty(),
                cutBytes,
                List.copyOf(gaps)));
    }

    /** Takes a last line without a line end. Returns how many bytes of it are no whole line. */
    private int lastLine() {
        int length = splitter.restBytes();
        if (length == 0) {
            return 0;
        }
        byte[] rest = splitter.rest();
        long offset = splitter.bytes() - length;
        lineNumber++;
        if (Trailer.isTrailer(rest, 0, length)) {
            trailer(rest, 0, length, offset);
            return 0;
        }
        memberBytes += length;
        if (!isBlank(rest, 0, length)
                && EventParser.parseStored(rest, 0, length) instanceof Result.Ok<ParsedEvent> ok
                && isStored(ok.value())) {
            event(ok.value().asStored(), offset);
            return 0;
        }
        return length;
    }

    /** One line; answers whether to go on. */
    private boolean line(byte[] bytes, int from, int to, long offset) {
        lineNumber++;
        if (Trailer.isTrailer(bytes, from, to)) {
            trailer(bytes, from, to, offset);
        } else {
            memberBytes += to + 1 - from;
            sha256.add(bytes, from, to + 1);
            if (!isBlank(bytes, from, to)) {
                Result<ParsedEvent> parsed = EventParser.parseStored(bytes, from, to - from);
                if (parsed instanceof Result.Err<ParsedEvent> err) {
                    boolean isOtherFile = lineNumber == 1 && bytes[from] != '{'; // not cut or flipped: something else
                    failure = Failure.of(
                                    Failure.Kind.VERIFICATION_FAILED,
                                    err.failure().message(),
                                    isOtherFile ? NO_BACKUP_HINT : DAMAGED_HINT)
                            .at(place(offset));
                } else if (parsed instanceof Result.Ok<ParsedEvent> ok && isStored(ok.value())) {
                    event(ok.value().asStored(), offset);
                } else {
                    damaged(offset, "the event has no order-id or no event-time");
                }
            }
        }
        return failure == null;
    }

    private static boolean isStored(ParsedEvent parsed) {
        return parsed.orderId() > 0 && parsed.eventTime() >= 0;
    }

    private void event(Event event, long offset) {
        long orderId = event.orderId();
        if (memberEvents > 0 && orderId <= memberLast) {
            damaged(offset, "order-id " + orderId + " is not above " + memberLast + " of the line before");
            return;
        }
        if (memberEvents++ == 0) {
            memberFirst = orderId;
        }
        memberLast = orderId;
        first = events++ == 0 ? orderId : Math.min(first, orderId);
        last = Math.max(last, orderId);
        batch.add(new BackupLine(lineNumber, event));
        batchBytes += event.length();
        if (batch.size() >= BATCH_EVENTS || batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void flush() {
        if (failure == null && !batch.isEmpty()) {
            listener.lines(List.copyOf(batch)).ifPresent(wrong -> failure = wrong);
        }
        batch.clear();
        batchBytes = 0;
    }

    private void trailer(byte[] bytes, int from, int to, long offset) {
        Result<Trailer> read = Trailer.parse(bytes, from, to);
        if (read instanceof Result.Err<Trailer> err) {
            failure = err.failure().at(place(offset));
            return;
        }
        Trailer trailer = read.value();
        String sum = sha256.take();
        String reason = disagreement(trailer, sum);
        if (reason != null) {
            damaged(offset, reason);
            return;
        }
        long start = trailer.from().orElse(0);
        if (start - 1 > preceding) {
            failure = Failure.of(
                            Failure.Kind.VERIFICATION_FAILED,
                            "this backup starts at " + start + ", what came before ends at " + preceding,
                            "put the backup that is missing between them before this one")
                    .at(place(offset));
            return;
        }
        if (!trailer.gaps().isEmpty() && !options.allowIncomplete()) {
            failure = lacks(trailer.gaps()).at(place(offset));
            return;
        }
        flush();
        backups++;
        trailer.gaps().stream().limit(Trailer.MOST_GAPS - gaps.size()).forEach(gaps::add);
        // An empty incremental backup still says that nothing is missing before its start.
        preceding = Math.max(preceding == Long.MAX_VALUE ? 0 : preceding, Math.max(last, trailer.position()));
        memberEvents = 0;
        memberBytes = 0;
        if (failure == null) {
            listener.backupEnds(trailer).ifPresent(wrong -> failure = wrong);
        }
    }

    private static Failure lacks(List<Gap> gaps) {
        return Failure.of(
                Failure.Kind.VERIFICATION_FAILED,
                "this backup is whole as a file and not complete: the store was damaged when it was made, and it lacks what"
                        + " stood at " + gaps.get(0).text()
                        + (gaps.size() == 1 ? "" : " and in " + (gaps.size() - 1) + " more places"),
                "take what is there with --allow-incomplete, or use a backup that has these events");
    }

    /** Why a trailer does not belong to the lines before it; null when it does. */
    private @Nullable String disagreement(Trailer trailer, String sum) {
        if (trailer.events() != memberEvents) {
            return "the trailer counts " + trailer.events() + " events, there are " + memberEvents;
        }
        boolean any = memberEvents > 0;
        if (trailer.first().isPresent() != any
                || trailer.last().isPresent() != any && !isOfNothingNew(trailer)
                || any
                        && (trailer.first().getAsLong() != memberFirst
                                || trailer.last().getAsLong() != memberLast)) {
            return "the trailer says order-ids " + trailer.first() + " to " + trailer.last() + ", there are "
                    + (any ? memberFirst + " to " + memberLast : "none");
        }
        if (any && trailer.from().isPresent() && trailer.from().getAsLong() > memberFirst) {
            return "the trailer says from " + trailer.from().getAsLong() + ", the first event is " + memberFirst;
        }
        if (!trailer.sha256().equals(sum)) {
            return "the SHA-256 of the lines before is " + sum + ", the trailer says " + trailer.sha256();
        }
        return null;
    }

    /** An incremental backup without events says where it goes on from; those of older versions say null. */
    private static boolean isOfNothingNew(Trailer trailer) {
        return trailer.events() == 0
                && trailer.from().isPresent()
                && trailer.last().isPresent()
                && trailer.last().getAsLong() == trailer.from().getAsLong() - 1;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void tooLong(long offset) {
        failure = Failure.of(
                        Failure.Kind.VERIFICATION_FAILED,
                        "the line is longer than " + options.maxLineBytes() + " bytes",
                        options.maxLineBytes() < LONGEST_LINE_BYTES
                                ? "raise rest.max-line of the daemon if events are meant to be so long; else "
                                        + DAMAGED_HINT
                                : DAMAGED_HINT)
                .at(place(offset));
    }

    private void damaged(long offset, String reason) {
        failure = Failure.of(Failure.Kind.VERIFICATION_FAILED, reason, DAMAGED_HINT)
                .at(place(offset));
    }

    private String place(long offset) {
        return "line " + lineNumber + ", byte " + offset;
    }
}
