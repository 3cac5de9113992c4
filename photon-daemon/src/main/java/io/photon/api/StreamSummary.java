package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.StreamInfo;
import java.util.List;

/**
 * One stream as a listing shows it.
 *
 * @param totalEvents visible events
 * @param firstOrderId position of the first of them
 * @param lastOrderId position of the last
 */
public record StreamSummary(String name, long totalEvents, long firstOrderId, long lastOrderId) {

    static StreamSummary of(StreamInfo info) {
        return new StreamSummary(info.name(), info.totalEvents(), info.firstOrderId(), info.lastOrderId());
    }

    /** Those after a name, in order. */
    static List<StreamSummary> page(EventReader reader, String after, String prefix, int max) throws StoreException {
        return reader.streams(after, prefix, max).stream()
                .map(StreamSummary::of)
                .toList();
    }

    /** As doors show it. */
    public String json() {
        return write(new JsonWriter(128).object()).endObject().text();
    }

    /** Its fields. */
    JsonWriter write(JsonWriter json) {
        return json.field("stream-name", name)
                .field("total-events", totalEvents)
                .field("first-order-id", firstOrderId)
                .field("last-order-id", lastOrderId);
    }
}
