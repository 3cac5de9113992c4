// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be kept of a damaged segment: what can be read in it, and at each damaged place what an original has of it now.
 * How the events were grouped matters to none who reads them. For one thread.
 */
final class MendedSegment {

    private static final int WINDOW_BYTES = 1 << 20;
    private static final int GROUP_EVENTS = 1_000;
    private static final long GROUP_BYTES = 1 << 20;

    private final Segment damaged;
    private final List<Damage> places;
    private final RecordSource original;
    private final HiddenStreams hidden;
    private final List<Event> group = new ArrayList<>();
    private long groupBytes;
    private long leftOut;
    private long leftOutBytes;

    /** @param hidden is left out */
    MendedSegment(Segment damaged, RecordSource original, HiddenStreams hidden) {
        this.damaged = damaged;
        this.places = damaged.damages();
        this.original = original;
        this.hidden = hidden;
    }

    /** Is given one group after the other; the list is used again. */
    interface Groups {
        void add(List<Event> events) throws IOException;
    }

    /** @throws StoreException when the original cannot tell */
    void copyTo(Groups into) throws IOException, StoreException, Corrupt {
        RecordScanner scanner = new RecordScanner(
                damaged.file(), SegmentFormat.SEGMENT_HEADER, damaged.length(), damaged.length(), WINDOW_BYTES, places);
        int next = 0;
        while (scanner.next()) {
            while (next < places.size() && places.get(next).after() < scanner.orderId()) {
                fill(places.get(next++), into);
            }
            add(scanner.event(), into);
        }
        while (next < places.size()) {
            fill(places.get(next++), into);
        }
        if (!group.isEmpty()) {
            write(into);
        }
    }

    private void fill(Damage place, Groups into) throws IOException, StoreException {
        if (place.after() < place.upTo()) {
            original.all(place.after(), place.upTo(), events -> {
                for (Event event : events) {
                    add(event, into);
                }
            });
        }
    }

    private void add(Event event, Groups into) throws IOException {
        long bytes = SegmentFormat.RECORD_HEADER + event.length();
        if (hidden.hides(event)) {
            leftOut++;
            leftOutBytes += bytes;
            return;
        }
        if (!group.isEmpty() && (group.size() >= GROUP_EVENTS || groupBytes + bytes > GROUP_BYTES)) {
            write(into);
        }
        group.add(event);
        groupBytes += bytes;
    }

    private void write(Groups into) throws IOException {
        into.add(group);
        group.clear();
        groupBytes = 0;
    }

    /** How many places were damaged. */
    int places() {
        return places.size();
    }

    /** How many events were left out. */
    long leftOut() {
        return leftOut;
    }

    long leftOutBytes() {
        return leftOutBytes;
    }
}
