// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.GapJson;
import io.photon.codec.JsonFields;
import io.photon.projection.trace.Trace;
import io.photon.projection.trace.TracedEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A {@link Trace} as JSON. */
final class TraceJson {

    private final StringBuilder json = new StringBuilder(1_024);

    private TraceJson() {}

    static byte[] of(Trace trace) {
        TraceJson writer = new TraceJson();
        writer.trace(trace);
        return writer.json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void trace(Trace trace) {
        json.append("{\"causes\":[");
        String comma = "";
        for (TracedEvent cause : trace.causes()) {
            json.append(comma).append('{');
            fields(cause);
            json.append('}');
            comma = ",";
        }
        json.append("],\"missing-cause\":").append(text(trace.missingCause()));
        json.append(",\"event\":");
        event(trace.event());
        json.append(",\"complete\":").append(trace.complete());
        json.append(",\"scanned-to\":").append(trace.scannedTo());
        if (!trace.damaged().isEmpty()) {
            json.append(",\"damaged\":").append(GapJson.ranges(trace.damaged()));
        }
        json.append('}');
    }

    private void event(TracedEvent event) {
        json.append('{');
        fields(event);
        json.append(",\"effects\":[");
        for (int i = 0; i < event.effects().size(); i++) {
            json.append(i == 0 ? "" : ",");
            event(event.effects().get(i));
        }
        json.append("]}");
    }

    private void fields(TracedEvent event) {
        json.append("\"order-id\":").append(event.orderId());
        json.append(",\"event-time\":").append(event.eventTime());
        json.append(",\"stream-name\":").append(text(event.streamName()));
        json.append(",\"event-type\":").append(text(event.eventType()));
        json.append(",\"relation\":").append(text(event.relation()));
        json.append(",\"service-id\":").append(text(event.serviceId()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "null" : JsonFields.quote(text);
    }
}
