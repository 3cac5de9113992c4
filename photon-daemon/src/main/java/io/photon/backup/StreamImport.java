// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.core.EventRules;
import io.photon.core.Writer;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Events that become a stream of their own, all or nothing, with new positions and times. They are kept in a file until
 * all are there; only then is a name chosen that no stream has. One thread at a time.
 */
public final class StreamImport implements AutoCloseable {

    /** Names that are tried: more are not taken by accident. */
    private static final int MOST_NAMES = 10_000;

    private static final int TRIES = 5;

    private final EventLog log;
    private final Clock clock;
    private final EventSpool spool;
    private final Turn turn;
    private final Runnable onClose;

    /** What is done in its turn. */
    interface Work<T> {
        Result<T> done() throws StoreException, IOException;
    }

    /** Lets one at a time stage events. */
    interface Turn {
        <T> Result<T> take(Work<T> work) throws StoreException, IOException;
    }

    /**
     * What became of it.
     *
     * @param stream the name it got
     * @param events stored; one that came twice with the same local-id counts once
     */
    public record Imported(String stream, long events) {}

    StreamImport(EventLog log, Clock clock, Path scratch, Turn turn, Runnable onClose) {
        this.log = log;
        this.clock = clock;
        this.spool = new EventSpool(scratch);
        this.turn = turn;
        this.onClose = onClose;
    }

    /** One more event. @param draft of any stream; NO_SPACE when there is no room for it */
    public Optional<Failure> add(EventDraft draft) {
        try {
            spool.add(draft.stamped(0, 0));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ScratchFile.failure(e));
        }
    }

    /**
     * Stores them, and returns when they survive a power cut.
     *
     * @param wanted the stream's name; when it is taken, the first of {@code NAME-0}, {@code NAME-1} … that is not
     * @param refusal why a stream may not be written; empty when it may
     */
    public Result<Imported> finish(String wanted, Function<String, Optional<Failure>> refusal) {
        if (spool.events() == 0) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "there is no event to import", "a stream is there with its first event");
        }
        try {
            return turn.take(() -> store(wanted, refusal));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } catch (IOException e) {
            return Result.err(ScratchFile.failure(e));
        }
    }

    private Result<Imported> store(String wanted, Function<String, Optional<Failure>> refusal)
            throws StoreException, IOException {
        Result<Imported> last = null;
        for (int tries = 0; tries < TRIES; tries++) {
            Result<String> free = freeName(wanted, refusal);
            if (free instanceof Result.Err<String> err) {
                return Result.err(err.failure());
            }
            String name = free.value();
            last = new NewEvents(log, clock, spool, name)
                    .store(false)
                    .map(counts -> new Imported(name, counts.stored()));
            // Only what was surely not stored is tried again, and nothing that can fail comes before that is known.
            boolean stored = last.isOk() || last.failure().kind() != Failure.Kind.CONFLICT;
            if (stored || log.reader().stream(name).isEmpty()) {
                return last;
            }
        }
        return Objects.requireNonNull(last);
    }

    private Result<String> freeName(String wanted, Function<String, Optional<Failure>> refusal) throws StoreException {
        for (int i = -1; i < MOST_NAMES; i++) {
            String name = i < 0 ? wanted : wanted + "-" + i;
            Optional<Failure> refused =
                    EventRules.checkStream(name, Writer.USER).or(() -> refusal.apply(name));
            if (name.getBytes(StandardCharsets.UTF_8).length > StreamNames.MAX_BYTES) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        "the stream's name is longer than " + StreamNames.MAX_BYTES + " bytes",
                        "choose a shorter name");
            }
            if (refused.isPresent()) {
                return Result.err(refused.get());
            }
            if (log.reader().stream(name).isEmpty()) {
                return Result.ok(name);
            }
        }
        return Result.err(
                Failure.Kind.CONFLICT,
                "'" + Excerpt.of(wanted) + "' and " + MOST_NAMES + " names after it are taken",
                "choose another name");
    }

    /** Forgets what was not stored; idempotent. */
    @Override
    public void close() {
        spool.close(onClose);
    }
}
