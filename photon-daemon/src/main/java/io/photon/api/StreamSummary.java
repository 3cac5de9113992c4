// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One stream as a listing shows it.
 *
 * @param totalEvents visible events
 * @param firstOrderId position of the first of them
 * @param lastOrderId position of the last
 * @param bytes of them as lines of JSON, line ends included; {@link #UNKNOWN} where it is not known
 */
public record StreamSummary(String name, long totalEvents, long firstOrderId, long lastOrderId, long bytes) {

    /** Instead of a size. */
    static final long UNKNOWN = -1;

    static StreamSummary of(StoredStream info) {
        return new StreamSummary(info.name(), info.totalEvents(), info.firstOrderId(), info.lastOrderId(), UNKNOWN);
    }

    StreamSummary withBytes(long size) {
        return new StreamSummary(name, totalEvents, firstOrderId, lastOrderId, size);
    }

    /** Those after a name that are wanted, in order; fewer than {@code max} only at the end. */
    static List<StreamSummary> page(EventReader reader, String after, String prefix, int max, Predicate<String> wanted)
            throws StoreException {
        List<StreamSummary> found = new ArrayList<>();
        String from = after;
        boolean more = true;
        while (more && found.size() < max) {
            List<StoredStream> some = reader.streams(from, prefix, max);
            for (StoredStream info : some) {
                from = info.name();
                if (found.size() < max && wanted.test(from)) {
                    found.add(of(info));
                }
            }
            more = some.size() == max;
        }
        return found;
    }

    /** As doors show it. */
    public String json() {
        return write(new JsonWriter(128).object()).endObject().text();
    }

    /** Its fields. */
    JsonWriter write(JsonWriter json) {
        json.field("stream-name", name)
                .field("total-events", totalEvents)
                .field("first-order-id", firstOrderId)
                .field("last-order-id", lastOrderId);
        return bytes == UNKNOWN ? json : json.field("bytes", bytes);
    }
}
