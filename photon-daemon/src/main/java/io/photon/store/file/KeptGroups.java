// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Goes through a segment group by group, without the events that are hidden. For one thread. */
final class KeptGroups {

    private final RecordScanner scanner;
    private final HiddenStreams hidden;
    private final List<Event> kept = new ArrayList<>();
    private long leftOut;
    private long leftOutBytes;

    KeptGroups(RecordScanner scanner, HiddenStreams hidden) {
        this.scanner = scanner;
        this.hidden = hidden;
    }

    /** Goes to the next group of which something is kept; false at the end. */
    boolean next() throws IOException, Corrupt {
        kept.clear();
        while (scanner.next()) {
            if (hidden.hides(scanner)) {
                leftOut++;
                leftOutBytes += SegmentFormat.RECORD_HEADER + scanner.lineLength();
            } else {
                kept.add(scanner.event());
            }
            if (scanner.atGroupEnd() && !kept.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What is kept of this group; changed by {@link #next}. */
    List<Event> events() {
        return kept;
    }

    /** How many events were left out so far. */
    long leftOut() {
        return leftOut;
    }

    long leftOutBytes() {
        return leftOutBytes;
    }
}
