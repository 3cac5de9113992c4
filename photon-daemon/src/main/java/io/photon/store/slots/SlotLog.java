// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.Batches;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the log is: each slot is whose row is in its place first. A slot of which the server did not say what became
 * of it is put in its place again until some row is there; that none was seen there means nothing. Thread-safe.
 */
final class SlotLog {

    private static final Logger LOG = LoggerFactory.getLogger(SlotLog.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** After a question without an answer, readers ask nothing for so long. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A reader waits so long for another that asks already. */
    private static final long WAIT_MS = 500;

    private final SlotServer.Names names;
    private final SlotTable table;
    private final Contents contents;
    private final SlotCache cache;
    private final long patienceNanos;
    /** Names this opened store in its slots: it puts one content at most in each place. */
    private final UUID writer = UUID.randomUUID();

    /** Held for all that moves the log, and for each comparing and setting of a row. */
    private final Lock lock = new ReentrantLock();

    private volatile long head;
    private volatile long epoch;
    /** Whether the last slot is an append of ours: then no other process has added one, as far as is known. */
    private volatile boolean writes;
    /** A slot of ours that may be in its place, now or later, or not; null when there is none. */
    private volatile @Nullable Slot open;
    /** Whether a slot is in the server that the cache could not take. */
    private volatile boolean behind;

    /** The last slot that is in the cache; null before the first. */
    private @Nullable Slot tip;
    /** Whether the server did not answer since it was seen that it has the last slot: it may have lost some. */
    private volatile boolean shaken;

    private volatile @Nullable String trouble;
    private volatile long askedAt = System.nanoTime();
    private volatile long restUntil = System.nanoTime();

    /** Is told what to keep in the cache of a slot of ours. */
    private interface Keeping {
        void keep(Slot slot) throws StoreException;
    }

    SlotLog(SlotServer server, Contents contents, SlotCache cache, long timeoutNanos) {
        this.names = server.names();
        this.table = server.tables().slots();
        this.contents = contents;
        this.cache = cache;
        this.patienceNanos = 2 * timeoutNanos;
    }

    /** Compares the cache with the log, and reads what it does not have. */
    void begin() throws StoreException, IOException {
        lock.lock();
        try {
            long slots = cache.slots();
            if (slots > 0) {
                Slot there = table.find(slots - 1);
                if (cache.fits(there, contents)) {
                    head = cache.head();
                    epoch = there == null ? 0 : there.epoch();
                    tip = there;
                } else {
                    LOG.error(
                            "the cache has events up to order-id {} that {} does not have, or has otherwise: it was put"
                                    + " back to an earlier state, or has lost what it had confirmed ({}). What the cache had is kept in {}; it is made anew",
                            cache.head(),
                            names.server(),
                            names.losing(),
                            cache.moveAside());
                }
            }
            poll();
        } finally {
            lock.unlock();
        }
    }

    /** Stores a batch. @throws StoreException as {@link io.photon.store.EventStore#append} does */
    void append(List<Event> batch, Fence fence) throws StoreException {
        Batches.requireSome(batch);
        Batches.requireRising(0, batch);
        lock.lock();
        try {
            prepare(fence, batch.get(0).orderId());
            Slot.Content content = contents.of(batch);
            store(
                    slot(batch.get(0).orderId(), last(batch), batch.size(), content, fence),
                    fence,
                    slot -> cache.add(slot, batch));
        } finally {
            lock.unlock();
        }
    }

    /** Stores what was staged. @param content ended here, once it can be stored */
    void publish(long first, long last, int count, ContentWriter content, Staging staged, Fence fence)
            throws StoreException {
        lock.lock();
        try {
            prepare(fence, first);
            store(slot(first, last, count, content.end(), fence), fence, slot -> cache.add(slot, staged));
        } finally {
            lock.unlock();
        }
    }

    private static long last(List<Event> batch) {
        return batch.get(batch.size() - 1).orderId();
    }

    private Slot slot(long first, long last, int count, Slot.Content content, Fence fence) {
        return new Slot(cache.slots(), writer, fence.epoch(), first, last, count, 0, content);
    }

    private void prepare(Fence fence, long first) throws StoreException {
        settleOpen();
        if (behind) {
            poll();
        }
        require(fence, first);
    }

    private void require(Fence fence, long first) throws StoreException {
        if (fence.epoch() < epoch) {
            throw StoreException.fenced(fence, epoch);
        }
        if (first <= head) {
            throw new StoreException(
                    Kind.CONFLICT, "the first order-id, " + first + ", is not above " + head + "; nothing was stored");
        }
    }

    /** Puts a slot in the first free place. */
    private void store(Slot wanted, Fence fence, Keeping keeping) throws StoreException {
        boolean isDone = false;
        try {
            while (!isDone) {
                Slot mine = wanted.at(cache.slots());
                Slot there = settle(mine);
                if (there.isSame(mine)) {
                    isDone = true;
                    keep(there, keeping);
                    writes = true;
                } else {
                    adopt(List.of(there));
                    poll();
                    require(fence, wanted.first());
                }
            }
        } finally {
            if (!isDone && open == null) {
                contents.drop(wanted.content());
            }
        }
    }

    /** Ours is stored. @throws StoreException OUTCOME_UNKNOWN when it cannot be read here yet, so no reader may pass it */
    private void keep(Slot slot, Keeping keeping) throws StoreException {
        contents.keep(slot.content());
        epoch = Math.max(epoch, slot.epoch());
        behind = true;
        try {
            keeping.keep(slot);
        } catch (StoreException e) {
            LOG.error("{} is in {}, and the cache cannot take it: {}", slot.place(), names.server(), e.getMessage());
            throw new StoreException(
                    Kind.OUTCOME_UNKNOWN,
                    "what was appended is in " + names.server() + ", and the copy on this machine cannot take it: "
                            + e.getMessage() + "; it is shown as soon as it can be",
                    e);
        }
        head = slot.last();
        tip = slot;
        behind = false;
    }

    /** @return what is in the place now */
    private Slot settle(Slot mine) throws StoreException {
        contents.aim(mine);
        long deadline = System.nanoTime() + patienceNanos;
        NoAnswerException unknown = null;
        while (true) {
            try {
                requireKept();
                open = mine; // before it is sent: after any fault it must be asked for again
                Slot there = table.claim(mine);
                if (unknown != null) {
                    LOG.warn("{}; it is known now what became of {}", unknown.getMessage(), mine.place());
                }
                open = null;
                trouble = null;
                return there;
            } catch (NoAnswerException e) {
                unknown = e;
                trouble(e);
            } catch (StoreException e) {
                trouble(e);
                if (unknown == null) {
                    open = null;
                    throw new StoreException(e.kind(), e.getMessage() + "; nothing was stored", e);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new StoreException(
                        Kind.OUTCOME_UNKNOWN,
                        unknown.getMessage() + "; whether the events are stored is asked when it answers",
                        unknown);
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private void trouble(Exception e) {
        trouble = e.getMessage();
        shaken = true;
    }

    /**
     * After the server did not answer: whether it still has the slot that was the last. Without writes that are forced
     * it can have lost some; a log with a hole, or with others in their places, must not be added to from this cache.
     */
    private void requireKept() throws StoreException {
        Slot last = tip;
        if (!shaken || last == null) {
            return;
        }
        SlotRules.requireKept(names, last, table.find(last.number()));
        shaken = false;
    }

    /** The server has answered something else, so it may be asked again. Waits for no one. */
    void answered() {
        if (trouble == null || open != null || !lock.tryLock()) {
            return;
        }
        try {
            requireKept();
            trouble = null;
        } catch (StoreException e) {
            trouble(e);
        } finally {
            lock.unlock();
        }
    }

    /** Finds out what became of a slot that is open. */
    private void settleOpen() throws StoreException {
        Slot mine = open;
        if (mine == null) {
            return;
        }
        Slot there;
        try {
            requireKept();
            there = table.claim(mine);
        } catch (NoAnswerException | StoreException e) {
            trouble(e);
            throw new StoreException(
                    e instanceof StoreException known ? known.kind() : Kind.REFUSED,
                    e.getMessage() + "; what became of an earlier append is not known yet; nothing was stored",
                    e);
        }
        trouble = null;
        if (there.number() < cache.slots()) {
            settled(there);
        } else {
            adopt(List.of(there));
        }
    }

    /** Takes slots of others, and of ours of which it was not known, which follow the last one. */
    private void adopt(List<Slot> slots) throws StoreException {
        behind = true;
        try {
            cache.add(slots, contents, this::adopted);
        } finally { // for those that it took
            slots.stream().filter(slot -> slot.number() < cache.slots()).forEach(this::settled);
        }
        behind = false;
    }

    /** The cache has it; whatever becomes of those after it. Asks nothing of anyone, so none is left out. */
    private void adopted(Slot slot) {
        head = slot.last();
        tip = slot;
        epoch = Math.max(epoch, slot.epoch());
        writes &= slot.writer().equals(writer);
    }

    private void settled(Slot there) {
        Slot mine = open;
        if (mine != null && mine.number() == there.number()) {
            open = null;
            if (there.isSame(mine)) {
                contents.keep(mine.content());
            } else {
                contents.drop(mine.content());
            }
        }
    }

    /** Reads what others have added. @return how many slots */
    private long poll() throws StoreException {
        requireKept();
        long before = cache.slots();
        askedAt = System.nanoTime();
        long failedAt = -1;
        boolean isDone = false;
        while (!isDone) {
            try {
                SlotScan scan = new SlotScan(table, cache.slots()); // it passes no missing one
                for (List<Slot> found = scan.next(); !found.isEmpty(); found = scan.next()) {
                    adopt(found);
                }
                isDone = true;
            } catch (StoreException e) {
                if (e.kind() != Kind.DAMAGED || failedAt == cache.slots()) {
                    throw e;
                }
                // A slot that was just written again without deleted events has other parts than the row that was read.
                failedAt = cache.slots();
            }
        }
        behind = false;
        trouble = null;
        return cache.slots() - before;
    }

    /**
     * Puts a slot without events at the end: from then on no append of a lower epoch is stored.
     *
     * @param above an epoch; the new one is above it and above all in the log
     * @return the new epoch
     */
    long bar(long above) throws StoreException {
        lock.lock();
        try {
            writes = false; // until it appends: who is told of the lease may never come to that
            settleOpen();
            poll();
            long next = Math.max(above, epoch + 1);
            while (true) {
                Slot mine = new Slot(cache.slots(), writer, next, head, head, 0, 0, Contents.NONE);
                Slot there = settle(mine);
                boolean isMine = there.isSame(mine);
                if (isMine) {
                    keep(there, slot -> cache.add(slot, List.of()));
                } else {
                    adopt(List.of(there));
                }
                long found = poll();
                if (isMine && found == 0) {
                    contents.remember();
                    return next;
                }
                if (isMine && epoch > next) {
                    throw StoreException.fenced(new Fence(next), epoch);
                }
                if (isMine) {
                    LOG.error(
                            "{} has lost {} with what it had confirmed there, and has later ones ({})",
                            names.server(),
                            there.place(),
                            names.losing());
                }
                next = Math.max(next, epoch + 1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Before a writer begins, and when it does not know what the log has. */
    void takeOver(Fence fence) throws StoreException {
        lock.lock();
        try {
            settleOpen();
            poll();
            if (fence.epoch() < epoch) {
                throw StoreException.fenced(fence, epoch);
            }
        } finally {
            lock.unlock();
        }
    }

    /** This process does not write any more. */
    void standBy() {
        writes = false;
    }

    /** For readers: takes what others have added, if the server answers. What is read is a beginning of the log in any case. */
    void freshen() {
        long asked = System.nanoTime();
        if (writes || asked - restUntil < 0) {
            return;
        }
        try {
            if (!lock.tryLock(WAIT_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (askedAt - asked < 0) { // else another has asked for us
                poll();
            }
        } catch (StoreException e) {
            if (trouble == null) {
                LOG.warn("what others append is not seen until {} answers: {}", names.server(), e.getMessage());
            }
            trouble(e);
            restUntil = System.nanoTime() + REST_NANOS;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the cache take what it could not take before. Waits for no one.
     *
     * @return why it cannot; empty when it has all that is known of, or something is being stored
     */
    Optional<String> whyBehind() {
        if (!behind || !lock.tryLock()) {
            return Optional.empty();
        }
        try {
            if (behind) {
                poll();
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(
                    "the copy on this machine cannot take what is in " + names.server() + ": " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Puts other content in a slot. @return whether it still had what was read of it */
    boolean rewrite(Slot slot, Slot.Content content) throws StoreException {
        lock.lock();
        try {
            return table.rewrite(slot, content);
        } catch (NoAnswerException e) {
            throw new StoreException(Kind.REFUSED, e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** The head as far as it is known here. */
    long head() {
        return head;
    }

    long epoch() {
        return epoch;
    }

    long slots() {
        return cache.slots();
    }

    /** Why the server could not be asked the last time; null when it could. */
    @Nullable String trouble() {
        return trouble;
    }
}
