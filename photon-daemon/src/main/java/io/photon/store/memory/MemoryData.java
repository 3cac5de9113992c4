// SPDX-License-Identifier: Apache-2.0
package io.photon.store.memory;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.StoredStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a {@link MemoryEventStore} holds; outlives its closing, as files would. Guarded by its own monitor. */
public final class MemoryData {

    private record LocalKey(String stream, String localId) {}

    private final List<Event> all;
    private final NavigableMap<byte[], List<Event>> streams = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<LocalKey, Event> byLocalId = new HashMap<>();
    private long lastOrderId;
    private long bytes;

    public MemoryData() {
        all = new ArrayList<>();
    }

    /** A copy of this moment; events are shared, they never change. */
    synchronized MemoryData copy() {
        MemoryData copy = new MemoryData();
        copy.add(all);
        copy.lastOrderId = lastOrderId;
        return copy;
    }

    synchronized void add(List<Event> events) {
        for (Event event : events) {
            all.add(event);
            bytes += event.length();
            index(event);
            lastOrderId = event.orderId();
        }
    }

    private void index(Event event) {
        String stream = event.streamName();
        streams.computeIfAbsent(key(stream), name -> new ArrayList<>()).add(event);
        if (event.localId() != null) {
            byLocalId.putIfAbsent(new LocalKey(stream, event.localId()), event);
        }
    }

    synchronized void hide(String stream, long upTo) {
        List<Event> events = streams.remove(key(stream));
        if (events == null) {
            return;
        }
        byLocalId.keySet().removeIf(key -> key.stream().equals(stream));
        all.removeIf(event -> {
            boolean gone = event.orderId() <= upTo && event.streamName().equals(stream);
            bytes -= gone ? event.length() : 0;
            return gone;
        });
        events.stream().filter(event -> event.orderId() > upTo).forEach(this::index);
    }

    /** A copy of the events with {@code from} &lt; order-id &lt;= {@code to}, at most {@code max} of them, in one direction. */
    synchronized List<Event> range(String stream, long from, long to, boolean backwards, int max) {
        List<Event> events = events(stream);
        int low = firstAbove(events, from);
        int high = firstAbove(events, to);
        if (high <= low) {
            return List.of();
        }
        if (!backwards) {
            return new ArrayList<>(events.subList(low, (int) Math.min(high, (long) low + max)));
        }
        List<Event> last = new ArrayList<>(events.subList((int) Math.max(low, (long) high - max), high));
        Collections.reverse(last);
        return last;
    }

    /** A copy of the list. */
    synchronized List<Event> all() {
        return List.copyOf(all);
    }

    synchronized long lastOrderId() {
        return lastOrderId;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int streamCount() {
        return streams.size();
    }

    synchronized Optional<StoredStream> info(String stream) {
        return info(stream, events(stream));
    }

    synchronized List<StoredStream> infos(String after, String prefix, int max) {
        List<StoredStream> infos = new ArrayList<>();
        boolean afterFirst = Arrays.compareUnsigned(key(after), key(prefix)) >= 0;
        byte[] start = key(afterFirst ? after : prefix);
        for (Map.Entry<byte[], List<Event>> entry :
                streams.tailMap(start, !afterFirst || after.isEmpty()).entrySet()) {
            String name = new String(entry.getKey(), StandardCharsets.UTF_8);
            if (infos.size() == max || !name.startsWith(prefix)) {
                break; // names with one prefix stand together
            }
            info(name, entry.getValue()).ifPresent(infos::add);
        }
        return infos;
    }

    synchronized Optional<Event> byLocalId(String stream, String localId) {
        return Optional.ofNullable(byLocalId.get(new LocalKey(stream, localId)));
    }

    private List<Event> events(String stream) {
        if (stream.equals(StreamNames.ALL)) {
            return all;
        }
        return streams.getOrDefault(key(stream), List.of());
    }

    private static Optional<StoredStream> info(String name, List<Event> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        long first = events.get(0).orderId();
        return Optional.of(new StoredStream(
                name, events.size(), first, events.get(events.size() - 1).orderId()));
    }

    private static int firstAbove(List<Event> events, long orderId) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).orderId() > orderId) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
