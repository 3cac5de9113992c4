// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.log.DeletionFold;
import io.photon.result.Failure;
import io.photon.store.EventStore;
import io.photon.store.EventStore.StoreState;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.lease.SequencerLease;
import io.photon.task.Steady;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this log may append now, and with which fence: it may while it holds the lease. A lease that wants to be renewed
 * is renewed by a thread of its own, which also tries to get it (back). Thread-safe.
 */
final class WriterRole implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterRole.class);

    private static final String ELSEWHERE = "another Photon writes to this store";
    private static final String NOT_READY = "it has not read the end of the log yet";

    private final SequencerLease lease;
    /** Null when the lease needs no care. */
    private final @Nullable ScheduledExecutorService keeper;
    /** Null while this log does not write. */
    private final AtomicReference<Fence> fence = new AtomicReference<>();

    /** Why it does not; null while it does. Not in one step with the fence: for a moment there may be neither, see {@link #why}. */
    private volatile @Nullable String reason;

    private volatile Runnable changed = () -> {};
    private boolean saidNotRenewed;
    /** Held while the store is asked about its writer, which may take as long as it likes. */
    private final Lock asking = new ReentrantLock();

    private volatile boolean closed;

    /** @param keepsItself whether a thread of its own renews the lease; else the caller calls {@link #tend} */
    WriterRole(SequencerLease lease, boolean keepsItself) throws StoreException {
        this.lease = lease;
        try {
            acquire();
        } catch (StoreException e) {
            lease.close();
            throw e;
        }
        Duration interval = lease.interval();
        this.keeper = keepsItself && !interval.isZero() ? Steady.timer("photon-lease") : null;
        if (keeper != null) {
            long nanos = interval.toNanos();
            keeper.scheduleWithFixedDelay(this::tend, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** @param listener called, by any thread, when this log has become the writer or is it no more */
    void onChange(Runnable listener) {
        changed = listener;
    }

    private void acquire() throws StoreException {
        Fence acquired = lease.acquire().orElse(null);
        reason = acquired == null ? ELSEWHERE : null;
        fence.set(acquired);
    }

    /** What to append with now; null when this log may not append. Asked before each batch. */
    @Nullable Fence fence() {
        Fence held = fence.get();
        if (held != null) {
            Optional<String> lost = lease.lost();
            if (lost.isPresent()) {
                lose(held, lost.get());
                return null;
            }
        }
        return held;
    }

    /** The store has refused the fence, or the lease says that it is lost. Waits for nothing. */
    void lose(Fence held, @Nullable String why) {
        if (fence.get() == held) {
            reason = why;
        }
        if (fence.compareAndSet(held, null)) {
            LOG.warn("this log does not append any more: {}", why);
            changed.run();
        }
    }

    /** Renews the lease, or tries to get it. Never throws. */
    void tend() {
        asking.lock();
        try {
            if (!closed) {
                ask();
            }
        } finally {
            if (closed) { // the close did not wait for this answer
                fence.set(null);
                lease.close();
            }
            asking.unlock();
        }
    }

    private void ask() {
        try {
            if (fence() != null) {
                lease.renew();
            } else {
                acquire();
                Fence acquired = fence.get();
                if (acquired != null) {
                    LOG.warn("this log appends now, with epoch {}", acquired.epoch());
                    changed.run();
                }
            }
            saidNotRenewed = false;
        } catch (StoreException e) {
            if (!saidNotRenewed) {
                saidNotRenewed = true;
                LOG.warn("the store did not answer about its writer: {}", e.getMessage());
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("renewing the lease", e);
        }
    }

    /** Where the process is that writes, empty text when that is not known; empty when it is this one, or none is known. */
    Optional<String> elsewhere() {
        return fence.get() == null && ELSEWHERE.equals(reason) ? Optional.of(lease.writerAddress()) : Optional.empty();
    }

    /** Why a request is refused now. */
    Failure refusal() {
        String why = why();
        String address = lease.writerAddress();
        if (why.equals(ELSEWHERE) && !address.isEmpty()) {
            return Failure.notPrimary("this Photon does not append: " + why + " at " + address, address);
        }
        return Failure.of(
                Failure.Kind.READ_ONLY,
                "this Photon does not append: " + why,
                "nothing was stored; send it to the Photon that writes now");
    }

    private String why() {
        String why = reason;
        return why == null ? NOT_READY : why;
    }

    /** What the store says of itself, unless this log may not append at all. */
    StoreState state(StoreState ofStore) {
        boolean mayAppend = fence() != null || ofStore.condition() == StoreState.Condition.READ_ONLY;
        return mayAppend ? ofStore : new StoreState(StoreState.Condition.READ_ONLY, why());
    }

    /**
     * Has a store take part in what this log knows: it finishes what an earlier writer has left, and hides what was deleted,
     * also by a writer that went on until this moment. Without that the lease is given up.
     *
     * @return the head, from which on only the writer moves it
     */
    long begin(EventStore store) throws StoreException {
        try {
            Fence held = fence();
            if (held != null) {
                store.takeOver(held);
            }
            long head = store.lastOrderId();
            DeletionFold.apply(store);
            return head;
        } catch (StoreException e) {
            close();
            throw e;
        }
    }

    /**
     * Gives the lease up; the last append is done. A store that does not answer is waited for a few seconds; then its lease
     * is given up when it answers, or runs out.
     */
    @Override
    public void close() {
        if (keeper != null) {
            keeper.shutdown();
        }
        closed = true;
        fence.set(null);
        reason = "Photon is stopping";
        if (LogThreads.uninterrupted(() -> asking.tryLock(LogThreads.STOP_WAIT_SECONDS, TimeUnit.SECONDS))) {
            try {
                lease.close();
            } finally {
                asking.unlock();
            }
        } else {
            LOG.warn("the store does not answer about its writer; its lease runs out by itself");
        }
    }
}
