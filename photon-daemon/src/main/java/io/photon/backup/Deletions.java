package io.photon.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Which events belong to a recorded deletion: {@code delete-stream!} in {@code __config__} names a stream and the last
 * order-id that goes. Memory: one small entry a deleted stream. Not thread-safe.
 */
final class Deletions {

    /** The event type of a deletion (DESIGN 5). */
    static final String EVENT_TYPE = "delete-stream!";

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Fingerprint, Long> upToByStream = new HashMap<>();

    /** Takes in every deletion a store has recorded. */
    void addAll(EventReader reader) throws StoreException {
        long cursor = 0;
        while (true) {
            Page page = reader.read(ReadRequest.forwards(StreamNames.CONFIG, cursor));
            for (Event event : page.events()) {
                add(event);
            }
            if (page.end()) {
                return;
            }
            cursor = page.cursor();
        }
    }

    /** Takes in one event of {@code __config__}; anything but a well-formed deletion changes nothing. */
    void add(Event config) {
        if (!config.eventType().equals(EVENT_TYPE)) {
            return;
        }
        JsonNode payload;
        try {
            payload = JSON.readTree(config.array(), config.offset(), config.length())
                    .path("payload");
        } catch (IOException e) {
            return; // no deletion of ours: those are small and well-formed
        }
        JsonNode upTo = payload.path("up-to");
        if (payload.path("stream-name").isTextual() && upTo.canConvertToLong()) {
            byte[] name = EventLine.escape(payload.path("stream-name").textValue());
            upToByStream.merge(Fingerprint.of(name, 0, name.length), upTo.longValue(), Math::max);
        }
    }

    /** Whether a deletion taken in so far covers this event. */
    boolean cover(Event event) {
        if (upToByStream.isEmpty()) {
            return false;
        }
        EventLine.Header header = event.header();
        Long upTo = upToByStream.get(Fingerprint.of(event.array(), header.streamFrom(), header.streamTo()));
        return upTo != null && event.orderId() <= upTo;
    }
}
