// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One run: compares what the target holds already, copies the rest, reads it back and compares each stream. A source that
 * others append to is followed in rounds until little is new; then it refuses appends, the last events are copied and proved,
 * and so it stays. For one thread, except {@link #cancel}.
 */
public final class Migration {

    /**
     * How it is to be done.
     *
     * @param dryRun compare only, and change nothing
     * @param stops whether a live source is to refuse appends in the end; else what comes later is missing
     * @param scratch a folder for temporary files
     * @param pieceBytes how much the target takes in one step, about
     * @param mostInMemory streams counted in memory
     */
    public record Options(boolean dryRun, boolean stops, Path scratch, long pieceBytes, int mostInMemory) {
        /** As usual. */
        public Options(boolean dryRun, boolean stops, Path scratch) {
            this(dryRun, stops, scratch, Copy.PIECE_BYTES, Tally.MOST_IN_MEMORY);
        }
    }

    /** Hears how far it is. */
    public interface Progress {
        /** A new part of it. @param what in words */
        void begins(String what);

        void at(long events, long bytes);
    }

    /** How {@link #run} ends after {@link #cancel}, unless something else was wrong, or all was done. */
    public static final Failure BROKEN_OFF =
            Failure.of(Failure.Kind.INTERNAL, "broken off", "run it again: it goes on");

    /** So few are copied while writers wait. */
    private static final long FEW = 1_000;

    /** Then the writers are faster than the copying, or nearly. */
    private static final int MOST_ROUNDS = 50;

    private static final int MOST_STOPS = 10;

    private final Source source;
    private final EventLog target;
    private final String shown;
    private final Options options;
    private final Progress progress;
    private final LongSupplier nanos;
    private volatile boolean cancelled;

    private final Proof proof;
    /** Everything visible in the source up to here is in the target, or compared. */
    private long position;

    /** The source was read up to here: at the position, or after it where events were looked at and not copied yet. */
    private long seen;

    private long found;
    private long above;
    private long paused = -1;

    /** @param target empty, or what an earlier run has left @param shown the target, for messages */
    public Migration(
            Source source, EventLog target, String shown, Options options, Progress progress, LongSupplier nanos) {
        this.source = source;
        this.target = target;
        this.shown = shown;
        this.options = options;
        this.progress = progress;
        this.nanos = nanos;
        this.proof = new Proof(source, target, shown, options.scratch(), options.mostInMemory());
    }

    /** Breaks it off at the next page; thread-safe. */
    public void cancel() {
        cancelled = true;
    }

    /** The position up to which everything is in the target. */
    public long position() {
        return target.head();
    }

    static Failure reading(String shown, StoreException e) {
        return Failure.of(
                e.kind() == StoreException.Kind.DAMAGED ? Failure.Kind.DAMAGED : Failure.Kind.UNREACHABLE,
                shown + " cannot be read: " + e.getMessage(),
                "nothing of the source was changed");
    }

    /** Does it. @param lines hears of each stream, in the order of their names */
    public Result<Moved> run(Consumer<Compared> lines) throws IOException {
        try (proof;
                Copy copy = new Copy(target, shown, options.pieceBytes())) {
            Optional<Failure> wrong = catchUp(copy);
            if (wrong.isEmpty() && !options.dryRun()) {
                wrong = source.isLive() && options.stops() ? last(copy, lines) : proof.compare(lines);
            }
            return wrong.isPresent() ? Result.err(wrong.get()) : Result.ok(moved(copy));
        }
    }

    private Moved moved(Copy copy) {
        return new Moved(
                options.dryRun(),
                found,
                options.dryRun() ? above : copy.copied(),
                proof.events(),
                proof.streams(),
                options.dryRun() ? position : target.head(),
                options.dryRun() ? "" : proof.sum(),
                paused);
    }

    /** Rounds until little is new. */
    private Optional<Failure> catchUp(Copy copy) {
        progress.begins("comparing and copying");
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long before = above;
            Optional<Failure> wrong = round == 0 ? first(copy) : more(copy);
            if (wrong.isPresent()) {
                return wrong;
            }
            if (options.dryRun() || !source.isLive() || above - before < FEW) {
                break;
            }
        }
        return Optional.empty();
    }

    /**
     * From the beginning of the source. Nothing is put into the target before all that it holds is accounted for: where the
     * source has not yet shown why it lacks some of that, its rest is read for deletions alone, and copied after that.
     */
    private Optional<Failure> first(Copy copy) {
        long head = target.head();
        try (PinnedView view = target.pin()) {
            Found already = new Found(view, shown, head);
            Optional<Failure> wrong = round(copy, page -> split(already, head, page, copy));
            found = already.compared();
            if (wrong.isEmpty()) {
                wrong = already.finish();
            }
            if (wrong.isPresent()) {
                return wrong;
            }
        } catch (StoreException e) {
            return Optional.of(reading(shown, e));
        }
        if (seen > position) {
            seen = position;
            return more(copy);
        }
        return readBack(copy);
    }

    private Result<Integer> split(Found already, long head, List<Event> page, Copy copy) {
        int from = 0;
        while (from < page.size() && page.get(from).orderId() <= head) {
            Optional<Failure> wrong = already.compare(page.get(from++));
            if (wrong.isPresent()) {
                return Result.err(wrong.get());
            }
        }
        if (from == page.size()) {
            return Result.ok(from);
        }
        Result<Boolean> mayCopy = already.isAccountedFor();
        if (mayCopy instanceof Result.Err<Boolean> err) {
            return Result.err(err.failure());
        }
        List<Event> fresh = page.subList(from, page.size());
        fresh.forEach(already::remember);
        boolean isNothingLeftOut = seen == position;
        return mayCopy.value() && isNothingLeftOut ? put(fresh, copy).map(copied -> page.size()) : Result.ok(from);
    }

    private Optional<Failure> more(Copy copy) {
        return round(copy, page -> put(page, copy)).or(() -> readBack(copy));
    }

    private Result<Integer> put(List<Event> fresh, Copy copy) {
        above += fresh.size();
        Optional<Failure> wrong = options.dryRun() ? Optional.empty() : copy.add(fresh);
        return wrong.isPresent() ? Result.err(wrong.get()) : Result.ok(fresh.size());
    }

    /** Takes the first events of a page. */
    private interface Taker {
        /** @return how many: the others are only looked at */
        Result<Integer> take(List<Event> page);
    }

    /** Reads what was not seen yet; once more where a reading took too long for the source. */
    private Optional<Failure> round(Copy copy, Taker taker) {
        boolean[] refused = {false};
        while (true) {
            long before = seen;
            Result<Long> read = source.read(seen, page -> {
                if (cancelled) {
                    return Optional.of(BROKEN_OFF);
                }
                Optional<Failure> wrong = take(page, taker);
                progress.at(proof.ofSource().events(), proof.ofSource().bytes());
                refused[0] = wrong.isPresent();
                return wrong;
            });
            if (read.isOk()) {
                boolean isAllTaken = seen == position;
                seen = Math.max(seen, read.value());
                position = isAllTaken ? seen : position;
                return Optional.empty();
            }
            if (refused[0]) {
                return Optional.of(read.failure());
            }
            if (read.failure().kind() != Failure.Kind.TIMED_OUT || seen == before) {
                Optional<Failure> kept = copy.publish(); // what came until now need not come again
                return Optional.of(kept.orElse(read.failure()));
            }
        }
    }

    private Optional<Failure> take(List<Event> page, Taker taker) {
        Result<Integer> took = taker.take(page);
        if (took instanceof Result.Err<Integer> err) {
            return Optional.of(err.failure());
        }
        List<Event> taken = page.subList(0, took.value());
        if (!taken.isEmpty()) {
            Optional<Failure> wrong = Proof.counted(proof.ofSource(), taken);
            if (wrong.isPresent()) {
                return wrong;
            }
            position = taken.get(taken.size() - 1).orderId();
        }
        seen = page.get(page.size() - 1).orderId();
        return Optional.empty();
    }

    private Optional<Failure> readBack(Copy copy) {
        return options.dryRun() ? Optional.empty() : copy.publish().or(() -> proof.readTarget(tally -> {}));
    }

    /** The source refuses appends: what came until then is copied, and all is proved. */
    private Optional<Failure> last(Copy copy, Consumer<Compared> lines) {
        progress.begins("the source refuses appends now; copying and proving the rest");
        long began = nanos.getAsLong();
        Optional<Failure> wrong =
                stopAndCopy(copy).or(() -> proof.compare(lines)).or(this::stay);
        if (wrong.isPresent()) {
            Result<Long> resumed = source.resumeAppends();
            return resumed.isOk() ? wrong : Optional.of(stillStopped(wrong.get(), resumed.failure()));
        }
        paused = nanos.getAsLong() - began;
        return wrong;
    }

    private Failure stillStopped(Failure wrong, Failure why) {
        return Failure.of(
                wrong.kind(),
                wrong.message() + "; and " + source.shown() + " was not told to take appends again: " + why.message(),
                "it does so by itself within a minute, or after: curl -X POST …/api/appends/resume; then: "
                        + wrong.hint());
    }

    private Optional<Failure> stopAndCopy(Copy copy) {
        for (int i = 0; i < MOST_STOPS; i++) {
            Result<Long> head = source.pauseAppends();
            if (head instanceof Result.Err<Long> err) {
                return Optional.of(err.failure());
            }
            if (head.value() <= position) {
                return Optional.empty();
            }
            Optional<Failure> wrong = more(copy);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.of(Failure.of(
                Failure.Kind.CONFLICT,
                source.shown() + " goes on to take appends although it was asked to refuse them",
                "what was copied stays; stop the writers, and run it again"));
    }

    /** The proof holds only if nothing has come since. */
    private Optional<Failure> stay() {
        if (cancelled) { // a source that refuses appends for good is for those only who are told that all is proved
            return Optional.of(BROKEN_OFF);
        }
        Result<Long> head = source.stopAppends();
        if (head instanceof Result.Err<Long> err) {
            return Optional.of(err.failure());
        }
        return head.value() <= position
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.CONFLICT,
                        source.shown() + " has taken appends up to " + head.value()
                                + " while the last events were proved up to " + position,
                        "what was copied stays: run the same command again"));
    }
}
