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

/** Reads one page from a fixed list of segments. For one thread and one page. */
final class PageReader {

    private final List<Segment> segments;
    private final HiddenStreams hidden;
    private final ReadRequest request;
    private final List<Event> events = new ArrayList<>();
    private long bytes;
    private long cursor;

    PageReader(List<Segment> segments, HiddenStreams hidden, ReadRequest request) {
        this.segments = segments;
        this.hidden = hidden;
        this.request = request;
        this.cursor = request.from();
    }

    Page read() throws StoreException {
        boolean all = request.stream().equals(StreamNames.ALL);
        byte[] name = EventLine.escape(request.stream());
        long hash = EventLine.hash(name, 0, name.length);
        boolean full = request.direction() == Direction.FORWARDS
                ? forwards(all ? null : name, hash)
                : backwards(all ? null : name, hash);
        return new Page(events, cursor, !full);
    }

    /** @return whether the page is full, so that more may follow */
    private boolean forwards(byte[] name, long hash) throws StoreException {
        for (Segment segment : segments) {
            long last = segment.lastOrderId();
            if (last <= cursor || segment.length() <= SegmentFormat.SEGMENT_HEADER) {
                continue;
            }
            if (segment.header().prev() >= request.to()) {
                break;
            }
            use(segment);
            try {
                if (segmentForwards(segment, last, name, hash)) {
                    return true;
                }
            } catch (IOException e) {
                throw unreadable(segment, e);
            } finally {
                segment.release();
            }
        }
        return false;
    }

    private boolean segmentForwards(Segment segment, long last, byte[] name, long hash)
            throws StoreException, IOException {
        SegmentIndex index = segment.index();
        Damage damage = firstDamageAbove(segment, cursor);
        if (damage != null && damage.after() <= cursor && damage.after() < request.to()) {
            throw damaged(damage.describe(segment), null);
        }
        long bound = damage == null ? request.to() : Math.min(request.to(), damage.after());
        boolean full =
                name == null ? scanForwards(segment, index, bound) : streamForwards(segment, index, name, hash, bound);
        if (full) {
            return true;
        }
        cursor = Math.max(cursor, Math.min(last, bound));
        return damage != null
                && damage.after() < request.to(); // what is before the damage is served; the next page names it
    }

    private void use(Segment segment) {
        if (!segment.acquire()) {
            throw new Retired();
        }
    }

    /** A segment was replaced between taking the list and reading: begin again with the new list. */
    static final class Retired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Retired() {
            super("segment replaced", null, false, false);
        }
    }

    private boolean scanForwards(Segment segment, SegmentIndex index, long bound) throws StoreException, IOException {
        int group = index.firstGroupAbove(cursor);
        if (group == index.groups()) {
            return false;
        }
        long end = segment.length();
        RecordScanner scanner = new RecordScanner(
                segment.file(), index.groupOffset(group), end, windowFor(end - index.groupOffset(group)));
        try {
            while (scanner.next()) {
                if (scanner.orderId() <= cursor) {
                    continue;
                }
                if (scanner.orderId() > bound) {
                    return false;
                }
                if (isFull(scanner.lineLength())) {
                    return true;
                }
                cursor = scanner.orderId();
                if (!hidden.hides(scanner)) {
                    add(scanner.event());
                }
            }
            return false;
        } catch (Corrupt e) {
            if (!events.isEmpty()) {
                return true;
            }
            throw damaged(found(segment, e), e);
        }
    }

    private boolean streamForwards(Segment segment, SegmentIndex index, byte[] name, long hash, long bound)
            throws StoreException, IOException {
        SegmentIndex.Postings postings = index.stream(name, hash);
        if (postings == null) {
            return false;
        }
        RecordWindow window = new RecordWindow(segment);
        long from = Math.max(cursor, hidden.upTo(name, hash));
        for (int n = postings.firstAbove(from); n < postings.size() && postings.orderId(n) <= bound; n++) {
            boolean dense = n + 1 < postings.size() && postings.offset(n + 1) - postings.offset(n) < 8 * 1024;
            Event event = window.record(postings.offset(n), postings.orderId(n), dense);
            if (isFull(event.length())) {
                return true;
            }
            cursor = event.orderId();
            add(event);
        }
        return false;
    }

    private boolean backwards(byte[] name, long hash) throws StoreException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.header().prev() + 1 >= cursor || segment.length() <= SegmentFormat.SEGMENT_HEADER) {
                continue;
            }
            if (segment.lastOrderId() < request.to()) {
                break;
            }
            use(segment);
            try {
                SegmentIndex index = segment.index();
                Damage damage = lastDamageBelow(segment, cursor);
                if (damage != null && damage.upTo() >= request.to()) {
                    throw damaged(damage.describe(segment), null);
                }
                if (name == null ? scanBackwards(segment, index) : streamBackwards(segment, index, name, hash)) {
                    return true;
                }
            } catch (IOException e) {
                throw unreadable(segment, e);
            } finally {
                segment.release();
            }
        }
        cursor = Math.min(cursor, Math.max(1, request.to()));
        return false;
    }

    private boolean scanBackwards(Segment segment, SegmentIndex index) throws StoreException, IOException {
        int group = Math.min(index.groups() - 1, index.firstGroupAbove(cursor - 1));
        for (; group >= 0 && index.groupLast(group) >= request.to(); group--) {
            List<Event> inGroup = new ArrayList<>();
            RecordScanner scanner =
                    new RecordScanner(segment.file(), index.groupOffset(group), segment.length(), 64 * 1024);
            try {
                boolean more = scanner.next();
                while (more) {
                    if (scanner.orderId() < cursor && scanner.orderId() >= request.to() && !hidden.hides(scanner)) {
                        inGroup.add(scanner.event());
                    }
                    more = !scanner.atGroupEnd() && scanner.next();
                }
            } catch (Corrupt e) {
                if (!events.isEmpty()) {
                    return true;
                }
                throw damaged(found(segment, e), e);
            }
            for (int n = inGroup.size() - 1; n >= 0; n--) {
                Event event = inGroup.get(n);
                if (isFull(event.length())) {
                    return true;
                }
                cursor = event.orderId();
                add(event);
            }
        }
        return false;
    }

    private boolean streamBackwards(Segment segment, SegmentIndex index, byte[] name, long hash)
            throws StoreException, IOException {
        SegmentIndex.Postings postings = index.stream(name, hash);
        if (postings == null) {
            return false;
        }
        RecordWindow window = new RecordWindow(segment);
        long lowest = Math.max(request.to(), hidden.upTo(name, hash) + 1);
        for (int n = postings.firstAbove(cursor - 1) - 1; n >= 0 && postings.orderId(n) >= lowest; n--) {
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

    private static Damage firstDamageAbove(Segment segment, long orderId) {
        for (Damage damage : segment.damages()) {
            if (damage.upTo() > orderId) {
                return damage;
            }
        }
        return null;
    }

    private static Damage lastDamageBelow(Segment segment, long orderId) {
        Damage found = null;
        for (Damage damage : segment.damages()) {
            if (damage.after() + 1 < orderId) {
                found = damage;
            }
        }
        return found;
    }

    private String found(Segment segment, Corrupt fault) {
        return segment.describe() + " at offset " + fault.offset() + ": " + fault.getMessage()
                + "; the damage lies behind order-id " + cursor;
    }

    private static StoreException damaged(String message, Throwable cause) {
        return new StoreException(StoreException.Kind.DAMAGED, message, cause);
    }

    private static StoreException unreadable(Segment segment, IOException e) {
        return damaged(segment.describe() + " cannot be read: " + e.getMessage(), e);
    }
}
