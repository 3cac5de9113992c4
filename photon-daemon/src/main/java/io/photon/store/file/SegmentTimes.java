// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.Stretch;
import java.util.ArrayList;
import java.util.List;

/** When the events of a log were written, segment by segment, as its indexes say. */
final class SegmentTimes {

    private SegmentTimes() {}

    static List<Stretch> of(LogFiles.View view) throws StoreException {
        List<Stretch> stretches = new ArrayList<>(view.segments().size());
        long above = 0;
        for (Segment segment : view.segments()) {
            long upTo = segment.lastOrderId(); // first: what is appended concurrently is in the index, too
            if (upTo > above) {
                stretches.add(stretch(segment, above, upTo));
                above = upTo;
            }
        }
        return stretches;
    }

    private static Stretch stretch(Segment segment, long above, long upTo) throws StoreException {
        if (!segment.acquire()) {
            throw PageReader.Retired.closed(segment);
        }
        try {
            SegmentIndex index = segment.index();
            return index.blindSpots().isEmpty()
                    ? new Stretch(above, upTo, index.lowestTime(), index.highestTime())
                    : Stretch.unknown(above, upTo);
        } finally {
            segment.release();
        }
    }
}
