// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.FactTable;
import io.photon.store.KnownStream;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hides events in the cache, and erases them from the slots in the background by writing the slots again without them. The
 * process that writes the log does it; what is to be done is a fact in the server until it is done. Thread-safe.
 */
final class SlotEraser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotEraser.class);

    private static final long RETRY_MS = 1_000;

    private static final String KIND = "erase";

    /** What is to be erased. A stream that comes again and is deleted again has one for each time. */
    private record Deletion(String stream, long upTo) {

        /** Of its fact, which no other deletion overwrites. */
        String name() {
            return upTo + " " + stream;
        }
    }

    /** The slots in which it is. */
    private record Range(long from, long to) {

        boolean has(long slot) {
            return from <= slot && slot <= to;
        }

        Range and(Range other) {
            return new Range(Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    private final SlotServer server;
    private final SlotTable table;
    private final SlotLog log;
    private final SlotCache cache;
    private final Contents contents;
    private final BooleanSupplier isOurs;
    private final BackgroundPace pace;
    private final Map<Deletion, Range> pending = new ConcurrentHashMap<>();
    /** Of which the server could not be told. */
    private final Map<Deletion, Range> unnoted = new ConcurrentHashMap<>();

    private final AtomicLong erasedEvents = new AtomicLong();
    private final AtomicLong erasedBytes = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer;
    /** The run that is to begin; null when none is. */
    private @Nullable ScheduledFuture<?> next;

    /** @param isOurs whether this process is the one that erases */
    SlotEraser(
            SlotServer server,
            SlotLog log,
            SlotCache cache,
            Contents contents,
            BooleanSupplier isOurs,
            BackgroundPace pace) {
        this.server = server;
        this.table = server.tables().slots();
        this.log = log;
        this.cache = cache;
        this.contents = contents;
        this.isOurs = isOurs;
        this.pace = pace;
        timer = Steady.timer("photon-" + server.names().key() + "-erasure");
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // the next start goes on
    }

    /** Goes on with what an earlier process has left. Called at the start, and by a process that has become the writer. */
    void begin() {
        schedule(0);
    }

    void hide(String stream, long upTo) throws StoreException {
        Deletion deletion = new Deletion(stream, upTo);
        boolean isFound = false;
        try {
            Optional<Range> range = find(stream, upTo);
            isFound = true;
            range.ifPresent(found -> note(deletion, found));
        } finally { // whatever became of that: it is recorded as deleted
            try {
                if (!isFound) { // once it is hidden here no one finds it, so it is looked for in all slots
                    later(deletion, new Range(0, Math.max(0, log.slots() - 1)));
                }
            } finally {
                cache.files().hide(stream, upTo);
            }
        }
    }

    /** @return where events to be erased are; empty for none */
    private Optional<Range> find(String stream, long upTo) throws StoreException {
        KnownStream known = cache.reader().known(stream);
        StoredStream seen = known.seen();
        if (known.unseenUpTo() > 0) { // some of it may lie in damage of the cache
            return Optional.of(new Range(0, cache.slotOf(Math.min(upTo, log.head()))));
        }
        if (seen == null || seen.firstOrderId() > upTo) {
            return Optional.empty();
        }
        long last = Math.min(upTo, seen.lastOrderId());
        return Optional.of(new Range(cache.slotOf(seen.firstOrderId()), cache.slotOf(last)));
    }

    private void note(Deletion deletion, Range range) {
        boolean isTold = false;
        try {
            tell(deletion, range);
            isTold = true;
        } catch (StoreException e) { // the events are hidden all the same
            LOG.warn(
                    "that '{}' is to be erased is noted in {} later: {}",
                    deletion.stream(),
                    server.names().server(),
                    e.getMessage());
        } finally {
            if (isTold) {
                pending.merge(deletion, range, Range::and); // not earlier: what is pending and not noted counts as done
                schedule(0);
            } else {
                later(deletion, range);
            }
        }
    }

    /** Erases what the server does not know of yet. */
    private void later(Deletion deletion, Range range) {
        unnoted.merge(deletion, range, Range::and);
        pending.merge(deletion, range, Range::and);
        schedule(0);
    }

    private void tell(Deletion deletion, Range range) throws StoreException {
        server.tables()
                .facts()
                .put(new FactTable.Fact(KIND, deletion.name(), deletion.upTo(), range.from(), range.to()));
    }

    /** Has it run once more; one run at a time, and one that waits. */
    private synchronized void schedule(long delayMs) {
        if (next != null) {
            if (next.getDelay(TimeUnit.MILLISECONDS) <= delayMs) {
                return;
            }
            next.cancel(false);
        }
        try {
            next = timer.schedule(Steady.task("erasing deleted events", this::erase), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so the next start erases: {}", e.getMessage());
        }
    }

    private synchronized void begun() {
        next = null;
    }

    private void erase() {
        begun(); // what is hidden from now on asks for another run
        boolean isDone = false;
        try {
            for (Map.Entry<Deletion, Range> late : Map.copyOf(unnoted).entrySet()) {
                tell(late.getKey(), late.getValue());
                unnoted.remove(late.getKey(), late.getValue());
            }
            Set<Deletion> before = Set.copyOf(pending.keySet());
            Map<Deletion, Range> found = found();
            if (isOurs.getAsBoolean()) {
                contents.tidy(table);
                found.forEach((deletion, range) -> pending.merge(deletion, range, Range::and));
                erase(Map.copyOf(pending));
            } else { // the writer has done the others
                pending.keySet().removeIf(each -> before.contains(each) && !found.containsKey(each));
            }
            isDone = pending.isEmpty() && unnoted.isEmpty();
        } catch (StoreException e) {
            LOG.warn("erasing deleted events goes on later: {}", e.getMessage());
        } finally {
            if (!isDone) {
                schedule(RETRY_MS);
            }
        }
    }

    private Map<Deletion, Range> found() throws StoreException {
        Map<Deletion, Range> found = new HashMap<>();
        for (FactTable.Fact fact : server.tables().facts().list(KIND)) {
            String name = fact.name();
            found.put(
                    new Deletion(name.substring(name.indexOf(' ') + 1), fact.first()),
                    new Range(fact.second(), fact.third()));
        }
        return found;
    }

    private void erase(Map<Deletion, Range> deletions) throws StoreException {
        Map<String, Long> upTo = new HashMap<>();
        deletions.keySet().forEach(each -> upTo.merge(each.stream(), each.upTo(), Math::max));
        long from = deletions.values().stream().mapToLong(Range::from).min().orElse(0);
        long to = deletions.values().stream().mapToLong(Range::to).max().orElse(-1);
        for (long number = from; number <= to && number < log.slots(); number++) {
            long at = number;
            if (deletions.values().stream().noneMatch(each -> each.has(at))) {
                continue;
            }
            if (timer.isShutdown() || !isOurs.getAsBoolean()) {
                return;
            }
            long begun = System.nanoTime();
            Slot slot = table.find(number);
            while (slot != null && !isWithout(slot, upTo)) {
                slot = table.find(number); // it has other content by now
            }
            pace.rest(System.nanoTime() - begun, false);
        }
        for (Map.Entry<Deletion, Range> done : deletions.entrySet()) {
            if (pending.remove(done.getKey(), done.getValue())) {
                server.tables().facts().remove(KIND, done.getKey().name());
            }
        }
    }

    /** @return whether the slot has none of the deleted events now */
    private boolean isWithout(Slot slot, Map<String, Long> upTo) throws StoreException {
        ContentWriter parts = slot.content().parts() == null ? null : contents.writer(slot.number());
        Erased erased = new Erased();
        Slot.Content content = null;
        try {
            List<Event> kept = new ArrayList<>();
            contents.read(slot, events -> {
                List<Event> left = erased.without(events, upTo);
                if (parts == null) {
                    kept.addAll(left);
                } else {
                    parts.add(left);
                }
            });
            if (erased.events == 0) {
                return true;
            }
            content = parts == null ? Contents.inRow(kept) : parts.end();
        } finally {
            if (content == null && parts != null) {
                parts.drop();
            }
        }
        return isRewritten(slot, content, erased);
    }

    private boolean isRewritten(Slot slot, Slot.Content content, Erased erased) throws StoreException {
        boolean isSettled = false;
        try {
            contents.retire(slot); // if this process ends in between, the next writer removes what the slot had
            boolean isDone = log.rewrite(slot, content);
            if (isDone) {
                contents.keep(content);
                contents.drop(slot.content());
                erasedEvents.addAndGet(erased.events);
                erasedBytes.addAndGet(erased.bytes);
            } else {
                contents.drop(content);
            }
            isSettled = true;
            return isDone;
        } finally {
            if (!isSettled) { // the next run would find nothing to erase in a slot that has the new content by now
                contents.doubt(slot, content);
            }
        }
    }

    /** What is taken out of one slot. */
    private static final class Erased {

        private long events;
        private long bytes;

        List<Event> without(List<Event> all, Map<String, Long> upTo) {
            List<Event> left = new ArrayList<>();
            for (Event event : all) {
                if (event.orderId() <= upTo.getOrDefault(event.streamName(), 0L)) {
                    events++;
                    bytes += event.length();
                } else {
                    left.add(event);
                }
            }
            return left;
        }
    }

    /** As far as both the slots and the cache are. */
    Erasure erasure() {
        Erasure local = cache.files().erasure();
        int streams =
                (int) pending.keySet().stream().map(Deletion::stream).distinct().count();
        return new Erasure(Math.max(streams, local.pendingStreams()), erasedEvents.get(), erasedBytes.get());
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
