// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.client.ByteSink;
import io.photon.cloudevents.CloudEventWriter;
import io.photon.event.Event;
import io.photon.text.Utf8;

/** Shows events as CloudEvents in structured mode, a line each. Takes whole lines. */
public final class CloudEventSink implements ByteSink {

    private final DataOut out;
    private final CloudEventWriter writer;

    /** @param source of events that never were CloudEvents: a URI reference */
    public CloudEventSink(Report report, String source) {
        this.out = report.out();
        this.writer = new CloudEventWriter(source);
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(
                lines,
                offset,
                length,
                (block, from, to) -> out.line(Utf8.text(writer.structured(Event.ofLine(block, from, to - from)))));
    }

    @Override
    public void pause() {
        out.flush();
    }
}
