// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.result.Result;
import java.util.List;

/** The newest events of all streams, read again only when there are others: an idle store is asked nothing. One thread. */
final class NewestEvents {

    private static final int STREAM = 20;
    private static final int TYPE = 18;

    private final Live live = new Live(new Need(Need.Kind.NEWEST, "__all__", 0));
    private List<EventRow> events = List.of();
    private double readHead = -1;

    List<Need> needs(Moment moment) {
        double head = moment.facts().number("head");
        if (moment.back() > 0 || moment.now() == null || head == readHead) {
            return List.of();
        }
        List<Need> needs = live.needs(moment);
        readHead = needs.isEmpty() ? readHead : head;
        return needs;
    }

    /** What cannot be read, for it is not allowed, is not shown. */
    void answered(Result<byte[]> answer) {
        byte[] lines = live.answered(answer);
        if (lines != null) {
            events = EventRow.all(lines);
        }
    }

    /** Those that there were at a moment, newest first. */
    List<EventRow> upTo(Moment moment) {
        double head = moment.facts().number("head");
        return moment.back() == 0
                ? events
                : events.stream().filter(row -> row.orderId() <= head).toList();
    }

    static void paint(Frame frame, int y, EventRow row, long nowMs) {
        int x = frame.put(1, y, row.time(nowMs), Tone.DIM) + 2;
        frame.put(x, y, STREAM, row.stream(), Tone.PLAIN);
        x += STREAM + 2;
        frame.put(x, y, TYPE, row.type(), Tone.STRONG);
        x += TYPE + 2;
        frame.put(x, y, frame.width() - 1 - x, row.payload(), Tone.PLAIN);
    }
}
