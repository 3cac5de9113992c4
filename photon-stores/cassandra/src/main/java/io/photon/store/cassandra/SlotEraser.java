package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.StoreException;
import io.photon.store.StreamInfo;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hides events in the cache, and erases them from the slots in the background by writing the slots again without them. The
 * process that writes the log does it; what is to be done is a fact in Cassandra until it is done. Thread-safe.
 */
final class SlotEraser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotEraser.class);

    private static final long RETRY_MS = 1_000;

    /** What is to be erased, and in which slots it is. */
    private record Deletion(long upTo, long fromSlot, long toSlot) {

        Deletion and(Deletion other) {
            return new Deletion(
                    Math.max(upTo, other.upTo), Math.min(fromSlot, other.fromSlot), Math.max(toSlot, other.toSlot));
        }
    }

    private final Cluster cluster;
    private final SlotTable table;
    private final SlotLog log;
    private final SlotCache cache;
    private final Contents contents;
    private final BooleanSupplier isOurs;
    private final BackgroundPace pace;
    private final PreparedStatement note;
    private final PreparedStatement noted;
    private final PreparedStatement forget;
    private final Map<String, Deletion> pending = new ConcurrentHashMap<>();
    /** Of which Cassandra could not be told. */
    private final Map<String, Deletion> unnoted = new ConcurrentHashMap<>();

    private final AtomicLong erasedEvents = new AtomicLong();
    private final AtomicLong erasedBytes = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-cassandra-erasure");

    /** @param isOurs whether this process is the one that erases */
    SlotEraser(
            Cluster cluster,
            SlotTable table,
            SlotLog log,
            SlotCache cache,
            Contents contents,
            BooleanSupplier isOurs,
            BackgroundPace pace)
            throws StoreException {
        this.cluster = cluster;
        this.table = table;
        this.log = log;
        this.cache = cache;
        this.contents = contents;
        this.isOurs = isOurs;
        this.pace = pace;
        String facts = cluster.options().keyspace() + ".facts";
        note = cluster.prepare(
                "INSERT INTO " + facts + " (kind, name, number, beat, epoch) VALUES ('erase', ?, ?, ?, ?)");
        noted = cluster.prepare("SELECT name, number, beat, epoch FROM " + facts + " WHERE kind = 'erase'");
        forget = cluster.prepare("DELETE FROM " + facts + " WHERE kind = 'erase' AND name = ?");
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // the next start goes on
    }

    /** Goes on with what an earlier process has left. Called at the start, and by a process that has become the writer. */
    void begin() {
        schedule(0);
    }

    void hide(String stream, long upTo) throws StoreException {
        Optional<StreamInfo> info = cache.files().stream(stream);
        if (info.isPresent() && info.get().firstOrderId() <= upTo) {
            Deletion deletion = new Deletion(
                    upTo,
                    cache.slotOf(info.get().firstOrderId()),
                    cache.slotOf(Math.min(upTo, info.get().lastOrderId())));
            try {
                note(stream, deletion);
            } catch (StoreException e) { // the events are hidden all the same
                LOG.warn("that '{}' is to be erased is noted in Cassandra later: {}", stream, e.getMessage());
                unnoted.merge(stream, deletion, Deletion::and);
            }
            pending.merge(stream, deletion, Deletion::and);
            schedule(0);
        }
        cache.files().hide(stream, upTo);
    }

    private void note(String stream, Deletion deletion) throws StoreException {
        cluster.ask(note.bind(stream, deletion.upTo(), deletion.fromSlot(), deletion.toSlot()));
    }

    private void schedule(long delayMs) {
        try {
            timer.schedule(Steady.task("erasing deleted events", this::erase), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so the next start erases: {}", e.getMessage());
        }
    }

    private void erase() {
        try {
            for (Map.Entry<String, Deletion> late : Map.copyOf(unnoted).entrySet()) {
                note(late.getKey(), late.getValue());
                unnoted.remove(late.getKey(), late.getValue());
            }
            Map<String, Deletion> found = new ConcurrentHashMap<>();
            for (Row row : cluster.ask(noted.bind())) {
                found.put(
                        String.valueOf(row.getString("name")),
                        new Deletion(row.getLong("number"), row.getLong("beat"), row.getLong("epoch")));
            }
            if (isOurs.getAsBoolean()) {
                contents.tidy(table);
                found.forEach((stream, deletion) -> pending.merge(stream, deletion, Deletion::and));
                erase(Map.copyOf(pending));
            } else {
                pending.keySet().retainAll(found.keySet()); // the writer has done the others
            }
            if (!pending.isEmpty()) {
                schedule(RETRY_MS);
            }
        } catch (StoreException e) {
            LOG.warn("erasing deleted events goes on later: {}", e.getMessage());
            schedule(RETRY_MS);
        }
    }

    private void erase(Map<String, Deletion> deletions) throws StoreException {
        if (deletions.isEmpty()) {
            return;
        }
        long from =
                deletions.values().stream().mapToLong(Deletion::fromSlot).min().orElse(0);
        long to = deletions.values().stream().mapToLong(Deletion::toSlot).max().orElse(-1);
        for (long number = from; number <= to && number < log.slots(); number++) {
            long at = number;
            if (deletions.values().stream().noneMatch(each -> each.fromSlot() <= at && at <= each.toSlot())) {
                continue;
            }
            if (timer.isShutdown() || !isOurs.getAsBoolean()) {
                return;
            }
            long begun = System.nanoTime();
            Slot slot = table.find(number);
            while (slot != null && !isWithout(slot, deletions)) {
                slot = table.find(number); // it has other content by now
            }
            pace.rest(System.nanoTime() - begun, false);
        }
        for (Map.Entry<String, Deletion> done : deletions.entrySet()) {
            if (pending.remove(done.getKey(), done.getValue())) {
                cluster.ask(forget.bind(done.getKey()));
            }
        }
    }

    /** @return whether the slot has none of the deleted events now */
    private boolean isWithout(Slot slot, Map<String, Deletion> deletions) throws StoreException {
        ContentWriter parts = slot.content().parts() == null ? null : contents.writer(slot.number());
        List<Event> kept = new ArrayList<>();
        long[] gone = new long[2];
        contents.read(slot, events -> {
            List<Event> left = new ArrayList<>();
            for (Event event : events) {
                Deletion deletion = deletions.get(event.streamName());
                if (deletion != null && event.orderId() <= deletion.upTo()) {
                    gone[0]++;
                    gone[1] += event.length();
                } else {
                    left.add(event);
                }
            }
            if (parts == null) {
                kept.addAll(left);
            } else {
                parts.add(left);
            }
        });
        if (gone[0] == 0) {
            if (parts != null) {
                parts.drop();
            }
            return true;
        }
        Slot.Content content = parts == null ? Contents.inRow(kept) : parts.end();
        if (!log.rewrite(slot, content)) {
            contents.drop(content);
            return false;
        }
        contents.keep(content);
        contents.drop(slot.content());
        erasedEvents.addAndGet(gone[0]);
        erasedBytes.addAndGet(gone[1]);
        return true;
    }

    /** As far as both the slots and the cache are. */
    Erasure erasure() {
        Erasure local = cache.files().erasure();
        return new Erasure(Math.max(pending.size(), local.pendingStreams()), erasedEvents.get(), erasedBytes.get());
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
