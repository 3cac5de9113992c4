// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group whose header is sound and whose records are not all: keeps those that are, and tells where the others
 * lay. After a damaged record it goes on at the next bytes that are a record by all its marks: length, checksum, an
 * order-id that fits between its neighbours, and a line that begins with that order-id. No payload can look like one: a
 * record's length has a zero byte, which no JSON text has.
 */
final class GroupScan {

    private static final byte[] LINE_START = "{\"order-id\":".getBytes(StandardCharsets.US_ASCII);

    private final long bodyAt;
    private final SegmentFormat.GroupHeader header;
    private final ByteBuffer body;
    private final CRC32C crc = new CRC32C();
    private final List<Event> events = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private @Nullable String fault;

    private GroupScan(long groupAt, SegmentFormat.GroupHeader header, ByteBuffer body) {
        this.bodyAt = groupAt + SegmentFormat.GROUP_HEADER;
        this.header = header;
        this.body = body;
    }

    /** @return null when what is there cannot be the group that its header announces */
    static @Nullable GroupScan of(Disk.DiskFile file, long groupAt, SegmentFormat.GroupHeader header)
            throws IOException {
        ByteBuffer body = file.bytes(groupAt + SegmentFormat.GROUP_HEADER, header.bodyLength());
        GroupScan scan = new GroupScan(groupAt, header, body);
        return scan.run() ? scan : null;
    }

    List<Event> events() {
        return events;
    }

    /** Where the record of each event starts. */
    List<Long> offsets() {
        return offsets;
    }

    List<Damage> damages() {
        return damages;
    }

    private boolean run() {
        int at = 0;
        long last = header.prev();
        while (at < body.limit()) {
            int length = record(at, last);
            int next = length > 0 ? at : nextRecord(at + 1, last);
            if (length <= 0) {
                long upTo = next < 0 ? header.last() : body.getLong(next + 8) - 1;
                addDamage(at, next < 0 ? header.bodyLength() : next, last, upTo);
            }
            if (next < 0) {
                break;
            }
            length = body.getInt(next);
            last = body.getLong(next + 8);
            events.add(Event.ofLine(body.array(), next + SegmentFormat.RECORD_HEADER, length));
            offsets.add(bodyAt + next);
            at = next + SegmentFormat.RECORD_HEADER + length;
        }
        if (at == body.limit() && at < header.bodyLength()) {
            fault = "the file ends early";
            addDamage(at, header.bodyLength(), last, header.last());
        }
        boolean toTheEnd = !damages.isEmpty() && damages.get(damages.size() - 1).upTo() == header.last();
        return damages.isEmpty()
                ? events.size() == header.count() && last == header.last()
                : events.size() < header.count() && (toTheEnd || last == header.last());
    }

    private void addDamage(int from, int to, long after, long upTo) {
        damages.add(new Damage(bodyAt + from, bodyAt + to, after, upTo, Objects.requireNonNull(fault), true));
    }

    /** The line's length, 0 when no sound record starts here. */
    private int record(int at, long last) {
        fault = "a record is cut";
        if (at + SegmentFormat.RECORD_HEADER > body.limit()) {
            return 0;
        }
        int length = body.getInt(at);
        if (length < 1 || length > body.limit() - at - SegmentFormat.RECORD_HEADER) {
            fault = "a record's length does not fit its group";
            return 0;
        }
        crc.reset();
        crc.update(body.array(), at + 8, 16 + length);
        if ((int) crc.getValue() != body.getInt(at + 4)) {
            fault = "a record's checksum is wrong";
            return 0;
        }
        long orderId = body.getLong(at + 8);
        fault = "order-ids do not rise";
        return orderId > last && orderId <= header.last() ? length : 0;
    }

    /** Where the next sound record starts, -1 if none does. */
    private int nextRecord(int from, long last) {
        String found = fault;
        int at = from;
        while (at + SegmentFormat.RECORD_HEADER + LINE_START.length <= body.limit()) {
            if (startsLine(at + SegmentFormat.RECORD_HEADER)) {
                int length = record(at, last);
                EventLine.Header line =
                        length <= 0 ? null : EventLine.header(body.array(), at + SegmentFormat.RECORD_HEADER, length);
                if (line != null && line.orderId() == body.getLong(at + 8)) {
                    fault = found;
                    return at;
                }
            }
            at++;
        }
        fault = found;
        return -1;
    }

    private boolean startsLine(int at) {
        for (int i = 0; i < LINE_START.length; i++) {
            if (body.get(at + i) != LINE_START[i]) {
                return false;
            }
        }
        return true;
    }
}
