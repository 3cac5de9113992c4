// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.result.Failure;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads stored events one after another, for a thread that may wait. Close it. */
public final class BlockingCursor implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Semaphore arrivals = new Semaphore(0);
    private final Inbox inbox;
    private final @Nullable Consumer<Gap> gaps;
    private List<Event> batch = List.of();
    private int next;

    /** @param request a cold one */
    public BlockingCursor(EventLog log, ReplaySpec request) {
        this(log, request, null);
    }

    /** @param gaps hears of what cannot be read, on the thread that asks; null to fail there */
    public BlockingCursor(EventLog log, ReplaySpec request, @Nullable Consumer<Gap> gaps) {
        this.gaps = gaps;
        inbox = new Inbox(log.budget(), null, log::head, arrivals::release);
        Replay replay = log.follow(request);
        (gaps == null ? replay.events() : replay.events(inbox::onGap)).subscribe(inbox);
    }

    /** A stream's events. @param from inclusive @param to inclusive @param eventType a glob, or null for all */
    public BlockingCursor(EventLog log, String stream, long from, long to, String eventType) {
        this(log, ReplaySpec.cold(stream).from(from).to(to).ofType(eventType));
    }

    /** The next event, or null after the last one. @throws LogException when they cannot be read */
    public @Nullable Event next() {
        while (next >= batch.size()) {
            inbox.folded();
            batch = inbox.take();
            next = 0;
            inbox.takeGaps().forEach(gap -> gaps().accept(gap));
            if (batch.isEmpty()) {
                if (inbox.isOver()) {
                    return end();
                }
                await();
            }
        }
        return batch.get(next++);
    }

    private @Nullable Event end() {
        if (inbox.error() instanceof LogException known) {
            throw known;
        }
        if (inbox.error() != null) {
            throw failed("reading events failed: " + inbox.error());
        }
        return null;
    }

    private void await() {
        try {
            if (!arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failed("no event within " + PATIENCE_SECONDS + " s");
            }
            arrivals.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("reading events was interrupted");
        }
    }

    private static LogException failed(String message) {
        return new LogException(Failure.of(Failure.Kind.INTERNAL, message, "see the daemon's log"), null);
    }

    @Override
    public void close() {
        inbox.cancel();
    }

    private Consumer<Gap> gaps() {
        return Objects.requireNonNull(gaps);
    }
}
