// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.backup.format.BackupWriter;
import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.BudgetedReader;
import io.photon.log.LogException;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.AroundDamage;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running backup: its bytes, chunk by chunk, the trailer in the last one. The caller that pulls sets the pace. Thread-safe in
 * that it may be closed while another thread pulls; the puller then gets a failure.
 */
public final class Backup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    /** So much is not copied again for the trailer's sake. */
    private static final int LARGE_BYTES = 1 << 20;

    private final PinnedView view;
    private final BudgetedReader reader;
    private final Clock clock;
    private final Instant deadline;
    private final Consumer<Backup> onClose;
    private final BackupWriter writer;
    private final boolean skipDamaged;
    private @Nullable Failure tooDamaged;
    private long cursor;
    private boolean read;
    private boolean closed;

    Backup(
            PinnedView view,
            Budget budget,
            Clock clock,
            BackupRequest request,
            Instant deadline,
            Consumer<Backup> onClose) {
        OptionalLong from = request.from();
        this.view = view;
        this.reader = new BudgetedReader(view, budget);
        this.skipDamaged = request.skipDamaged();
        this.clock = clock;
        this.deadline = deadline;
        this.onClose = onClose;
        this.writer = new BackupWriter(clock, from);
        this.cursor = Math.max(0, from.orElse(0) - 1);
    }

    /**
     * The next chunk: the lines of about one page, at least one byte; empty after the trailer. After a failure nothing
     * more comes, so that a backup that failed has no trailer.
     */
    public synchronized Result<Optional<byte[]>> next() {
        if (read) {
            return Result.ok(Optional.empty());
        }
        closeIfTooOld();
        if (closed) {
            return Result.err(
                    Failure.Kind.TIMED_OUT,
                    "the backup was closed after event " + writer.lastOrderId() + ": it ran longer than "
                            + BackupService.MAX_AGE.toMinutes() + " minutes, or the daemon stops",
                    "read it faster, or in parts with --from");
        }
        try {
            while (true) {
                Page page = page(ReadRequest.forwards(StreamNames.ALL, cursor));
                if (tooDamaged != null) {
                    close();
                    return Result.err(tooDamaged);
                }
                for (Event event : page.events()) {
                    writer.add(event);
                }
                cursor = page.cursor();
                if (page.end() && writer.pendingBytes() < LARGE_BYTES) { // else the trailer follows by itself
                    read = true;
                    return Result.ok(Optional.of(writer.finish()));
                }
                if (writer.pendingBytes() > 0) {
                    return Result.ok(Optional.of(writer.take()));
                }
            }
        } catch (LogException e) {
            close();
            return Result.err(e.failure());
        } catch (StoreException e) {
            close();
            return Result.err(
                    AroundDamage.gapOf(e) == null
                            ? StoreFailures.withoutChange(e)
                            : Failure.of(
                                    Failure.Kind.DAMAGED,
                                    "no backup was made: " + e.getMessage(),
                                    "leave out what is damaged with --skip-damaged (over HTTP: skip-damaged=true): the"
                                            + " trailer names it; see all damage with: photon verify --live"));
        } finally {
            reader.close(); // who has the chunk counts it
        }
    }

    private Page page(ReadRequest request) throws StoreException {
        return skipDamaged ? AroundDamage.read(reader, request, this::gap) : reader.read(request);
    }

    private void gap(Gap gap) {
        LOG.warn("a backup leaves out {}, which cannot be read", gap.text());
        tooDamaged = writer.gap(gap).orElse(null);
    }

    /** Events handed out so far. */
    public synchronized long events() {
        return writer.events();
    }

    synchronized void closeIfTooOld() {
        if (clock.instant().isAfter(deadline)) {
            close();
        }
    }

    /** Lets go of the view; idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                view.close();
            } finally {
                onClose.accept(this);
            }
        }
    }
}
