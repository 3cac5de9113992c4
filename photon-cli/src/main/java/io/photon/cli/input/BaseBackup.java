// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.backup.format.Anchor;
import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.backup.format.Trailer;
import io.photon.client.PhotonClient;
import io.photon.codec.EventParser;
import io.photon.codec.JsonEquality;
import io.photon.codec.JsonFields;
import io.photon.codec.ParsedEvent;
import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The backup that a new one goes on from: how far it reaches, and the events of its end, by which a store is known to be
 * the same. A number of the store would not tell that: a store that was restored goes on where the old one ended.
 */
public final class BaseBackup {

    /** This many events of the end are asked for before it is given up: each from another stream. */
    private static final int MOST_WITNESSES = 16;

    private final Path file;
    private final long position;
    private final List<Event> witnesses;
    private final Optional<Anchor> anchor;

    private BaseBackup(Path file, long position, List<Event> witnesses, Optional<Anchor> anchor) {
        this.file = file;
        this.position = position;
        this.witnesses = witnesses;
        this.anchor = anchor;
    }

    /** Reads and checks the whole file, {@code -} for {@code stdin}: what follows a damaged backup would be worth nothing. */
    public static Result<BaseBackup> read(Path file, InputStream stdin, LongConsumer progress) {
        Ending ending = new Ending();
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(true), ending);
        Result<BackupSummary> read = BackupFiles.read(List.of(file), stdin, reader, progress);
        if (read instanceof Result.Err<BackupSummary> err) {
            return Result.err(err.failure());
        }
        Trailer trailer = ending.trailer;
        if (trailer == null || read.value().cutBytes() > 0) {
            return Result.err(
                    Kind.VERIFICATION_FAILED,
                    file + ": the backup ends without a trailer: it is not complete",
                    "go on from the last complete backup, or take a full one without --since");
        }
        return Result.ok(new BaseBackup(file, ending.position, ending.witnesses(), trailer.anchor()));
    }

    /** Keeps the end of what is read. */
    private static final class Ending implements BackupReader.Listener {
        private List<BackupLine> before = List.of();
        private List<BackupLine> last = List.of();
        private @Nullable Trailer trailer;
        private long position;

        @Override
        public Optional<Failure> lines(List<BackupLine> lines) {
            before = last;
            last = lines;
            trailer = null;
            return Optional.empty();
        }

        @Override
        public Optional<Failure> backupEnds(Trailer found) {
            trailer = found;
            position = Math.max(position, found.position());
            return Optional.empty();
        }

        /** The last events, at most one of each stream, the newest first. */
        List<Event> witnesses() {
            List<BackupLine> lines = new ArrayList<>(before);
            lines.addAll(last);
            List<Event> found = new ArrayList<>();
            Set<String> streams = new HashSet<>();
            for (int i = lines.size() - 1; i >= 0 && found.size() < MOST_WITNESSES; i--) {
                Event event = lines.get(i).event();
                if (streams.add(event.streamName())) {
                    found.add(event);
                }
            }
            return found;
        }
    }

    /** An event of the store, for a backup that has none itself. */
    public Optional<Anchor> anchor() {
        return witnesses.isEmpty() ? anchor : Optional.of(Anchor.of(witnesses.get(0)));
    }

    /** The order-id that the next backup begins with, 0 for everything; or why it is not the next one of this store. */
    public Result<Long> next(PhotonClient client) {
        if (position == 0) {
            return Result.ok(0L); // it is of an empty store: all is new
        }
        if (witnesses.isEmpty() && anchor.isEmpty()) {
            return Result.err(Kind.BAD_INPUT, file + " holds no event by which its store can be known", startOver());
        }
        Result<Boolean> known = Result.ok(false);
        for (Event event : witnesses) {
            known = find(client, event.streamName(), event.orderId(), stored -> JsonEquality.sameEvent(stored, event));
            if (known instanceof Result.Err<Boolean> || known.value()) {
                break;
            }
        }
        if (witnesses.isEmpty()) {
            Anchor event = anchor.get();
            known = find(
                    client,
                    event.stream(),
                    event.orderId(),
                    stored -> Anchor.of(stored).equals(event));
        }
        return known.then(found -> found
                ? Result.ok(position + 1)
                : Result.err(
                        Kind.CONFLICT,
                        "nothing that stands at the end of " + file
                                + " is in this store: it is of another one, or these" + " streams were deleted",
                        startOver()));
    }

    private interface Comparison {
        boolean isSame(Event stored);
    }

    /** Whether the event is there; false when its stream is not there any more, and a failure when that is no reason. */
    private Result<Boolean> find(PhotonClient client, String stream, long orderId, Comparison comparison) {
        Result<byte[]> answer = client.event(stream, orderId);
        if (answer instanceof Result.Ok<byte[]> ok) {
            byte[] line = ok.value();
            int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
            return EventParser.parseStored(line, 0, length)
                    .then(stored -> isStored(stored) && comparison.isSame(stored.asStored())
                            ? Result.ok(true)
                            : another(stream, orderId));
        }
        Failure failure = answer.failure();
        if (failure.kind() == Kind.DENIED || failure.kind() == Kind.NOT_AUTHENTICATED) {
            return Result.ok(false); // another event of the end may be asked for
        }
        if (failure.kind() != Kind.NOT_FOUND) {
            return Result.err(failure);
        }
        boolean goesOn = client.stream(stream) instanceof Result.Ok<byte[]> there
                && JsonFields.number(there.value(), "first-order-id") > 0
                && JsonFields.number(there.value(), "first-order-id") < orderId;
        return goesOn ? another(stream, orderId) : Result.ok(false);
    }

    private static boolean isStored(ParsedEvent event) {
        return event.orderId() > 0 && event.eventTime() >= 0;
    }

    private Result<Boolean> another(String stream, long orderId) {
        return Result.err(
                Kind.CONFLICT,
                file + " is of another store: this one does not have its event " + orderId + " of stream '" + stream
                        + "'",
                "give the last backup of this store, or take a full one without --since");
    }

    private String startOver() {
        return "take a full backup without --since; or, if it is of this store, go on with --from " + (position + 1);
    }
}
