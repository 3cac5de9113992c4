// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.codec.FailureJson;
import io.photon.codec.GapJson;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import java.util.List;

/**
 * NDJSON: an event a line; while nothing happens, now and then an empty line, or for who asks for it
 * {@code {"position":N}}: so a replay whose filter lets nothing through resumes where it was. Where damage is skipped, a line
 * {@code {"damaged":…}} stands in its place.
 */
public final class LineFormat implements AnswerFormat<Event> {

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};

    private final boolean tellsPosition;

    /** @param tellsPosition whether a sign of life says how far the replay is */
    public LineFormat(boolean tellsPosition) {
        this.tellsPosition = tellsPosition;
    }

    @Override
    public String contentType() {
        return Call.NDJSON;
    }

    @Override
    public boolean put(Outlet out, Event event) {
        return out.put(NOTHING, event.array(), event.offset(), event.length(), LINE_END);
    }

    /** Lines that stand side by side, as a store reads them, are put as one piece, but not of more than is wanted. */
    @Override
    public int putRun(Outlet out, List<? extends Event> events, int from, int to) {
        int at = from;
        boolean wanted = true;
        while (at < to && wanted) {
            Event first = events.get(at++);
            Event last = first;
            long room = out.room() - first.length();
            while (at < to && room > 0 && last.isNextTo(events.get(at))) {
                last = events.get(at++);
                room -= last.length() + 1;
            }
            int end = last.offset() + last.length();
            wanted = last.hasLineEnd()
                    ? out.put(first.array(), first.offset(), end + 1 - first.offset())
                    : out.put(NOTHING, first.array(), first.offset(), end - first.offset(), LINE_END);
        }
        return at - from;
    }

    static boolean put(Outlet out, byte[] json) {
        return out.put(NOTHING, json, 0, json.length, LINE_END);
    }

    @Override
    public boolean gap(Outlet out, Gap gap) {
        byte[] json = GapJson.item(gap);
        return out.put(NOTHING, json, 0, json.length, LINE_END);
    }

    @Override
    public void heartbeat(Outlet out, long position) {
        if (tellsPosition && position > 0) {
            byte[] line = new Bytes(40)
                    .ascii("{\"position\":")
                    .number(position)
                    .ascii("}\n")
                    .toArray();
            out.put(line, 0, line.length);
        } else {
            out.put(LINE_END, 0, 1);
        }
    }

    @Override
    public void complete(Outlet out) {
        // The end of the answer says it.
    }

    @Override
    public void failed(Outlet out, Failure failure) {
        byte[] json = FailureJson.bytes(failure);
        out.put(NOTHING, json, 0, json.length, LINE_END);
    }
}
