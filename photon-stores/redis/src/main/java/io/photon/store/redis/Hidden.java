// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is hidden and not erased yet: of each stream up to where. Immutable.
 *
 * @param upTo order-ids by the streams' names
 */
record Hidden(Map<String, Long> upTo) {

    /** @param fields the hash as HGETALL gives it */
    static Hidden of(List<@Nullable Object> fields) {
        if (fields.isEmpty()) {
            return new Hidden(Map.of());
        }
        Map<String, Long> upTo = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            upTo.put(Replies.text(fields.get(i)), upTo(fields.get(i + 1)));
        }
        return new Hidden(upTo);
    }

    /** Up to where a stream is hidden. @param noted what the hash holds for it; null for nothing */
    static long upTo(@Nullable Object noted) {
        if (noted == null) {
            return 0;
        }
        byte[] value = Replies.bytes(noted);
        return Replies.number(value, 0, Replies.colon(value, 0));
    }

    boolean has(Event event) {
        return !upTo.isEmpty() && event.orderId() <= upTo.getOrDefault(event.streamName(), 0L);
    }
}
