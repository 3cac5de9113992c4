// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.core.Fingerprint;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.DeletionEvents;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which events belong to a recorded deletion, of any number of streams: names are kept as fingerprints, one small entry a
 * deleted stream. Not thread-safe.
 */
final class DeletionFilter {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionFilter.class);

    private final Map<Fingerprint, Long> upToByStream = new HashMap<>();

    /** Takes in every deletion a store has recorded. */
    void addAll(EventReader reader) throws StoreException {
        long cursor = 0;
        while (true) {
            Page page = AroundDamage.read(
                    reader,
                    ReadRequest.forwards(StreamNames.CONFIG, cursor),
                    gap -> LOG.warn("a deletion recorded at {} is not known: that cannot be read", gap.text()));
            page.events().forEach(this::add);
            if (page.end()) {
                return;
            }
            cursor = page.cursor();
        }
    }

    /** Takes in the deletion an event records; any other event changes nothing. */
    void add(Event event) {
        DeletionEvents.read(event).ifPresent(this::add);
    }

    private void add(StreamDeletion deletion) {
        byte[] name = EventLine.escape(deletion.streamName());
        upToByStream.merge(Fingerprint.of(name, 0, name.length), deletion.upTo(), Math::max);
    }

    /** Whether a deletion taken in so far covers this event. */
    boolean cover(Event event) {
        if (upToByStream.isEmpty()) {
            return false;
        }
        EventLine.Header header = event.header();
        Long upTo = upToByStream.get(Fingerprint.of(event.array(), header.streamFrom(), header.streamTo()));
        return upTo != null && event.orderId() <= upTo;
    }
}
