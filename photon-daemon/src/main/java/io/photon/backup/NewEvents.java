// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.codec.JsonEquality;
import io.photon.core.EventRules;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.OrderIds;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores spooled events as new ones in one atomic step, while other clients go on emitting.
 *
 * <p>Staged events need their order-ids before it is known how many events are emitted concurrently. So they get ids a little
 * ahead of the clock, far enough for the staging to end before the clock is there; if it is not, or if someone has
 * emitted one of the same local-ids, all is staged again.
 */
final class NewEvents {

    private static final int TRIES = 6;
    private static final long FIRST_LEAD_MS = 500;
    /** Far fewer than a disk takes. */
    private static final long STAGED_PER_MS = 50;

    private final EventLog log;
    private final Clock clock;
    private final EventSpool spool;
    /** The stream that all of them go to; null for their own. */
    private final @Nullable String into;

    NewEvents(EventLog log, Clock clock, EventSpool spool) {
        this(log, clock, spool, null);
    }

    /** @param into a stream that is not there, for all of them: CONFLICT when it comes to be in between */
    NewEvents(EventLog log, Clock clock, EventSpool spool, @Nullable String into) {
        this.log = log;
        this.clock = clock;
        this.spool = spool;
        this.into = into;
    }

    private record LocalKey(String stream, String localId) {}

    /** @param duplicates events that were stored already, by their local-id */
    record Counts(long stored, long duplicates) {}

    /** @param dryRun only count */
    Result<Counts> store(boolean dryRun) throws StoreException, IOException {
        if (dryRun) {
            return new Attempt(null, 0).stage();
        }
        Result<Counts> last = null;
        for (int tries = 0; tries < TRIES; tries++) {
            long leadMs = (FIRST_LEAD_MS << tries) + spool.events() / STAGED_PER_MS;
            try (Staging staging = log.stage()) {
                Attempt attempt = new Attempt(staging, leadMs);
                last = attempt.run();
                if (!attempt.overtaken) {
                    return last;
                }
            }
        }
        return Objects.requireNonNull(last);
    }

    /** One staging. */
    private final class Attempt {
        private final @Nullable Staging staging;
        private final long nowMs = Math.max(0, clock.millis());
        private final List<Event> batch = new ArrayList<>();
        private final Map<LocalKey, Event> batchIds = new HashMap<>();
        private long nextId;
        private long batchBytes;
        private long comparedUpTo;
        private long stored;
        private long duplicates;
        /** Whether emits came in between, so that another attempt may succeed. */
        private boolean overtaken;

        /** @param staging null to count only */
        Attempt(@Nullable Staging staging, long leadMs) {
            this.staging = staging;
            this.comparedUpTo = log.head();
            this.nextId = Math.max(log.head() + 1, OrderIds.firstAt(nowMs)) + 1_000 * leadMs;
        }

        Result<Counts> run() throws StoreException, IOException {
            Result<Counts> staged = stage();
            if (staged instanceof Result.Err<Counts> || stored == 0) {
                return staged;
            }
            Optional<Failure> taken = taken(); // most of the comparing; what comes after it is little
            if (taken.isPresent()) {
                return Result.err(taken.get());
            }
            Result<Long> published = RestorePublishing.publish(
                    log,
                    Objects.requireNonNull(staging),
                    this::taken,
                    "look for the events before you restore again: those without a local-id would be stored twice");
            overtaken |=
                    published instanceof Result.Err<Long> err && err.failure().kind() == Failure.Kind.CONFLICT;
            return published.then(head -> staged);
        }

        Result<Counts> stage() throws StoreException, IOException {
            EventSpool.Reading reading = spool.read();
            for (Event event = reading.next(); event != null; event = reading.next()) {
                EventDraft read = new EventDraft(event.streamName(), event.eventType(), event.localId(), event.body());
                EventDraft draft = into == null ? read : read.inStream(into);
                Event first = first(draft);
                if (first == null) {
                    add(draft);
                } else if (JsonEquality.sameContent(first, draft.body())) {
                    duplicates++;
                } else {
                    return Result.err(
                            Failure.Kind.CONFLICT,
                            (into == null ? "event " + event.orderId() + " of the backup" : "an event")
                                    + " has the local-id '" + draft.localId()
                                    + "', which another event of stream '" + draft.streamName()
                                    + "' has; nothing was stored",
                            into == null
                                    ? "a local-id names one event; restore into an empty store, or take the event out of the file"
                                    : "a local-id names one event; take one of them out of the file");
                }
            }
            flush();
            return Result.ok(new Counts(stored, duplicates));
        }

        /** The event that already has the draft's local-id, or null. */
        private @Nullable Event first(EventDraft draft) throws StoreException {
            if (draft.localId() == null) {
                return null;
            }
            Optional<Event> there = log.reader().findByLocalId(draft.streamName(), draft.localId());
            if (there.isEmpty() && staging != null) {
                Event inBatch = batchIds.get(new LocalKey(draft.streamName(), draft.localId()));
                return inBatch != null
                        ? inBatch
                        : staging.findByLocalId(draft.streamName(), draft.localId())
                                .orElse(null);
            }
            return there.orElse(null);
        }

        private void add(EventDraft draft) throws StoreException {
            stored++;
            if (staging == null) {
                return;
            }
            Event event = draft.stamped(nextId++, nowMs);
            batch.add(event);
            if (draft.localId() != null) {
                batchIds.put(new LocalKey(draft.streamName(), draft.localId()), event);
            }
            batchBytes += event.length();
            if (batch.size() >= EventRules.MAX_BATCH_EVENTS || batchBytes >= EventRules.MAX_BATCH_BYTES) {
                flush();
            }
        }

        private void flush() throws StoreException {
            if (!batch.isEmpty()) {
                staging().add(List.copyOf(batch));
                batch.clear();
                batchIds.clear();
                batchBytes = 0;
            }
        }

        /** Compares what was emitted since the last time: an event with a staged local-id makes the staging worthless. */
        private Optional<Failure> taken() throws StoreException {
            if (into != null) {
                return log.reader().stream(into)
                        .map(there -> Failure.of(
                                Failure.Kind.CONFLICT,
                                "stream '" + into + "' came to be during the import",
                                "nothing was stored; import again"));
            }
            Page page;
            do {
                page = log.reader().read(ReadRequest.forwards(StreamNames.ALL, comparedUpTo));
                for (Event event : page.events()) {
                    String id = event.localId();
                    if (id != null
                            && staging().findByLocalId(event.streamName(), id).isPresent()) {
                        overtaken = true;
                        return Optional.of(Failure.of(
                                Failure.Kind.CONFLICT,
                                "local-id '" + id + "' of stream '" + event.streamName()
                                        + "' was emitted during the restore",
                                "stop the emitters of these events, then restore again; nothing was restored"));
                    }
                }
                comparedUpTo = page.cursor();
            } while (!page.end());
            return Optional.empty();
        }

        private Staging staging() {
            return Objects.requireNonNull(staging);
        }
    }
}
