// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.KnownStream;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Streams over several segments, from their indexes alone. */
final class StreamListing {

    private final LogFiles.View view;
    private final List<Segment> segments;
    private final HiddenStreams hidden;
    private final long head;
    private final DamageFinder damages;

    /** @param head order-ids above it do not count: they came later than the moment that is asked for */
    StreamListing(LogFiles.View view, long head, DamageFinder damages) {
        this.view = view;
        this.segments = view.segments();
        this.hidden = view.hidden();
        this.head = head;
        this.damages = damages;
    }

    /** One stream, or null when it has no visible event. What may be there of it without being found is not looked for. */
    @Nullable StoredStream stream(String name) throws StoreException {
        return name.equals(StreamNames.ALL) ? all() : sum(name).info();
    }

    /** One stream, and what may be there of it without being found: that is looked for soon. */
    KnownStream known(String name) throws StoreException {
        Sum sum = sum(name);
        BlindSpots blind = sum.blind;
        return blind == null
                ? KnownStream.allOf(sum.info())
                : new KnownStream(sum.info(), blind.upTo(), blind.mayReturnUpTo(damages));
    }

    private Sum sum(String name) throws StoreException {
        byte[] escaped = EventLine.escape(name);
        long hash = EventLine.hash(escaped, 0, escaped.length);
        Sum sum = new Sum(escaped, hidden.upTo(escaped, hash), head);
        for (Segment segment : segments) {
            SegmentIndex index = segment.index();
            sum.blind = BlindSpots.with(sum.blind, segment, index);
            sum.add(index.stream(escaped, hash));
        }
        return sum;
    }

    private @Nullable StoredStream all() throws StoreException {
        long total = 0;
        for (Segment segment : segments) {
            SegmentIndex index = segment.index();
            total += index.eventsUpTo(head);
            for (HiddenStreams.Hidden deleted : hidden.all()) {
                SegmentIndex.Postings postings = index.stream(deleted.name(), deleted.hash());
                total -= postings == null ? 0 : postings.firstAbove(Math.min(head, deleted.upTo()));
            }
        }
        return total <= 0
                ? null
                : new StoredStream(
                        StreamNames.ALL,
                        total,
                        end(Direction.FORWARDS, 0, head),
                        end(Direction.BACKWARDS, head + 1, 0));
    }

    /** The first event from an end; where damage lies there, the end itself. */
    private long end(Direction direction, long from, long to) throws StoreException {
        long cursor = from;
        Page page;
        do {
            ReadRequest one = new ReadRequest(StreamNames.ALL, cursor, to, direction, 1, 1 << 20);
            try {
                page = new PageReader(view, one, damages).read();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.DAMAGED) {
                    throw e;
                }
                return direction == Direction.FORWARDS ? cursor + 1 : cursor - 1;
            }
            cursor = page.cursor();
        } while (page.events().isEmpty() && !page.end());
        return page.events().isEmpty() ? cursor : page.events().get(0).orderId();
    }

    /** In the order of the names' bytes. */
    List<StoredStream> list(String after, String prefix, int max) throws StoreException {
        byte[] prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] afterBytes = EventLine.escape(after);
        byte[] start = !after.isEmpty() && EscapedNames.compare(afterBytes, EventLine.escape(prefix)) > 0
                ? afterBytes
                : EventLine.escape(prefix);
        PriorityQueue<NamePlace> places = new PriorityQueue<>((a, b) -> EscapedNames.compare(a.name, b.name));
        for (Segment segment : segments) {
            SegmentIndex.StreamList streams = segment.index().streams();
            int n = streams.firstAtOrAbove(start);
            if (n < streams.size()) {
                places.add(new NamePlace(streams, n));
            }
        }
        List<StoredStream> found = new ArrayList<>();
        while (!places.isEmpty() && found.size() < max) {
            byte[] name = places.peek().name;
            if (!startsWith(EscapedNames.plain(name), prefixBytes)) {
                break;
            }
            Sum sum = new Sum(name, hidden.upTo(name, EventLine.hash(name, 0, name.length)), head);
            while (!places.isEmpty() && Arrays.equals(places.peek().name, name)) {
                NamePlace place = places.poll();
                sum.add(place.streams.postings(place.n));
                if (place.n + 1 < place.streams.size()) {
                    places.add(new NamePlace(place.streams, place.n + 1));
                }
            }
            StoredStream info = sum.info();
            if (info != null && !Arrays.equals(name, afterBytes)) {
                found.add(info);
            }
        }
        return found;
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** A place in one segment's list of names. */
    private static final class NamePlace {
        private final SegmentIndex.StreamList streams;
        private final int n;
        private final byte[] name;

        NamePlace(SegmentIndex.StreamList streams, int n) {
            this.streams = streams;
            this.n = n;
            this.name = streams.name(n);
        }
    }

    /** One stream, segment by segment. */
    private static final class Sum {
        private final byte[] name;
        private final long hiddenUpTo;
        private final long head;
        private long count;
        private long first;
        private long last;
        /** What the indexes know nothing of; null for nothing, as nearly always. */
        private @Nullable BlindSpots blind;

        Sum(byte[] name, long hiddenUpTo, long head) {
            this.head = head;
            this.name = name;
            this.hiddenUpTo = hiddenUpTo;
        }

        /** Segments may come in any order. */
        void add(SegmentIndex.@Nullable Postings postings) {
            if (postings == null) {
                return;
            }
            int from = hiddenUpTo == 0 ? 0 : postings.firstAbove(hiddenUpTo);
            int to = postings.orderId(postings.size() - 1) <= head ? postings.size() : postings.firstAbove(head);
            if (from < to) {
                long segmentFirst = postings.orderId(from);
                first = count == 0 ? segmentFirst : Math.min(first, segmentFirst);
                last = Math.max(last, postings.orderId(to - 1));
                count += to - from;
            }
        }

        @Nullable StoredStream info() {
            return count == 0 ? null : new StoredStream(name.length == 0 ? "" : unescaped(), count, first, last);
        }

        private String unescaped() {
            for (byte b : name) {
                if (b == '\\') {
                    return EventLine.unescape(name, 0, name.length);
                }
            }
            return new String(name, StandardCharsets.UTF_8);
        }
    }
}
