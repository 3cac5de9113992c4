// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.RecordSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cache is told of places that are damaged in it: the events of the slots, as the server has them now. A server that
 * does not answer is asked again, less and less often. Thread-safe.
 */
final class SlotCopies implements RecordSource {

    private static final Logger LOG = LoggerFactory.getLogger(SlotCopies.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Longer content is not held in memory. */
    private static final long LONGEST_IN_MEMORY = 32L << 20;

    /** A segment of the cache is as long. */
    private static final long MAX_COPIED_BYTES = 72L << 20;

    private final SlotServer.Names names;
    private final SlotTable table;
    private final Contents contents;
    private final Supplier<SlotIndex> index;
    /** From 1 on: what was never asked for is of none. */
    private final AtomicLong generation = new AtomicLong(1);

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private volatile boolean isUnanswered;
    private volatile long pause = FIRST_PAUSE_NANOS;
    private volatile long again = System.nanoTime();

    /** @param index says in which slot an order-id is; it is not relied on */
    SlotCopies(SlotServer server, Supplier<SlotIndex> index) {
        this.names = server.names();
        this.table = server.tables().slots();
        this.contents = new Contents(new Uploads(server));
        this.index = index;
    }

    @Override
    public boolean isOriginal() {
        return true;
    }

    @Override
    public long generation() {
        return generation.get();
    }

    @Override
    public boolean mayStillCome() {
        return isUnanswered;
    }

    @Override
    public void whenMore(Runnable task) {
        tasks.add(task);
    }

    /** Looks whether a server that did not answer does so now. Costs nothing while all is well. */
    void lookAgain() {
        if (!isUnanswered || System.nanoTime() - again < 0) {
            return;
        }
        try {
            table.find(0);
        } catch (StoreException e) {
            unanswered(e);
            return;
        }
        generation.incrementAndGet(); // first: nothing may look as if all was asked for
        isUnanswered = false;
        tasks.forEach(Runnable::run);
    }

    private void unanswered(StoreException e) {
        if (!isUnanswered && e.kind() != Kind.CLOSED) {
            LOG.warn(
                    "what is damaged in the cache of {} cannot be healed from there now; it is tried again: {}",
                    names.server(),
                    e.getMessage());
        }
        again = System.nanoTime() + pause;
        pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        isUnanswered = true;
    }

    @Override
    public void all(long after, long upTo, Sink sink) throws StoreException, IOException {
        try {
            Slot slot = firstAbove(after);
            read(slot, after, upTo, sink);
            while (slot.last() < upTo) {
                slot = slot(slot.number() + 1, upTo);
                read(slot, after, upTo, sink);
            }
            pause = FIRST_PAUSE_NANOS;
        } catch (StoreException e) {
            if (e.kind() != Kind.DAMAGED) {
                unanswered(e);
            }
            throw e;
        }
    }

    /** Only of slots that fit into memory: what is in longer ones is left to {@link #all}. */
    @Override
    public List<CopiedRecord> between(long after, long upTo, int max) {
        List<CopiedRecord> copies = new ArrayList<>();
        try {
            long bytes = 0;
            long previous = after;
            Slot slot = firstAbove(after);
            while (slot.content().bytes() <= LONGEST_IN_MEMORY) {
                for (Event event : events(slot)) {
                    if (event.orderId() > upTo || copies.size() >= max || bytes > MAX_COPIED_BYTES) {
                        return copies;
                    }
                    if (event.orderId() > after) {
                        copies.add(CopiedRecord.of(event, previous));
                        previous = event.orderId();
                        bytes += event.length();
                    }
                }
                if (slot.last() >= upTo) {
                    return copies;
                }
                slot = slot(slot.number() + 1, upTo);
            }
        } catch (StoreException e) {
            if (e.kind() == Kind.DAMAGED) {
                LOG.warn("events above {} cannot be taken from {}: {}", after, names.server(), e.getMessage());
            } else {
                unanswered(e);
            }
        }
        return copies;
    }

    /** The slot with the first order-id above one, as the index of the cache says, or as the server does where that is wrong. */
    private Slot firstAbove(long orderId) throws StoreException {
        Slot found = indexed(orderId);
        if (found != null) {
            return found;
        }
        long low = 0;
        long high = 1;
        for (Slot at = table.find(high); at != null && at.last() <= orderId; at = table.find(high)) {
            low = high + 1;
            high *= 2;
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            Slot at = table.find(middle);
            if (at == null || at.last() > orderId) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return slot(low, orderId + 1);
    }

    private @Nullable Slot indexed(long orderId) throws StoreException {
        try {
            long number = index.get().slotOf(orderId + 1);
            Slot before = number == 0 ? null : table.find(number - 1);
            Slot slot = table.find(number);
            boolean isFirst = number == 0 || (before != null && before.last() <= orderId);
            return isFirst && slot != null && slot.last() > orderId ? slot : null;
        } catch (IOException e) {
            LOG.debug("the index of slots cannot be read: {}", e.getMessage());
            return null;
        }
    }

    private Slot slot(long number, long wanted) throws StoreException {
        Slot found = table.find(number);
        if (found == null) {
            throw StoreException.damaged(
                    "slot " + number + " is missing in " + names.server() + ", though order-id " + wanted
                            + " was read from there",
                    wanted,
                    wanted);
        }
        return found;
    }

    private void read(Slot slot, long after, long upTo, Sink sink) throws StoreException, IOException {
        if (slot.content().bytes() <= LONGEST_IN_MEMORY) {
            sink.take(within(events(slot), after, upTo));
            return;
        }
        Failing failing = new Failing(sink);
        try {
            contents.read(slot, part -> failing.take(within(part, after, upTo)));
        } catch (StoreException e) {
            if (isOther(slot, e)) {
                throw new StoreException(Kind.REFUSED, slot.place() + " is being written again", e);
            }
            throw e;
        }
        failing.rethrow();
    }

    private static List<Event> within(List<Event> events, long after, long upTo) {
        return events.stream()
                .filter(event -> event.orderId() > after && event.orderId() <= upTo)
                .toList();
    }

    /** One that is written again without deleted events while it is read is read anew. */
    private List<Event> events(Slot slot) throws StoreException {
        Slot read = slot;
        while (true) {
            try {
                return contents.events(read);
            } catch (StoreException e) {
                if (!isOther(read, e)) {
                    throw e;
                }
                read = slot(read.number(), read.last());
            }
        }
    }

    /** Whether a slot could not be read because it has other content by now. */
    private boolean isOther(Slot slot, StoreException failure) throws StoreException {
        return failure.kind() == Kind.DAMAGED
                && slot(slot.number(), slot.last()).revision() != slot.revision();
    }

    /** Keeps what a sink has failed with until the content has been read. */
    private static final class Failing {

        private final Sink sink;
        private @Nullable IOException failure;

        Failing(Sink sink) {
            this.sink = sink;
        }

        void take(List<Event> events) throws StoreException {
            if (failure == null) {
                try {
                    sink.take(events);
                } catch (IOException e) {
                    failure = e;
                }
            }
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
