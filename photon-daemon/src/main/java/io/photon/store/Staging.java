// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * Events on their way in. Closing without {@link #publish} leaves nothing. Thread-safe: who adds and closes may be
 * another than the writer; closing waits for a publishing under way, and one that comes later fails.
 */
public interface Staging extends AutoCloseable {

    /** Adds events, order-ids rising over all calls. They are not visible yet. */
    void add(List<Event> events) throws StoreException;

    /** The first added event of a stream with this local-id; it need not be published. */
    Optional<Event> findByLocalId(String stream, String localId) throws StoreException;

    /**
     * Makes all added events visible in one atomic, durable step. Called by the writer.
     *
     * @throws StoreException CONFLICT when the first added event is not above the head, CLOSED when it was closed in the
     *     meantime, FENCED as for an append: nothing was published; OUTCOME_UNKNOWN when they may be published or not
     */
    void publish(Fence fence) throws StoreException;

    @Override
    void close();
}
