// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.core.EventRules;
import io.photon.core.Sequencer;
import io.photon.core.Writer;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch in the making: checks drafts against the rules, the store and the batch itself, and stamps them. Results are
 * noted as if the store had taken the batch; {@link #failed} takes them back. For the append thread.
 */
final class BatchBuilder {

    /** A stretch of one request's drafts. Noted before they are placed: a fault on the way must be able to take them back. */
    private static final class Part {
        final AppendTask.Append request;
        final int from;
        int to;

        Part(AppendTask.Append request) {
            this.request = request;
            this.from = request.next;
            this.to = request.next;
        }
    }

    private record LocalKey(String stream, String localId) {}

    private final EventStore store;
    private final EventStore.Durability durability;
    /** Bytes of a batch, unless what is stored in one step has more. */
    private final long longest;
    /** Events of a batch, unless more are stored in one step. */
    private final int most;

    private final long headBefore;
    private final long nowMs;
    private Sequencer sequencer;
    private final List<Event> events = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private final Map<LocalKey, Event> localIds = new HashMap<>(4);
    private final List<Part> parts = new ArrayList<>();
    private int taken;
    private long bytes;

    BatchBuilder(EventStore store, Sequencer sequencer, long nowMs) {
        this.store = store;
        this.durability = store.durability();
        this.sequencer = sequencer;
        this.longest = Math.min(EventRules.MAX_BATCH_BYTES, store.groupBytes());
        this.most = store.groupEvents();
        this.headBefore = sequencer.lastOrderId();
        this.nowMs = nowMs;
    }

    /**
     * Takes a request's drafts, as many as fit: all or none of an atomic one.
     *
     * @return whether all its drafts are taken now
     */
    boolean add(AppendTask.Append request) {
        List<EventDraft> drafts = request.request.drafts();
        if (request.atomic && !fits(drafts.size(), request.bytes())) {
            return false;
        }
        Part part = new Part(request);
        parts.add(part);
        try {
            if (request.atomic) {
                addAtomic(request, drafts);
                taken += drafts.size();
                bytes += request.bytes();
            } else {
                placeWhatFits(request, drafts);
            }
        } finally {
            part.to = request.next;
        }
        return request.isAnswerable();
    }

    private void placeWhatFits(AppendTask.Append request, List<EventDraft> drafts) {
        while (request.next < drafts.size()) {
            EventDraft draft = drafts.get(request.next);
            if (!fits(1, draft.body().length)) {
                return;
            }
            request.result(request.next, place(draft, Expect.ANY, request.comparisons));
            request.next++;
            taken++;
            bytes += draft.body().length;
        }
    }

    /** Anything fits into an empty batch; what may be asked for at all was checked before queuing. */
    private boolean fits(int moreEvents, long moreBytes) {
        return taken == 0 || (taken + moreEvents <= most && bytes + moreBytes <= longest);
    }

    private void addAtomic(AppendTask.Append request, List<EventDraft> drafts) {
        int mark = events.size();
        Expect expect = request.request.expect();
        Result.Err<Appended> refused = null;
        for (int i = 0; i < drafts.size() && refused == null; i++) {
            Result<Appended> result = place(drafts.get(i), expect, request.comparisons);
            if (events.size() > mark) {
                expect = Expect.ANY; // held for the first new event; the rest follows it in the same step
            }
            request.result(i, result);
            if (result instanceof Result.Err<Appended> err) {
                refused = err;
            }
        }
        if (refused != null) {
            takeBack(mark);
            for (int i = 0; i < drafts.size(); i++) {
                request.result(i, refused);
            }
        }
        request.next = drafts.size();
    }

    /** Removes events from a mark on; their order-ids are burnt. */
    private void takeBack(int mark) {
        localIds.values().removeAll(events.subList(mark, events.size()));
        events.subList(mark, events.size()).clear();
        streams.subList(mark, streams.size()).clear();
    }

    private Result<Appended> place(EventDraft draft, Expect expect, Comparisons comparisons) {
        Optional<Failure> refused = EventRules.check(draft, Writer.PHOTON);
        if (refused.isPresent()) {
            return Result.err(refused.get());
        }
        LocalKey key = draft.localId() == null ? null : new LocalKey(draft.streamName(), draft.localId());
        try {
            if (key != null) {
                Event first = localIds.get(key);
                if (first == null) {
                    first = store.findByLocalId(key.stream(), key.localId()).orElse(null);
                }
                if (first != null) {
                    return duplicate(draft, first, comparisons);
                }
            }
            if (!(expect instanceof Expect.Any)) {
                Optional<Failure> conflict = checkExpect(draft.streamName(), expect);
                if (conflict.isPresent()) {
                    return Result.err(conflict.get());
                }
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("the append", e));
        }
        sequencer = sequencer.next(nowMs); // burnt even if the store fails: gaps are legal, reuse is not
        Event event = draft.stamped(sequencer.lastOrderId(), nowMs);
        events.add(event);
        streams.add(draft.streamName());
        if (key != null) {
            localIds.put(key, event);
        }
        return Result.ok(new Appended(event.orderId(), nowMs, durability, false));
    }

    private Result<Appended> duplicate(EventDraft draft, Event first, Comparisons comparisons) {
        if (comparisons.isSame(first, draft)) {
            return Result.ok(new Appended(first.orderId(), first.eventTime(), durability, true));
        }
        return Result.err(
                Failure.Kind.CONFLICT,
                "local-id '" + draft.localId() + "' is taken in stream '" + draft.streamName()
                        + "' by another event, order-id " + first.orderId(),
                "a local-id belongs to one event for good; give a new event a new one");
    }

    private Optional<Failure> checkExpect(String stream, Expect expect) throws StoreException {
        long last = lastOf(stream);
        long expected = expect instanceof Expect.Last that ? that.orderId() : 0;
        if (last == expected) {
            return Optional.empty();
        }
        String found = last == 0 ? "has no event" : "ends at order-id " + last;
        String wanted = expected == 0 ? "no event" : "order-id " + expected;
        return Optional.of(Failure.of(
                Failure.Kind.CONFLICT,
                "stream '" + stream + "' " + found + ", expected " + wanted,
                "read what is new in the stream and decide again"));
    }

    /** The stream's last event, this batch included; 0 for none. */
    private long lastOf(String stream) throws StoreException {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (streams.get(i).equals(stream)) {
                return events.get(i).orderId();
            }
        }
        return Doomed.lastOf(store, stream);
    }

    /** The store did not take the batch: everything that would have been new in it failed. Takes no memory but one result. */
    void failed(Failure failure) {
        Result<Appended> err = AppendTask.result(failure);
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            boolean anyNew = false;
            for (int i = part.from; i < part.to; i++) {
                anyNew |= isNew(part.request.result(i));
            }
            for (int i = part.from; i < part.to && anyNew; i++) {
                if (part.request.atomic || isNew(part.request.result(i))) {
                    part.request.result(i, err);
                }
            }
        }
    }

    private boolean isNew(Result<Appended> result) {
        return result instanceof Result.Ok<Appended> ok && ok.value().orderId() > headBefore;
    }

    /** Answers every request of which nothing is left to store. Takes no memory of its own, and never throws. */
    void answer(AckTimes times, long nowNanos) {
        for (int i = 0; i < parts.size(); i++) {
            AppendTask.Append request = parts.get(i).request;
            if (request.isAnswerable()) {
                times.record(nowNanos - request.queuedNanos);
                request.answer();
            }
        }
    }

    List<Event> events() {
        return events;
    }

    /** Names of the streams of {@link #events()}, one by one. */
    List<String> streams() {
        return streams;
    }

    Sequencer sequencer() {
        return sequencer;
    }
}
