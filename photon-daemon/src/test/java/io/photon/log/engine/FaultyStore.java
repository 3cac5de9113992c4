// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.testkit.DelegatingStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that fails or waits when the test says so, and else does what the one behind it does. */
final class FaultyStore extends DelegatingStore {

    /** What the next appends end with; null for success. */
    volatile StoreException.Kind failure;

    /** Whether a failing append stores nevertheless, as a remote one whose answer is lost. */
    volatile boolean storesNevertheless;

    /** What the next reads end with; null for success. */
    volatile StoreException.Kind readFailure;

    /** How many of the next reads find no memory. */
    final AtomicInteger readsWithoutMemory = new AtomicInteger();

    /** What the next look-ups of a local-id throw, as a store with a fault does; null for none. */
    volatile RuntimeException lookUpFault;

    /** What the next appends throw; null for none. */
    volatile Error appendFault;

    /** What the next appends throw after they have stored everything; null for none. */
    volatile Error faultAfterAppend;

    /** What the next deletions throw; null for none. */
    volatile Error deleteFault;

    /** What the next deletions end with; null for success. */
    volatile StoreException.Kind deleteFailure;

    /** An append takes a permit; a test that holds them all stops the append thread inside the store. */
    final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

    volatile int appends;

    /** How large a group it wants. */
    volatile int groupBytes = Integer.MAX_VALUE;

    volatile int groupEvents = USUAL_GROUP_EVENTS;

    /** The most events that one append had. */
    volatile int largest;

    FaultyStore(EventStore behind) {
        super(behind);
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        gate.acquireUninterruptibly();
        gate.release();
        appends++;
        largest = Math.max(largest, batch.size());
        if (appendFault != null) {
            throw appendFault;
        }
        if (failure != null) {
            if (storesNevertheless) {
                behind.append(batch, fence);
            }
            throw new StoreException(failure, "injected " + failure);
        }
        behind.append(batch, fence);
        if (faultAfterAppend != null) {
            throw faultAfterAppend;
        }
    }

    @Override
    public int groupBytes() {
        return groupBytes;
    }

    @Override
    public int groupEvents() {
        return groupEvents;
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        if (deleteFault != null) {
            throw deleteFault;
        }
        if (deleteFailure != null) {
            throw new StoreException(deleteFailure, "injected " + deleteFailure);
        }
        behind.hide(stream, upTo);
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        if (readFailure != null) {
            throw new StoreException(readFailure, "injected " + readFailure + " in segment 7 at offset 42");
        }
        if (readsWithoutMemory.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new OutOfMemoryError("injected");
        }
        return behind.read(request);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        if (lookUpFault != null) {
            throw lookUpFault;
        }
        return behind.findByLocalId(stream, localId);
    }
}
