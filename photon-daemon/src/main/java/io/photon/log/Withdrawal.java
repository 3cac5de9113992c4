// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import java.util.concurrent.atomic.AtomicReference;

/** A way to take a request back while it still waits for the append thread. Belongs to one request. Thread-safe. */
public final class Withdrawal {

    private enum State {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * Takes the request back: true when it certainly will not be stored (it is answered OVERLOADED when its turn comes),
     * false when the append thread has it already, so that it is stored or will be.
     */
    public boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    /** The append thread's turn: whether it may store the request. From then on it cannot be taken back. */
    public boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN) || state.get() == State.TAKEN;
    }
}
