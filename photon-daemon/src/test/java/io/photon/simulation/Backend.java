// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.util.List;

/** A kind of store under simulation, and what can go wrong with it. */
interface Backend {

    /** What happens at the next write. */
    enum Fault {
        /** The sync fails: nobody knows what is there; nothing more is written. */
        SYNC_FAILS,
        /** Any one operation fails, of a write or of the work in the background: an I/O error, or no space for a moment. */
        OPERATION_FAILS,
        /** During the next write few files can be opened. */
        FEW_DESCRIPTORS,
        /** The power goes out at some moment of a write. */
        POWER_CUT,
        /** It is stored, and the answer is lost. */
        ANSWER_LOST,
        /** It is not stored, and the answer is lost. */
        REQUEST_LOST
    }

    /** Opens what survived. */
    EventStore open(Ledger ledger) throws StoreException;

    void append(EventStore store, List<Event> batch, Fence fence) throws StoreException;

    void publish(Staging staging, Fence fence) throws StoreException;

    /** All but ANSWER_LOST and REQUEST_LOST, soon. */
    void prepare(Fault fault);

    /** An error at one of the next operations of its own. */
    void errorSoon();

    void full(boolean isFull);

    boolean isReadOnly();

    boolean powerIsOff();

    /** The power, or only a new process, is back; the next {@link #open} sees one of the possible remains. */
    void powerCut();
}
