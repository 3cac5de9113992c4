// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import java.util.List;
import java.util.Optional;

/** The reading half of a store. Safe for many threads at once, also while events are appended. */
public interface EventReader {

    /**
     * One page, bounded by count and by bytes. An unknown stream is an empty page with {@code end}.
     *
     * @throws StoreException DAMAGED when a record on the way is not what was written: the message names file, offset
     *     and order-ids; nothing after the damage is believed to be the end
     */
    Page read(ReadRequest request) throws StoreException;

    /** The event of an order-id, however large. @param stream a name, or {@link StreamNames#ALL} */
    default Optional<Event> event(String stream, long orderId) throws StoreException {
        if (orderId < 1) {
            return Optional.empty();
        }
        return read(new ReadRequest(stream, orderId - 1, orderId, Direction.FORWARDS, 1, 64 * 1024)).events().stream()
                .filter(event -> event.orderId() == orderId)
                .findFirst();
    }

    /** The highest order-id stored, whether visible or hidden; 0 when empty. */
    long lastOrderId() throws StoreException;

    /** One stream; empty when it has no visible event. {@code __all__} gives the total. */
    Optional<StoredStream> stream(String name) throws StoreException;

    /** How many visible events there are, those of all streams. */
    default long totalEvents() throws StoreException {
        return stream(StreamNames.ALL).map(StoredStream::totalEvents).orElse(0L);
    }

    /**
     * Streams with at least one visible event in the order of their names' UTF-8 bytes, internal ones included.
     *
     * @param after only names above it; "" for the start
     * @param prefix only names that start with it; "" for all
     * @param max 1 to 10,000
     */
    List<StoredStream> streams(String after, String prefix, int max) throws StoreException;

    /** The log in parts, in order and together all of it, with what is known of their times at little cost. */
    default List<Stretch> stretches() throws StoreException {
        return List.of(Stretch.unknown(0, Long.MAX_VALUE));
    }

    /**
     * The visible event with this local-id in this stream, the first if there are several (as after a restore).
     *
     * @throws StoreException NOT_YET when it is not found, and may lie in damage that is still to be healed
     */
    Optional<Event> findByLocalId(String stream, String localId) throws StoreException;
}
