// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.migration.Tally.Counted;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The proof that two sides hold the same: what was counted of the source while it was read, against what is read of the
 * target after it was written, stream by stream; and the target's own list of streams against both. Not thread-safe.
 */
final class Proof implements AutoCloseable {

    private final Source source;
    private final EventLog target;
    private final String shown;
    private final Path scratch;
    private final int mostInMemory;
    private final Tally ofSource;
    private final Tally ofTarget;
    private long read;

    private long streams;
    private long events;
    private long different;
    private @Nullable Compared firstDifferent;
    private final Sum sum = new Sum();

    Proof(Source source, EventLog target, String shown, Path scratch, int mostInMemory) {
        this.source = source;
        this.target = target;
        this.shown = shown;
        this.scratch = scratch;
        this.mostInMemory = mostInMemory;
        this.ofSource = new Tally(scratch, mostInMemory);
        this.ofTarget = new Tally(scratch, mostInMemory);
    }

    Tally ofSource() {
        return ofSource;
    }

    /** Reads what the target holds and was not read yet. */
    Optional<Failure> readTarget(Consumer<Tally> progress) {
        long head = target.head();
        if (head <= read) {
            return Optional.empty();
        }
        Result<Long> pages = LogSource.pages(target.reader(), StreamNames.ALL, read, page -> {
            Optional<Failure> wrong = counted(ofTarget, page);
            progress.accept(ofTarget);
            return wrong;
        });
        read = head;
        return pages.fold(all -> Optional.empty(), Optional::of);
    }

    static Optional<Failure> counted(Tally tally, List<Event> page) {
        try {
            tally.add(page);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(scratchFailure(e));
        }
    }

    private static Failure scratchFailure(IOException e) {
        return Failure.of(
                Failure.Kind.NO_SPACE,
                "a temporary file of the proof cannot be used: " + e.getMessage(),
                "make room there; what was copied stays: run the same command again, and it goes on");
    }

    /** Compares. @param lines hears of each stream, in the order of their names @return what differs, if something does */
    Optional<Failure> compare(Consumer<Compared> lines) {
        streams = 0;
        events = 0;
        different = 0;
        firstDifferent = null;
        try {
            Listed listed = new Listed(target.reader());
            CountedStreams from = ofSource.streams();
            CountedStreams to = ofTarget.streams();
            Counted one = from.next();
            Counted other = to.next();
            while (one != null || other != null) {
                int order = order(one, other);
                Compared compared = new Compared(
                        one != null && order <= 0 ? proof(one, true) : null,
                        other != null && order >= 0 ? proof(other, false) : null);
                take(compared, listed);
                lines.accept(compared);
                one = order <= 0 ? from.next() : one;
                other = order >= 0 ? to.next() : other;
            }
            String more = listed.next();
            if (more != null && firstDifferent == null) {
                return Optional.of(wrong("the list of its streams has '" + more + "', which no event belongs to"));
            }
        } catch (IOException e) {
            return Optional.of(scratchFailure(e));
        } catch (StoreException e) {
            return Optional.of(Migration.reading(shown, e));
        }
        return firstDifferent == null
                ? Optional.empty()
                : Optional.of(
                        wrong(firstDifferent.text() + (different > 1 ? " (and " + (different - 1) + " more)" : "")));
    }

    private Failure wrong(String what) {
        return Failure.of(
                Failure.Kind.VERIFICATION_FAILED,
                shown + " does not hold what the source holds: " + what,
                "do not use it: remove what is there, and migrate again; nothing of the source was changed");
    }

    private static int order(@Nullable Counted one, @Nullable Counted other) {
        return one == null ? 1 : other == null ? -1 : Arrays.compareUnsigned(one.name(), other.name());
    }

    private void take(Compared compared, Listed listed) throws StoreException {
        StreamProof there = compared.target();
        boolean isListed = there == null || listed.has(there);
        if (compared.isEqual() && isListed) {
            streams++;
            events += there == null ? 0 : there.events();
            return;
        }
        different++;
        if (firstDifferent == null) {
            firstDifferent = isListed ? compared : new Compared(compared.source(), null);
        }
    }

    /** Of a stream of which a deletion took a part, what is there now. */
    private StreamProof proof(Counted counted, boolean isOfSource) throws IOException {
        StreamProof proof = counted.proof();
        if (!counted.count().isDoubtful()) {
            if (isOfSource) {
                sum.add(counted.count().sum());
            }
            return proof;
        }
        try (Tally anew = new Tally(scratch, mostInMemory)) {
            Source.Sink sink = page -> counted(anew, page);
            Result<Long> pages = isOfSource
                    ? source.readStream(proof.stream(), sink)
                    : LogSource.pages(target.reader(), proof.stream(), 0, sink);
            if (pages instanceof Result.Err<Long> err) {
                throw new IOException(err.failure().message());
            }
            Counted now = anew.streams().next();
            if (now == null) {
                return new StreamProof(proof.stream(), 0, 0, 0, new Sum().toString());
            }
            if (isOfSource) {
                sum.add(now.count().sum());
            }
            return now.proof();
        }
    }

    long streams() {
        return streams;
    }

    long events() {
        return events;
    }

    /** Of all streams together. */
    String sum() {
        return sum.toString();
    }

    @Override
    public void close() throws IOException {
        try (ofSource) {
            ofTarget.close();
        }
    }

    /** The streams as the target lists them. */
    private static final class Listed {
        private static final int PAGE = 1_000;
        private final EventReader reader;
        private Iterator<StoredStream> page = List.<StoredStream>of().iterator();
        private String last = "";
        private boolean end;

        Listed(EventReader reader) {
            this.reader = reader;
        }

        private @Nullable StoredStream read() throws StoreException {
            if (!page.hasNext() && !end) {
                List<StoredStream> read = reader.streams(last, "", PAGE);
                end = read.size() < PAGE;
                page = read.iterator();
            }
            if (!page.hasNext()) {
                return null;
            }
            StoredStream info = page.next();
            last = info.name();
            return info;
        }

        @Nullable String next() throws StoreException {
            StoredStream info = read();
            return info == null ? null : info.name();
        }

        /** Whether the next one in the list is this one. */
        boolean has(StreamProof proof) throws StoreException {
            StoredStream info = read();
            return info != null
                    && info.name().equals(proof.stream())
                    && info.totalEvents() == proof.events()
                    && info.firstOrderId() == proof.first()
                    && info.lastOrderId() == proof.last();
        }
    }
}
