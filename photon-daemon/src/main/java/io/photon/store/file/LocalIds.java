// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks an event up by its local-id: filters first, then the record itself, which is compared by name and id. Called by
 * the thread that appends, so it does not wait for healing.
 */
final class LocalIds {

    private LocalIds() {}

    /**
     * @param filter tells of most segments at once that they do not have it; null to ask each
     * @throws StoreException NOT_YET when it is not found, and may lie in damage that is still to be healed
     */
    static Optional<Event> find(
            LogFiles.View view, String stream, String localId, DamageFinder damages, @Nullable LocalIdFilter filter)
            throws StoreException {
        byte[] name = EventLine.escape(stream);
        byte[] id = EventLine.escape(localId);
        long streamHash = EventLine.hash(name, 0, name.length);
        long pair = EventLine.hashPair(streamHash, EventLine.hash(id, 0, id.length));
        long hiddenUpTo = view.hidden().upTo(name, streamHash);
        List<Segment> possible = filter == null ? view.segments() : filter.possible(view.segments(), pair);
        BlindSpots blind = null; // what is in the filter has none
        for (Segment segment : possible) {
            long length = segment.length();
            SegmentIndex index = segment.index();
            blind = BlindSpots.with(blind, segment, index);
            long[] places = index.localIds(pair);
            if (places.length == 0) {
                continue;
            }
            if (!segment.acquire()) {
                throw PageReader.Retired.closed(segment);
            }
            try {
                RecordWindow window = new RecordWindow(segment);
                for (long place : places) {
                    if (place >= length) {
                        continue; // appended since
                    }
                    Event event = window.record(place, RecordWindow.ANY, false);
                    if (event.orderId() > hiddenUpTo
                            && event.streamName().equals(stream)
                            && localId.equals(event.localId())) {
                        return Optional.of(event);
                    }
                }
            } catch (Corrupt e) {
                throw damages.settleLater(segment, e);
            } catch (IOException e) {
                throw Failures.whileReading(segment.describe(), e);
            } finally {
                segment.release();
            }
        }
        if (blind != null) {
            blind.requireSeen("local-id '" + localId + "' in stream '" + stream + "'", damages);
        }
        return Optional.empty();
    }
}
