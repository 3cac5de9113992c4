// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log is told of records that are damaged in it: the database's copies of them; none when it cannot be asked.
 * Only what the log is known to have held is given: with nothing beyond its end, a start does not wait for the database.
 * Any thread.
 */
final class LogCopies implements RecordSource, MirrorThread.LogSide {

    private static final Logger LOG = LoggerFactory.getLogger(LogCopies.class);

    /** A database that did not open in time is given up after that. */
    private static final long DECIDED_MS = 5_000;

    private static final int PAGE_ROWS = 4_096;
    private static final long PAGE_CHARS = 1 << 20;

    /** More than a segment of the log holds is not copied at once. */
    private static final long MAX_COPIED_CHARS = 72L << 20;

    private final @Nullable PairingMarker mark;
    private final @Nullable PendingDatabase database;
    private final long openLimitMs;
    private final AtomicLong generation = new AtomicLong();
    private final List<Runnable> healings = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> decided = new CompletableFuture<>();
    private volatile @Nullable MirrorThread mirror;
    private volatile @Nullable EventStore log;
    /** The open database of which the log was told. */
    private volatile @Nullable MirrorDatabase told;

    /** @param openLimitMs how long to wait for the database when it is needed at a start */
    LogCopies(@Nullable PairingMarker mark, @Nullable PendingDatabase database, long openLimitMs) {
        this.mark = mark;
        this.database = database;
        this.openLimitMs = openLimitMs;
    }

    /** From now on copies come from the database the thread has open. */
    void handOver(MirrorThread running, EventStore mirrored) {
        log = mirrored;
        mirror = running;
        running.attach(this);
    }

    /** Waits until the database has opened or is known not to; not in the thread that opens it. */
    void awaitDecided() {
        if (Thread.currentThread() == mirror) {
            return;
        }
        try {
            decided.get(openLimitMs + DECIDED_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the database has not opened within {} ms; what is damaged is healed when it has", openLimitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed with an error
        }
    }

    @Override
    public void opened() {
        generation.incrementAndGet();
        told = Objects.requireNonNull(mirror).database();
        decided.complete(null);
        healings.forEach(Runnable::run);
    }

    @Override
    public void notOpen() {
        decided.complete(null);
    }

    @Override
    public boolean isHealing() throws StoreException {
        return log().known(StreamNames.CONFIG).mayReturnUpTo() > 0; // the same of whatever stream
    }

    @Override
    public boolean isSound() throws StoreException {
        AtomicLong damages = new AtomicLong();
        log().verification().verify(new Verification.Report() {
            @Override
            public void progress(long eventsChecked, long bytesChecked) {
                // no thread waits for it
            }

            @Override
            public void damage(String place, String what, long firstOrderId, long lastOrderId) {
                damages.incrementAndGet();
            }
        });
        return damages.get() == 0;
    }

    @Override
    public long generation() {
        return generation.get();
    }

    @Override
    public boolean mayStillCome() {
        MirrorThread running = mirror;
        if (running == null) {
            return database != null;
        }
        MirrorDatabase now = running.database();
        return running.getState() != Thread.State.TERMINATED && (now == null || now != told);
    }

    @Override
    public void whenMore(Runnable task) {
        healings.add(task);
    }

    @Override
    public List<CopiedRecord> between(long after, long upTo, int max) throws Unreadable {
        List<CopiedRecord> copies = new ArrayList<>();
        try {
            long known = Math.min(upTo, mark().vouched());
            if (known > after) {
                MirrorThread running = mirror;
                MirrorDatabase rows =
                        running != null ? running.database() : ours(database().await(openLimitMs));
                if (rows != null) {
                    copy(rows, after, known, max, copies);
                }
            }
        } catch (MirrorException e) {
            if (!e.isOfTheFile()) {
                throw unreadable(after, e);
            }
            LOG.warn("events above {} are damaged in the database, too: {}", after, e.getMessage());
        } catch (IOException e) {
            throw unreadable(after, e);
        }
        return copies;
    }

    private static Unreadable unreadable(long after, Exception e) {
        return new Unreadable(
                "events above " + after + " cannot be looked up in the database just now: " + e.getMessage(), e);
    }

    private static void copy(MirrorDatabase rows, long after, long upTo, int max, List<CopiedRecord> copies)
            throws MirrorException {
        long cursor = after;
        long chars = 0;
        while (cursor < upTo && copies.size() < max && chars < MAX_COPIED_CHARS) {
            List<MirrorRow> page = rows.rows(cursor, upTo, Math.min(max - copies.size(), PAGE_ROWS), PAGE_CHARS);
            if (page.isEmpty()) {
                return;
            }
            for (MirrorRow row : page) {
                // The row's predecessor may have been deleted before it was mirrored: the page is the chain.
                long previous = Math.max(row.previous(), cursor);
                cursor = row.orderId();
                if (row.checked() != null) {
                    byte[] line = row.line();
                    chars += line.length;
                    copies.add(new CopiedRecord(cursor, previous, row.crc(), line));
                }
            }
        }
    }

    private @Nullable MirrorDatabase ours(@Nullable Opened opened) throws MirrorException {
        return opened instanceof Opened.Open open
                        && mark().agrees(open.database().mark())
                ? open.database()
                : null;
    }

    private EventStore log() {
        return Objects.requireNonNull(log);
    }

    private PairingMarker mark() {
        return Objects.requireNonNull(mark);
    }

    private PendingDatabase database() {
        return Objects.requireNonNull(database);
    }
}
