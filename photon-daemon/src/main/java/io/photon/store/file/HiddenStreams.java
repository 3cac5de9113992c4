// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deleted events whose bytes are still there. Immutable: a change makes a new one, so a reader keeps its own. */
final class HiddenStreams {

    static final HiddenStreams NONE = new HiddenStreams(Map.of());

    private final Map<Long, Hidden> byHash;

    private HiddenStreams(Map<Long, Hidden> byHash) {
        this.byHash = byHash;
    }

    /** @param name escaped @param upTo events up to here are hidden */
    record Hidden(byte[] name, long hash, long upTo) {

        String stream() {
            return EventLine.unescape(name, 0, name.length);
        }

        @Override
        public String toString() {
            return new String(name, StandardCharsets.UTF_8) + " up to " + upTo;
        }
    }

    boolean isEmpty() {
        return byHash.isEmpty();
    }

    int size() {
        return byHash.size();
    }

    Iterable<Hidden> all() {
        return byHash.values();
    }

    /** Up to which order-id the stream's events are hidden; 0 when none are. */
    long upTo(byte @Nullable [] name, long hash) {
        Hidden hidden = byHash.isEmpty() ? null : byHash.get(hash);
        return hidden != null && Arrays.equals(hidden.name, name) ? hidden.upTo : 0;
    }

    /** Whether the scanner's record is hidden. */
    boolean hides(RecordScanner scanner) {
        if (byHash.isEmpty()) {
            return false;
        }
        Hidden hidden = byHash.get(scanner.streamHash());
        return hidden != null && scanner.orderId() <= hidden.upTo && isNamed(scanner.passing(), hidden);
    }

    /** Whether an event is hidden. */
    boolean hides(Event event) {
        Hidden hidden = byHash.isEmpty() ? null : byHash.get(event.streamHash());
        return hidden != null && event.orderId() <= hidden.upTo && isNamed(event, hidden);
    }

    private static boolean isNamed(Event event, Hidden hidden) {
        return Arrays.equals(
                event.array(),
                event.header().streamFrom(),
                event.header().streamTo(),
                hidden.name,
                0,
                hidden.name.length);
    }

    HiddenStreams with(byte[] name, long hash, long upTo) {
        Map<Long, Hidden> more = new HashMap<>(byHash);
        more.merge(hash, new Hidden(name, hash, upTo), (a, b) -> a.upTo >= b.upTo ? a : b);
        return new HiddenStreams(more);
    }

    /** Without a deletion that is done; one that goes further by now stays. */
    HiddenStreams without(Hidden done) {
        Map<Long, Hidden> fewer = new HashMap<>(byHash);
        if (fewer.get(done.hash) == done) {
            fewer.remove(done.hash);
        }
        return new HiddenStreams(fewer);
    }
}
