// SPDX-License-Identifier: Apache-2.0
package io.photon.store.lease;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to append: of all processes that reach a store, one has it at a time. It is there so that one writes and the
 * others know; that no event is lost or doubled when two believe they have it is the work of the {@link Fence}.
 * {@link #lost} and {@link #writerAddress} may be called by any thread, the rest by one at a time.
 */
public interface SequencerLease extends AutoCloseable {

    /**
     * Tries to become the writer, and does not wait for another that is. From the moment this returns a fence the store
     * refuses each append of a lower epoch, also one that was sent before: so the head that is read next stays the head
     * until the new writer appends.
     *
     * @return what to append with, of an epoch above that of any holder before; empty while another holds the lease
     * @throws StoreException when it cannot be told whether another holds it, and nothing was acquired as far as is known
     */
    Optional<Fence> acquire() throws StoreException;

    /**
     * Says that the holder is still there. Called every {@link #interval()} by the holder.
     *
     * @throws StoreException when the store did not answer; {@link #lost} decides when that was too often
     */
    void renew() throws StoreException;

    /**
     * Why the lease is not held any longer; empty while it is held, and before the first {@link #acquire}. Judged by the
     * time that passes in this process, and by what the store last said: never by the time of day. Cheap: asked before
     * each batch.
     */
    Optional<String> lost();

    /**
     * Where clients reach the process that held the lease when this one last tried to acquire it and did not; empty when that is
     * not known. By any thread.
     */
    default String writerAddress() {
        return "";
    }

    /** How long to wait between two renewals, or two attempts to acquire; zero for a lease that needs neither. */
    Duration interval();

    /** Gives it up, so that another need not wait until it has run out. Idempotent; never throws. */
    @Override
    void close();
}
