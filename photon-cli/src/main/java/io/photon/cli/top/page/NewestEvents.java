// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.util.List;

/** The newest events of all streams, read again only when there are others: an idle store is asked nothing. One thread. */
final class NewestEvents {

    private static final int STREAM = 20;
    private static final int TYPE = 18;

    private final Live live = new Live(new Need(Need.Kind.NEWEST, "__all__", 0));
    private List<EventRow> events = List.of();
    private double readHead = -1;
    /** As many as there was room for at last. */
    private int room = 1;

    List<Need> needs(Moment moment) {
        double head = moment.facts().number("head");
        if (moment.back() > 0 || moment.now() == null || head == readHead) {
            return List.of();
        }
        if (room <= 0 || live.needs(moment).isEmpty()) {
            return List.of();
        }
        readHead = head;
        return List.of(new Need(Need.Kind.NEWEST, "__all__", room));
    }

    /** What cannot be read, for it is not allowed, is not shown. */
    void answered(Result<byte[]> answer) {
        byte[] lines = live.answered(answer);
        if (lines != null) {
            events = EventRow.all(lines);
        }
    }

    /** Those that there were at a moment, newest first. @param rows that there is room for; more are read when there is more */
    List<EventRow> upTo(Moment moment, int rows) {
        if (rows > room) {
            readHead = -1;
        }
        room = rows;
        double head = moment.facts().number("head");
        return events.stream()
                .filter(row -> moment.back() == 0 || row.orderId() <= head)
                .limit(Math.max(0, rows))
                .toList();
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
