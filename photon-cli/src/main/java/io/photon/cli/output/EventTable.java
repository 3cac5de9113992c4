package io.photon.cli.output;

import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.event.EventLine;
import java.nio.charset.StandardCharsets;

/** Shows canonical lines as a table. Takes whole lines. */
public final class EventTable implements ByteSink {

    private static final int LONGEST_PAYLOAD = 4_000;

    private final DataOut out;
    private final Table table;

    public EventTable(Report report) {
        this.out = report.out();
        this.table = report.table("ORDER-ID", "TIME", "STREAM", "TYPE", "PAYLOAD");
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, this::row);
    }

    private void row(byte[] lines, int from, int to) {
        EventLine.Header header = EventLine.header(lines, from, to - from);
        if (header == null) {
            table.row("", "", "", "", new String(lines, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        int[] payload = JsonFields.find(lines, from, to, "payload");
        int payloadFrom = payload == null ? to : payload[0];
        int payloadTo = payload == null ? to : Math.min(payload[1], payload[0] + LONGEST_PAYLOAD);
        table.row(
                Long.toString(header.orderId()),
                Table.time(header.eventTime()),
                EventLine.unescape(lines, header.streamFrom(), header.streamTo()),
                EventLine.unescape(lines, header.typeFrom(), header.typeTo()),
                new String(lines, payloadFrom, payloadTo - payloadFrom, StandardCharsets.UTF_8));
    }

    /** Shows what was held back, as live events are wanted now. */
    @Override
    public void pause() {
        table.flush();
        out.flush();
    }
}
