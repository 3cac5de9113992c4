// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.file.RecordSource.CopiedRecord;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what a second copy still has, and what the log itself still shows. Only into places that the log's framing
 * shows, only records whose checksums fit, only when their bytes fill the place exactly.
 */
final class Healer {

    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
    private static final int PAGE_RECORDS = 1_000;

    private final RecordSource source;

    Healer(RecordSource source) {
        this.source = source;
    }

    /**
     * Rewrites a damaged place; true when something was put back: the caller looks again.
     *
     * @param describe the file's path
     * @param inPlace only when each record comes to lie where it lay
     * @throws IOException when the place could not be written or forced, or the second copy cannot be read
     */
    boolean heal(Disk.DiskFile file, String describe, Damage damage, boolean inPlace) throws IOException {
        if (damage.upTo() <= damage.after()) {
            return false; // bytes that nothing can have been in
        }
        if (!damage.withinGroup() && reframe(file, describe, damage)) {
            return true;
        }
        List<CopiedRecord> records = copies(damage, damage.end() - damage.offset());
        ByteBuffer bytes = records.isEmpty()
                ? null
                : damage.withinGroup() ? records(damage, records) : groups(file, damage, records, inPlace);
        if (bytes == null) {
            return false;
        }
        file.write(damage.offset(), bytes);
        file.force();
        LOG.warn(
                "healed from the second copy: {} at offset {}, {} events above order-id {} up to {}",
                describe,
                damage.offset(),
                records.size(),
                damage.after(),
                damage.upTo());
        return true;
    }

    /**
     * With only the header of a group damaged, its records tell what it was: they stand one after another, their
     * checksums are right, they end where the next group begins and with the order-id that it follows.
     */
    private static boolean reframe(Disk.DiskFile file, String describe, Damage damage) throws IOException {
        long bodyAt = damage.offset() + SegmentFormat.GROUP_HEADER;
        if (damage.end() - bodyAt < SegmentFormat.RECORD_HEADER) {
            return false;
        }
        int place = Math.toIntExact(damage.end() - damage.offset());
        ByteBuffer bytes = file.bytes(damage.offset(), place);
        if (bytes.limit() < place) {
            return false;
        }
        int at = SegmentFormat.GROUP_HEADER;
        int count = 0;
        long last = damage.after();
        while (at + SegmentFormat.RECORD_HEADER < bytes.limit()) {
            int length = bytes.getInt(at);
            if (length < 1
                    || length > bytes.limit() - at - SegmentFormat.RECORD_HEADER
                    || bytes.getInt(at + 4) != SegmentFormat.crc(bytes, at + 8, 16 + length)
                    || bytes.getLong(at + 8) <= last) {
                return false;
            }
            last = bytes.getLong(at + 8);
            at += SegmentFormat.RECORD_HEADER + length;
            count++;
        }
        if (at != bytes.limit() || last != damage.upTo()) {
            return false;
        }
        SegmentFormat.putGroup(
                bytes, 0, new SegmentFormat.GroupHeader(at - SegmentFormat.GROUP_HEADER, count, damage.after(), last));
        file.write(damage.offset(), bytes.limit(SegmentFormat.GROUP_HEADER).position(0));
        file.force();
        LOG.warn(
                "the header of a group was damaged and is made again from its records: {} at offset {}, {} events",
                describe,
                damage.offset(),
                count);
        return true;
    }

    /** The bytes of records that lay in a group, or null when they do not fill the place. */
    private static @Nullable ByteBuffer records(Damage damage, List<CopiedRecord> records) {
        long bodies = bodies(records);
        if (bodies != damage.end() - damage.offset()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(bodies));
        putRecords(bytes, 0, records);
        return bytes.clear();
    }

    /** The bytes of whole groups, or null when they do not fill the place. */
    private static @Nullable ByteBuffer groups(
            Disk.DiskFile file, Damage damage, List<CopiedRecord> records, boolean inPlace) throws IOException {
        long room = damage.end() - damage.offset();
        long bodies = bodies(records);
        long headers = room - bodies;
        long groups = headers / SegmentFormat.GROUP_HEADER;
        if (groups < 1 || headers % SegmentFormat.GROUP_HEADER != 0 || groups > (inPlace ? 1 : records.size())) {
            return null;
        }
        if (!fitsItsHeader(file, damage, records.size(), bodies)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(room));
        long prev = damage.after();
        int at = 0;
        // With headers lost, how the records were grouped is lost too; it matters to no one any more.
        for (int group = 0; group < groups; group++) {
            boolean lastGroup = group == groups - 1;
            List<CopiedRecord> inGroup = records.subList(group, lastGroup ? records.size() : group + 1);
            at = putGroup(bytes, at, inGroup, prev);
            prev = inGroup.get(inGroup.size() - 1).orderId();
        }
        return bytes.clear();
    }

    private static long bodies(List<CopiedRecord> records) {
        return records.stream()
                .mapToLong(copied -> SegmentFormat.RECORD_HEADER + copied.line().length)
                .sum();
    }

    /** All records of the place in order, or none when they are not a complete chain, or more than fit. */
    private List<CopiedRecord> copies(Damage damage, long room) throws RecordSource.Unreadable {
        List<CopiedRecord> records = new ArrayList<>();
        long prev = damage.after();
        long bytes = 0;
        while (prev < damage.upTo()) {
            List<CopiedRecord> page = source.between(prev, damage.upTo(), PAGE_RECORDS);
            for (CopiedRecord copied : page) {
                // Erased events leave a step in the copy's chain, so "at least" and not "equal".
                if (copied.previous() < prev || copied.orderId() <= copied.previous() || !isSound(copied)) {
                    return List.of();
                }
                bytes += SegmentFormat.RECORD_HEADER + copied.line().length;
                if (bytes > room) {
                    return List.of();
                }
                prev = copied.orderId();
                records.add(copied);
            }
            if (page.isEmpty()) {
                break;
            }
        }
        // Within a group the place ends below the next record, which need not be one above the last one lost.
        return damage.withinGroup() || prev == damage.upTo() ? records : List.of();
    }

    private static boolean isSound(CopiedRecord copied) {
        try {
            Event event = Event.ofLine(copied.line());
            return event.orderId() == copied.orderId() && crc(event) == copied.crc();
        } catch (IllegalArgumentException e) {
            return false; // not a canonical line, so not what the log wrote
        }
    }

    /** When the group's header is still sound, the records must be those it announces. */
    private static boolean fitsItsHeader(Disk.DiskFile file, Damage damage, int count, long bodies) throws IOException {
        SegmentFormat.GroupHeader header = SegmentFormat.groupOf(file, damage.offset());
        return header == null || (header.count() == count && header.bodyLength() == bodies);
    }

    /** A record's checksum, of order-id, stream hash and line. */
    static int crc(Event event) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + event.length());
        bytes.putLong(event.orderId()).putLong(event.streamHash()).put(event.array(), event.offset(), event.length());
        return SegmentFormat.crc(bytes.clear(), 0, bytes.capacity());
    }

    private static int putGroup(ByteBuffer bytes, int groupAt, List<CopiedRecord> records, long prev) {
        int at = putRecords(bytes, groupAt + SegmentFormat.GROUP_HEADER, records);
        long last = records.get(records.size() - 1).orderId();
        SegmentFormat.putGroup(
                bytes,
                groupAt,
                new SegmentFormat.GroupHeader(at - groupAt - SegmentFormat.GROUP_HEADER, records.size(), prev, last));
        return at;
    }

    private static int putRecords(ByteBuffer bytes, int from, List<CopiedRecord> records) {
        int at = from;
        for (CopiedRecord copied : records) {
            bytes.putInt(at, copied.line().length);
            bytes.putInt(at + 4, copied.crc());
            bytes.putLong(at + 8, copied.orderId());
            bytes.putLong(at + 16, Event.ofLine(copied.line()).streamHash());
            bytes.put(at + SegmentFormat.RECORD_HEADER, copied.line());
            at += SegmentFormat.RECORD_HEADER + copied.line().length;
        }
        return at;
    }
}
