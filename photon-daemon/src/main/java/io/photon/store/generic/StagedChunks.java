// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a backend keeps staged events: next to the log, where no reader looks, as durable as the log. For one thread at a
 * time.
 */
public interface StagedChunks {

    /**
     * Keeps a chunk.
     *
     * @param number from 0, rising by one
     * @throws StoreException FENCED as for an append: what another writer stages must stay as it is
     */
    void put(int number, List<Event> events, Fence fence) throws StoreException;

    /** A chunk that was put. */
    List<Event> get(int number) throws StoreException;

    /**
     * Decides in one durable step that the first chunks become part of the log.
     *
     * @throws StoreException FENCED as for an append; OUTCOME_UNKNOWN when it may be decided or not
     */
    void decide(int chunks, Fence fence) throws StoreException;

    /** What was decided and not yet cleared; empty when nothing was. */
    OptionalInt decided() throws StoreException;

    /**
     * Forgets the decision, then removes all chunks.
     *
     * @throws StoreException FENCED as for an append
     */
    void clear(Fence fence) throws StoreException;
}
