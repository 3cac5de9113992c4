// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page from a fixed list of segments. For one thread and one page.
 *
 * <p>Damage ends a page; a page that would have to begin with it fails and names it. What lies after it is served to
 * who asks from there.
 */
final class PageReader {

    private static final long EXAMINED_LIMIT = 16 << 20;
    private static final int BLOCK_BYTES = 256 * 1024;
    /** Records of a stream that lie no further apart are read together. */
    private static final int NEAR_BYTES = 8 * 1024;

    private final LogFiles.View view;
    private final HiddenStreams hidden;
    private final ReadRequest request;
    private final DamageFinder damages;
    private final byte @Nullable [] name; // null for all streams
    private final long hash;
    private final List<Event> events = new ArrayList<>();
    private long bytes;
    private long examined;
    private long cursor;
    private int needed;

    PageReader(LogFiles.View view, ReadRequest request, DamageFinder damages) {
        this.view = view;
        this.hidden = view.hidden();
        this.request = request;
        this.damages = damages;
        this.cursor = request.from();
        byte[] escaped = EventLine.escape(request.stream());
        this.name = request.stream().equals(StreamNames.ALL) ? null : escaped;
        this.hash = EventLine.hash(escaped, 0, escaped.length);
    }

    /** A segment was replaced under a reader, or healed, or its index made again: begin again. */
    static final class Retired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StoreException unchanged;

        private Retired(StoreException unchanged) {
            super(unchanged.getMessage(), null, false, false);
            this.unchanged = unchanged;
        }

        /** The segment is closed: there is another one in its place, unless the store is closed. */
        static Retired closed(Segment segment) {
            return new Retired(
                    new StoreException(StoreException.Kind.CLOSED, segment.describe() + " is closed, as the store is"));
        }

        /** What was met in the segment is gone now. */
        static Retired changed(Segment segment, Corrupt fault) {
            return new Retired(new StoreException(
                    StoreException.Kind.DAMAGED,
                    segment.describe() + " was read twice at offset " + fault.offset() + ", once unsound ("
                            + fault.getMessage() + ") and once sound; check the disk, and run 'photon verify'"));
        }

        /** What the read fails with when nothing has changed and it would meet the same again. */
        StoreException unchanged() {
            return unchanged;
        }
    }

    Page read() throws StoreException {
        boolean full = request.direction() == Direction.FORWARDS ? forwards() : backwards();
        return new Page(events, cursor, !full, needed);
    }

    /** @return whether the page is full, so that more may follow */
    private boolean forwards() throws StoreException {
        for (Segment segment : view.segments()) {
            long last = segment.lastOrderId();
            if (last <= cursor || segment.length() <= SegmentFormat.SEGMENT_HEADER) {
                continue;
            }
            if (segment.header().prev() >= request.to()) {
                break;
            }
            if (inSegment(segment, last)) {
                return true;
            }
            cursor = Math.max(cursor, Math.min(last, request.to()));
        }
        return false;
    }

    private boolean backwards() throws StoreException {
        for (int i = view.segments().size() - 1; i >= 0; i--) {
            Segment segment = view.segments().get(i);
            long last = segment.lastOrderId();
            if (segment.header().prev() + 1 >= cursor || segment.length() <= SegmentFormat.SEGMENT_HEADER) {
                continue;
            }
            if (last < request.to()) {
                break;
            }
            if (inSegment(segment, last)) {
                return true;
            }
        }
        cursor = Math.min(cursor, Math.max(1, request.to()));
        return false;
    }

    private boolean inSegment(Segment segment, long last) throws StoreException {
        if (!segment.acquire()) {
            throw Retired.closed(segment);
        }
        try {
            SegmentIndex index = segment.index();
            List<Damage> places = name == null ? segment.damages() : index.blindSpots();
            return request.direction() == Direction.FORWARDS
                    ? segmentForwards(segment, index, places, last)
                    : segmentBackwards(segment, index, places, last);
        } catch (LargeRecord e) {
            needed = events.isEmpty() ? e.lineLength() : 0; // what is before it is served first
            return true;
        } catch (Corrupt e) {
            if (!events.isEmpty()) {
                return true; // what is before the damage is served; the next page names it
            }
            StoreException failure = damages.settle(segment, e);
            if (name == null && request.direction() == Direction.BACKWARDS && failure.gapLast() + 1 < cursor) {
                throw Retired.changed(
                        segment, e); // blocks are read forwards: what lies after the place comes first, now it is known
            }
            throw failure;
        } catch (IOException e) {
            throw Failures.whileReading(segment.describe(), e);
        } finally {
            segment.release();
        }
    }

    private boolean segmentForwards(Segment segment, SegmentIndex index, List<Damage> places, long last)
            throws StoreException, IOException, Corrupt {
        Damage next = null;
        for (Damage damage : places) {
            if (damage.upTo() > cursor && next == null) {
                next = damage;
            }
        }
        if (next == null || next.after() >= request.to()) {
            long bound = Math.min(request.to(), last);
            return name == null
                    ? scanForwards(segment, index, segment.length(), bound)
                    : streamForwards(segment, index, bound);
        }
        if (next.after() > cursor) {
            boolean full = name == null
                    ? scanForwards(segment, index, next.offset(), next.after())
                    : streamForwards(segment, index, next.after());
            if (full) {
                return true;
            }
            cursor = Math.max(cursor, next.after());
        }
        if (events.isEmpty()) {
            throw next.failure(segment.describe());
        }
        return true;
    }

    private boolean scanForwards(Segment segment, SegmentIndex index, long stop, long bound)
            throws IOException, Corrupt {
        int group = index.firstGroupAbove(cursor);
        if (group == index.groups() || index.groupOffset(group) >= stop) {
            return false;
        }
        long from = index.groupOffset(group);
        try (ScanWindow window = ScanWindow.borrow()) {
            return scanForwards(
                    new RecordScanner(
                                    segment.file(),
                                    from,
                                    stop,
                                    segment.length(),
                                    windowFor(stop - from),
                                    segment.damages())
                            .after(lastBefore(segment, index, group))
                            .noLongerThan(request.longest())
                            .through(window),
                    bound);
        }
    }

    private boolean scanForwards(RecordScanner scanner, long bound) throws IOException, Corrupt {
        while (scanner.next()) {
            if (scanner.orderId() <= cursor) {
                continue;
            }
            if (scanner.orderId() > bound) {
                return false;
            }
            boolean hides = hidden.hides(scanner);
            if (!hides && isFull(scanner.lineLength())) {
                return true;
            }
            cursor = scanner.orderId();
            if (!hides) {
                add(scanner.event());
            }
            examined += scanner.lineLength();
            if (examined > EXAMINED_LIMIT) {
                return true; // a page takes a bounded time also where much is hidden
            }
        }
        return false;
    }

    /** The last order-id before a group. */
    private static long lastBefore(Segment segment, SegmentIndex index, int group) {
        return group == 0 ? segment.header().prev() : index.groupLast(group - 1);
    }

    private boolean streamForwards(Segment segment, SegmentIndex index, long bound) throws IOException, Corrupt {
        SegmentIndex.Postings postings = index.stream(Objects.requireNonNull(name), hash);
        if (postings == null) {
            return false;
        }
        try (ScanWindow reused = ScanWindow.borrow()) {
            return streamForwards(new RecordWindow(segment, request.longest(), reused), postings, bound);
        }
    }

    private boolean streamForwards(RecordWindow window, SegmentIndex.Postings postings, long bound)
            throws IOException, Corrupt {
        long from = Math.max(cursor, hidden.upTo(name, hash));
        int first = postings.firstAbove(from);
        int size = postings.size();
        long next = first < size ? postings.offset(first) : 0;
        for (int n = first; n < size; n++) {
            long orderId = postings.orderId(n);
            if (orderId > bound) {
                break;
            }
            long offset = next;
            next = n + 1 < size ? postings.offset(n + 1) : Long.MAX_VALUE;
            Event event = window.record(offset, orderId, next - offset < NEAR_BYTES);
            if (isFull(event.length())) {
                return true;
            }
            cursor = event.orderId();
            add(event);
        }
        return false;
    }

    private boolean segmentBackwards(Segment segment, SegmentIndex index, List<Damage> places, long last)
            throws StoreException, IOException, Corrupt {
        Damage next = null;
        for (Damage damage : places) {
            if (damage.after() + 1 < cursor) {
                next = damage; // the highest one that is still ahead
            }
        }
        if (next == null || next.upTo() < request.to()) {
            return name == null
                    ? scanBackwards(segment, index, request.to(), last)
                    : streamBackwards(segment, index, request.to(), last);
        }
        if (next.upTo() + 1 < cursor) {
            boolean full = name == null
                    ? scanBackwards(segment, index, next.upTo() + 1, last)
                    : streamBackwards(segment, index, next.upTo() + 1, last);
            if (full) {
                return true;
            }
            cursor = Math.min(cursor, next.upTo() + 1);
        }
        if (events.isEmpty()) {
            throw next.failure(segment.describe());
        }
        return true;
    }

    /** Reads blocks of groups forwards, the last block first, and turns each round. */
    private boolean scanBackwards(Segment segment, SegmentIndex index, long bound, long last)
            throws IOException, Corrupt {
        int group = Math.min(index.groups() - 1, index.firstGroupAbove(Math.min(cursor - 1, last + 1) - 1));
        while (group >= 0 && index.groupLast(group) >= bound) {
            int first = group;
            while (first > 0
                    && index.groupOffset(group) - index.groupOffset(first - 1) < blockBytes()
                    && index.groupLast(first - 1) >= bound) {
                first--;
            }
            if (blockBackwards(segment, index, first, group, bound, last)) {
                return true;
            }
            group = first - 1;
        }
        return false;
    }

    private boolean blockBackwards(Segment segment, SegmentIndex index, int first, int group, long bound, long last)
            throws IOException, Corrupt {
        List<Event> block = new ArrayList<>();
        long from = index.groupOffset(first);
        long stop = index.groupOffset(group);
        long end = group + 1 < index.groups() ? index.groupOffset(group + 1) : segment.length();
        RecordScanner scanner = new RecordScanner(
                        segment.file(), from, end, segment.length(), (int) (stop - from) + 4 * 1024, segment.damages())
                .after(lastBefore(segment, index, first))
                .noLongerThan(request.longest());
        boolean more = scanner.next();
        while (more) {
            long orderId = scanner.orderId();
            if (orderId < cursor && orderId >= bound && orderId <= last && !hidden.hides(scanner)) {
                block.add(scanner.event());
            }
            examined += scanner.lineLength();
            more = !(scanner.atGroupEnd() && scanner.groupAt() >= stop) && scanner.next();
        }
        for (int n = block.size() - 1; n >= 0; n--) {
            Event event = block.get(n);
            if (isFull(event.length())) {
                return true;
            }
            cursor = event.orderId();
            add(event);
        }
        // An index made after the damage does not have the damaged groups: what lies below the bound was not looked at.
        cursor = Math.min(cursor, Math.max(bound, scannedDownTo(index, first)));
        return examined > EXAMINED_LIMIT;
    }

    /** Everything from here on was delivered or is hidden. */
    private static long scannedDownTo(SegmentIndex index, int group) {
        return group == 0 ? Long.MAX_VALUE : index.groupLast(group - 1) + 1;
    }

    private boolean streamBackwards(Segment segment, SegmentIndex index, long bound, long last)
            throws IOException, Corrupt {
        SegmentIndex.Postings postings = index.stream(Objects.requireNonNull(name), hash);
        if (postings == null) {
            return false;
        }
        RecordWindow window = new RecordWindow(segment, request.longest(), ScanWindow.FRESH);
        long lowest = Math.max(bound, hidden.upTo(name, hash) + 1);
        int from = postings.firstAbove(Math.min(cursor - 1, last)) - 1;
        for (int n = from; n >= 0 && postings.orderId(n) >= lowest; n--) {
            Event event = window.record(postings.offset(n), postings.orderId(n), false);
            if (isFull(event.length())) {
                return true;
            }
            cursor = event.orderId();
            add(event);
        }
        return false;
    }

    private boolean isFull(int nextLength) {
        return !events.isEmpty() && (events.size() >= request.maxEvents() || bytes + nextLength > request.maxBytes());
    }

    private void add(Event event) {
        events.add(event);
        bytes += event.length();
    }

    /** A page of a few small events should not read a megabyte. */
    private int windowFor(long available) {
        long wanted = Math.min(request.maxBytes(), 512L * request.maxEvents());
        return (int) Math.max(4 * 1024, Math.min(available, wanted));
    }

    private int blockBytes() {
        return (int) Math.min(BLOCK_BYTES, 512L * request.maxEvents());
    }
}
