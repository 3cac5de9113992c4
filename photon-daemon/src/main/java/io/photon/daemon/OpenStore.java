// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.store.EventStore;
import io.photon.store.StoreException;

/** The store of a daemon, which still tells after its closing whether a failed write had made it read-only. Thread-safe. */
final class OpenStore implements AutoCloseable {

    private final EventStore store;
    private boolean closed;
    private boolean readOnly;

    OpenStore(EventStore store) {
        this.store = store;
    }

    /** Whether this process has it alone, so that no server is asked for what is read. */
    boolean isLocal() {
        return store.facts().isEmpty();
    }

    /** Whether writes are refused, or were refused when it was closed. */
    synchronized boolean isReadOnly() {
        return closed ? readOnly : store.state().condition() == EventStore.StoreState.Condition.READ_ONLY;
    }

    @Override
    public synchronized void close() throws StoreException {
        readOnly = isReadOnly();
        closed = true;
        store.close();
    }
}
