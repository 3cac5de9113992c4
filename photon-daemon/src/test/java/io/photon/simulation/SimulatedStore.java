// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.ForwardingStaging;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StoredStream;
import io.photon.store.testkit.DelegatingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any store with a place to be overtaken before and behind each call, and a {@link Ledger} of what it must hold. */
final class SimulatedStore extends DelegatingStore {

    private final Backend backend;
    private final Ledger ledger;
    private final Scheduler scheduler;
    private Backend.Fault lost;

    private final Errors errors;

    SimulatedStore(Backend backend, Ledger ledger, Scheduler scheduler) throws StoreException {
        this(backend, ledger, scheduler, new Errors(null));
    }

    /** @param errors what may be thrown wherever the writer calls the store */
    SimulatedStore(Backend backend, Ledger ledger, Scheduler scheduler, Errors errors) throws StoreException {
        super(backend.open(ledger));
        this.errors = errors;
        this.backend = backend;
        this.ledger = ledger;
        this.scheduler = scheduler;
    }

    /** The next append goes wrong so. */
    void prepare(Backend.Fault fault) {
        if (fault == Backend.Fault.ANSWER_LOST || fault == Backend.Fault.REQUEST_LOST) {
            lost = fault;
        } else {
            backend.prepare(fault);
        }
    }

    /** One write, whose outcome the ledger learns as far as anybody can know it. */
    private void write(List<Event> batch, Write write) throws StoreException {
        scheduler.overtake();
        errors.place();
        boolean isPossible = batch.get(0).orderId() > behind.lastOrderId();
        boolean begins = !backend.isReadOnly() && isPossible;
        if (begins) {
            ledger.begun(batch);
        }
        try {
            write.run();
        } catch (StoreException e) {
            StoreException failure = failed(e);
            // What an earlier write left behind when its force failed stays unknown, whatever fails after it.
            if (begins && e.kind() != Kind.OUTCOME_UNKNOWN) {
                ledger.nothingWritten();
            }
            throw failure;
        } catch (Error e) {
            afterError(batch, begins);
            throw e;
        }
        ledger.keep(batch);
        errors.place();
    }

    /** What the store says itself of a write that an error broke off. */
    private void afterError(List<Event> batch, boolean begins) throws StoreException {
        if (backend.powerIsOff()) {
            throw new Crash();
        }
        if (begins && behind.lastOrderId() >= batch.get(batch.size() - 1).orderId()) {
            ledger.keep(batch);
        } else if (begins && !backend.isReadOnly()) {
            ledger.nothingWritten();
        }
    }

    /** A failure of a disk without power is none that anybody lives to see. */
    private StoreException failed(StoreException e) {
        if (backend.powerIsOff()) {
            throw new Crash();
        }
        return e;
    }

    /** What a store does in one step. */
    private interface Write {
        void run() throws StoreException;
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        Backend.Fault fault = lost;
        lost = null;
        if (fault == Backend.Fault.REQUEST_LOST) {
            throw new StoreException(Kind.OUTCOME_UNKNOWN, "no answer");
        }
        write(batch, () -> backend.append(behind, batch, fence));
        if (fault == Backend.Fault.ANSWER_LOST) {
            ledger.doubtful();
            throw new StoreException(Kind.OUTCOME_UNKNOWN, "no answer");
        }
        scheduler.overtake();
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        scheduler.overtake();
        errors.place();
        try {
            behind.hide(stream, upTo);
            errors.place();
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    @Override
    public StagingArea staging() {
        return this::stage;
    }

    private Staging stage(Fence fence) throws StoreException {
        Staging staging;
        try {
            staging = behind.staging().stage(fence);
        } catch (StoreException e) {
            throw failed(e);
        }
        List<Event> staged = new ArrayList<>();
        return new ForwardingStaging(staging) {
            @Override
            public void add(List<Event> events) throws StoreException {
                try {
                    staging.add(events);
                } catch (StoreException e) {
                    throw failed(e);
                }
                staged.addAll(events);
            }

            @Override
            public void publish(Fence fence) throws StoreException {
                write(staged, () -> backend.publish(staging, fence));
                scheduler.overtake();
            }
        };
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        scheduler.overtake();
        Page page = behind.read(request);
        scheduler.overtake();
        return page;
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        scheduler.overtake();
        return behind.stream(name);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        scheduler.overtake();
        errors.place();
        return behind.findByLocalId(stream, localId);
    }

    @Override
    public Durability durability() {
        return Durability.FSYNC;
    }
}
