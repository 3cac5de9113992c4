// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.ReadRequest;
import io.photon.store.StoredStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Events that were hidden while a view was open, kept for it. Guarded by the views' lock. */
final class KeptEvents {

    private final NavigableMap<Long, Event> all = new TreeMap<>();
    private final NavigableMap<String, NavigableMap<Long, Event>> streams =
            new TreeMap<>(Comparator.comparing(NameOrder::bytes, Arrays::compareUnsigned));

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(Event event) {
        all.put(event.orderId(), event);
        streams.computeIfAbsent(event.streamName(), name -> new TreeMap<>()).put(event.orderId(), event);
    }

    void clear() {
        all.clear();
        streams.clear();
    }

    private NavigableMap<Long, Event> of(String stream) {
        return stream.equals(StreamNames.ALL) ? all : streams.getOrDefault(stream, new TreeMap<>());
    }

    /** Those that a request would read, in its direction, as far as a position, inclusive. */
    List<Event> within(ReadRequest request, long covered) {
        NavigableMap<Long, Event> events = of(request.stream());
        boolean forwards = request.direction() == Direction.FORWARDS;
        long low = forwards ? request.from() : Math.max(0, covered - 1);
        long high = forwards ? covered : request.from() - 1;
        if (high <= low) {
            return List.of();
        }
        Collection<Event> found = events.subMap(low, false, high, true).values();
        List<Event> inOrder = new ArrayList<>(found);
        if (!forwards) {
            Collections.reverse(inOrder);
        }
        return inOrder;
    }

    Optional<StoredStream> info(String stream) {
        NavigableMap<Long, Event> events = of(stream);
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredStream(stream, events.size(), events.firstKey(), events.lastKey()));
    }

    /** Names above one, in the order of their bytes. */
    List<String> names(String after, String prefix) {
        return streams.tailMap(after, after.isEmpty()).keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    Optional<Event> byLocalId(String stream, String localId) {
        return of(stream).values().stream()
                .filter(event -> localId.equals(event.localId()))
                .findFirst();
    }
}
