package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.file.RecordSource.CopiedRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what a second copy still has. Only into places that the log's framing shows, only with checksums that fit,
 * only when the bytes fill the place exactly.
 */
final class Healer {

    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
    private static final int MAX_RECORDS = 200_000;

    private final RecordSource source;

    Healer(RecordSource source) {
        this.source = source;
    }

    /** Rewrites a damaged place; true when it is whole again. */
    boolean heal(Disk.DiskFile file, String describe, Damage damage) throws IOException {
        List<CopiedRecord> records = source.between(damage.after(), damage.upTo(), MAX_RECORDS);
        if (!chained(records, damage.after()) || records.get(records.size() - 1).orderId() != damage.upTo()) {
            return false;
        }
        long bodies = 0;
        for (CopiedRecord copied : records) {
            bodies += SegmentFormat.RECORD_HEADER + copied.line().length;
        }
        long room = damage.end() - damage.offset();
        long headers = room - bodies;
        long groups = headers / SegmentFormat.GROUP_HEADER;
        if (headers < SegmentFormat.GROUP_HEADER
                || headers % SegmentFormat.GROUP_HEADER != 0
                || groups > records.size()) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(room));
        long prev = damage.after();
        int at = 0;
        for (int group = 0; group < groups; group++) {
            boolean lastGroup = group == groups - 1;
            List<CopiedRecord> inGroup = records.subList(group, lastGroup ? records.size() : group + 1);
            at = putGroup(bytes, at, inGroup, prev);
            prev = inGroup.get(inGroup.size() - 1).orderId();
        }
        file.write(damage.offset(), bytes.clear());
        file.force();
        LOG.warn(
                "healed from the second copy: {} events in {} at offset {}", records.size(), describe, damage.offset());
        return true;
    }

    /** What the second copy has behind the log's last sound event, in order; empty when it does not connect. */
    List<Event> behind(long last, long upTo) {
        List<CopiedRecord> records = source.between(last, upTo, MAX_RECORDS);
        if (!chained(records, last)) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        records.forEach(copied -> events.add(Event.ofLine(copied.line())));
        return events;
    }

    private static boolean chained(List<CopiedRecord> records, long after) {
        long prev = after;
        for (CopiedRecord copied : records) {
            // Erased events leave a step in the copy's chain, so "at least" and not "equal".
            if (copied.previous() < prev || copied.orderId() <= copied.previous() || crc(copied) != copied.crc()) {
                return false;
            }
            prev = copied.orderId();
        }
        return !records.isEmpty();
    }

    private static int crc(CopiedRecord copied) {
        return crc(Event.ofLine(copied.line()));
    }

    /** A record's checksum, of order-id, stream hash and line. */
    static int crc(Event event) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + event.length());
        bytes.putLong(event.orderId()).putLong(event.streamHash()).put(event.array(), event.offset(), event.length());
        return SegmentFormat.crc(bytes.clear(), 0, bytes.capacity());
    }

    private static int putGroup(ByteBuffer bytes, int groupAt, List<CopiedRecord> records, long prev) {
        int at = groupAt + SegmentFormat.GROUP_HEADER;
        for (CopiedRecord copied : records) {
            bytes.putInt(at, copied.line().length);
            bytes.putInt(at + 4, copied.crc());
            bytes.putLong(at + 8, copied.orderId());
            bytes.putLong(at + 16, Event.ofLine(copied.line()).streamHash());
            bytes.put(at + SegmentFormat.RECORD_HEADER, copied.line());
            at += SegmentFormat.RECORD_HEADER + copied.line().length;
        }
        long last = records.get(records.size() - 1).orderId();
        SegmentFormat.putGroup(
                bytes,
                groupAt,
                new SegmentFormat.GroupHeader(at - groupAt - SegmentFormat.GROUP_HEADER, records.size(), prev, last));
        return at;
    }
}
