// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.log.DeletionFold;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import java.util.Random;

/**
 * A store on a disk that fails as the seed decides, with the ledger of what it must hold. A write in which the power goes
 * out throws {@link Crash}; then comes {@link #powerCut} and the next {@link #open}. One thread.
 */
public final class FailingStore {

    private final Random random;
    private final Ledger ledger;
    private final Scheduler scheduler;
    private final Errors errors;
    private final Backend backend;
    private SimulatedStore store;

    /** @param onFiles over the file store, else over the memory store */
    public FailingStore(Random random, boolean onFiles) {
        this(random, onFiles, new Scheduler(random), new Ledger());
    }

    FailingStore(Random random, boolean onFiles, Scheduler scheduler, Ledger ledger) {
        this.random = random;
        this.ledger = ledger;
        this.scheduler = scheduler;
        this.errors = new Errors(random);
        this.backend = onFiles ? new FileBackend(random, scheduler::addBackground) : new MemoryBackend(random);
    }

    /** Opens what survived and applies its deletions, as every start does. */
    public EventStore open() throws StoreException {
        scheduler.hold(true);
        errors.none();
        store = new SimulatedStore(backend, ledger, scheduler, errors);
        ledger.reconcile(store);
        DeletionFold.apply(store);
        scheduler.hold(false);
        return store;
    }

    /** An error, thrown at one of the next places. */
    public void errorSoon() {
        if (random.nextInt(3) == 0) {
            backend.errorSoon();
        } else {
            errors.soon();
        }
    }

    /** The next write goes wrong in some way. */
    public void faultSoon() {
        Backend.Fault[] faults = Backend.Fault.values();
        store.prepare(faults[random.nextInt(faults.length)]);
    }

    /** The disk gets full, or has room again. */
    public void full(boolean isFull) {
        backend.full(isFull);
    }

    /** From now on no more errors are thrown. */
    public void noErrors() {
        errors.none();
    }

    /** A place where a thread is asked for and there may be none. */
    public void threadPlace() {
        errors.threadPlace();
    }

    /** Does a piece of the work behind the store, if there is some. */
    public void workBehind() {
        scheduler.runBackground();
    }

    /** The power, or only the process, goes; what it had begun is never done. */
    public void powerCut() {
        scheduler.forget();
        backend.powerCut();
    }

    SimulatedStore store() {
        return store;
    }
}
