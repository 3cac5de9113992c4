// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.Units;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.event.EventLine;
import java.nio.charset.StandardCharsets;

/**
 * Shows canonical lines as a table, to a terminal with the payload in the room that is left. The day is told once, and
 * the stream only where there may be several. Takes whole lines.
 */
public final class EventTable implements ByteSink {

    private static final int LONGEST_PAYLOAD = 4_000;
    private static final long DAY_MS = 86_400_000;

    private final DataOut out;
    private final Table table;
    private final boolean severalStreams;
    private long day = Long.MIN_VALUE;

    /** @param severalStreams whether the events may be of different ones */
    public EventTable(Report report, boolean severalStreams) {
        this.out = report.out();
        this.severalStreams = severalStreams;
        this.table = severalStreams
                ? report.table("ORDER-ID", "TIME (UTC)", "STREAM", "TYPE", "PAYLOAD")
                : report.table("ORDER-ID", "TIME (UTC)", "TYPE", "PAYLOAD");
        table.fixed(0, 1).dropping(1).style(1, report.paint()::dim);
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, this::row);
    }

    private void row(byte[] lines, int from, int to) {
        EventLine.Header header = EventLine.header(lines, from, to - from);
        if (header == null) {
            table.across(new String(lines, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        String time = Units.time(header.eventTime());
        if (Math.floorDiv(header.eventTime(), DAY_MS) != day) {
            day = Math.floorDiv(header.eventTime(), DAY_MS);
            table.across(time.substring(0, time.indexOf('T')));
        }
        time = time.substring(time.indexOf('T') + 1, time.length() - 1);
        int[] payload = JsonFields.find(lines, from, to, "payload");
        int payloadFrom = payload == null ? to : payload[0];
        int payloadTo = payload == null ? to : Math.min(payload[1], payload[0] + LONGEST_PAYLOAD);
        String id = Long.toString(header.orderId());
        String type = EventLine.unescape(lines, header.typeFrom(), header.typeTo());
        String shown = new String(lines, payloadFrom, payloadTo - payloadFrom, StandardCharsets.UTF_8);
        if (severalStreams) {
            table.row(id, time, EventLine.unescape(lines, header.streamFrom(), header.streamTo()), type, shown);
        } else {
            table.row(id, time, type, shown);
        }
    }

    /** Shows what was held back, as live events are wanted now. */
    @Override
    public void pause() {
        table.flush();
        out.flush();
    }
}
