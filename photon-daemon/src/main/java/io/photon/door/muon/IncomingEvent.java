// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.PendingEmit;
import io.photon.api.PhotonApi;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Ticket;
import io.photon.budget.Use;
import io.photon.budget.Waiter;
import io.photon.codec.EventParser;
import io.photon.event.EventDraft;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One emitted event on its way in: it waits for memory, then for the log, and may be taken back in both. Thread-safe. */
final class IncomingEvent implements MuonService.Withdrawal, Waiter {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingEvent.class);

    private final PhotonApi api;
    private final Callers callers;
    private final byte[] event;
    private final Consumer<EventResult> outcome;
    private final Executor answers;

    // Guarded by this.
    private @Nullable Ticket ticket;
    private @Nullable PendingEmit pending;
    private boolean withdrawn;

    IncomingEvent(PhotonApi api, Callers callers, byte[] event, Consumer<EventResult> outcome, Executor answers) {
        this.api = api;
        this.callers = callers;
        this.event = event;
        this.outcome = outcome;
        this.answers = answers;
    }

    void begin() {
        long bytes = EventIntake.COPIES * event.length;
        Lease atOnce = api.budget().tryTake(Use.MUON, bytes);
        if (atOnce != null) {
            store(atOnce);
            return;
        }
        Ticket place = api.budget().take(Use.MUON, bytes, Budget.REQUEST_WAIT_MS, this);
        synchronized (this) {
            ticket = place;
        }
    }

    @Override
    public void granted(Lease lease) {
        answers.execute(() -> store(lease)); // not on the thread that gave the memory back
    }

    @Override
    public void refused() {
        answers.execute(() -> outcome.accept(EventResult.failed(EventIntake.NO_MEMORY)));
    }

    private void store(Lease lease) {
        try {
            Result<EventDraft> draft = EventParser.parseDraft(event, 0, event.length);
            if (draft instanceof Result.Err<EventDraft> err) {
                lease.close();
                outcome.accept(EventResult.failed(err.failure()));
                return;
            }
            PendingEmit begun = begin(draft.value());
            if (begun == null) {
                lease.close();
                refused();
                return;
            }
            begun.outcome()
                    .whenComplete((stored, error) -> lease.close())
                    .thenAcceptAsync(result -> outcome.accept(EventIntake.result(result)), answers);
        } catch (RuntimeException | Error e) {
            LOG.error("muon: an event could not be taken", e);
            lease.shrinkTo(0);
            // It may have got as far as the log.
            outcome.accept(EventResult.failed(Failure.outcomeUnknown("the event store failed: " + Fault.words(e))));
        }
    }

    /** Hands it to the log, unless it was taken back before: then null. */
    private synchronized @Nullable PendingEmit begin(EventDraft draft) {
        if (!withdrawn) {
            pending = api.emitWithPatience(callers.of(MuonEvents.token(event)), draft);
        }
        return pending;
    }

    @Override
    public boolean withdraw() {
        PendingEmit begun;
        Ticket place;
        synchronized (this) {
            begun = pending;
            place = ticket;
            withdrawn |= begun == null;
        }
        if (begun != null) {
            return begun.withdraw();
        }
        if (place != null && place.cancel()) {
            refused(); // else its message would never be acknowledged
        }
        return true;
    }
}
