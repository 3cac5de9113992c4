// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Epoch} as an event of {@code __config__}, and back. */
final class EpochEvents {

    private static final Logger LOG = LoggerFactory.getLogger(EpochEvents.class);
    private static final String TYPE = "begin-epoch!";

    private EpochEvents() {}

    /** The event that begins an epoch. @param epoch its order-id is not used */
    static EventDraft draft(Epoch epoch) {
        byte[] payload = write(new JsonWriter(256).object(), epoch).endObject().bytes();
        byte[] before = Utf8.bytes(
                "\"stream-name\":\"" + StreamNames.CONFIG + "\",\"event-type\":\"" + TYPE + "\",\"payload\":");
        byte[] body = new byte[before.length + payload.length + 1];
        System.arraycopy(before, 0, body, 0, before.length);
        System.arraycopy(payload, 0, body, before.length, payload.length);
        body[body.length - 1] = '}';
        return new EventDraft(StreamNames.CONFIG, TYPE, null, body);
    }

    /** The epoch that an event begins; empty when it does something else. */
    static Optional<Epoch> read(Event event) {
        if (!event.eventType().equals(TYPE) || !event.streamName().equals(StreamNames.CONFIG)) {
            return Optional.empty();
        }
        try {
            JsonNode payload = JsonTree.payload(event);
            Epoch begun = fields(payload, event.orderId());
            return begun.number() < 2 ? Optional.empty() : Optional.of(begun);
        } catch (IOException e) {
            LOG.error(
                    "the event at order-id {} begins no epoch, as it cannot be read: {}",
                    event.orderId(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Writes the fields of an epoch into an object that is open; its order-id is not one of them. */
    static JsonWriter write(JsonWriter json, Epoch epoch) {
        return json.field("epoch", epoch.number())
                .field("after", epoch.after())
                .field("node", epoch.node())
                .field("node-id", epoch.nodeId())
                .field("address", epoch.address());
    }

    /** The epoch of such an object. */
    static Epoch fields(JsonNode object, long orderId) {
        return new Epoch(
                object.path("epoch").asLong(0),
                object.path("after").asLong(0),
                orderId,
                object.path("node").asText(""),
                object.path("node-id").asText(""),
                object.path("address").asText(""));
    }

    /** All epochs that a store tells of, in rising order. */
    static List<Epoch> all(EventReader reader) throws StoreException {
        return above(reader, 0);
    }

    /** Those of which it tells above a position. */
    static List<Epoch> above(EventReader reader, long position) throws StoreException {
        return within(reader, position, Long.MAX_VALUE);
    }

    /** Those of which it tells in a place. */
    static List<Epoch> in(EventReader reader, Gap place) throws StoreException {
        return within(reader, place.first() - 1, place.last());
    }

    private static List<Epoch> within(EventReader reader, long position, long upTo) throws StoreException {
        List<Epoch> all = new ArrayList<>();
        long cursor = position;
        while (true) {
            Page page = AroundDamage.read(
                    reader,
                    ReadRequest.forwards(StreamNames.CONFIG, cursor, upTo),
                    gap -> LOG.error("an epoch that began at {} is not known: that cannot be read", gap.text()));
            for (Event event : page.events()) {
                read(event)
                        .filter(begun -> all.isEmpty()
                                || begun.number() > all.get(all.size() - 1).number())
                        .ifPresent(all::add);
            }
            if (page.end()) {
                return all;
            }
            cursor = page.cursor();
        }
    }
}
