// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.result.Failure;
import io.photon.store.StoreException;
import java.util.Optional;

/**
 * Whether a log takes events of its own. Asked by the append thread before each turn, so it must be quick: an append either
 * comes before a change of the answer as a whole, or is refused. Thread-safe.
 */
public interface AppendGate {

    /** One that is always open. */
    AppendGate OPEN = Optional::empty;

    /** Why an append, a deletion or a restore is refused now; empty when it is not. */
    Optional<Failure> refusal();

    /**
     * The log has become the writer of its store, has read what others have written, and has not taken anything in yet. On the
     * append thread: it may wait for the store, and for nothing else.
     *
     * @throws StoreException when it cannot be told what this log may append: then it does not, and this is called again
     */
    default void opens() throws StoreException {
        // What it refuses does not depend on who wrote before.
    }

    /** Whether events of another log are taken as they are, see {@link EventLog#replicate}. */
    default boolean takesReplicas() {
        return false;
    }
}
