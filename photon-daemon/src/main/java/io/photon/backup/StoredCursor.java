// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up stored events by order-id, page by page: asked in rising order it reads the store once, side by side with the
 * asker. Not thread-safe.
 */
final class StoredCursor {

    private final EventReader reader;
    private List<Event> page = List.of();
    private int next;
    private long pageFrom = -1;
    private long pageTo = -1;

    StoredCursor(EventReader reader) {
        this.reader = reader;
    }

    /** The visible event of this position, or null. */
    @Nullable Event at(long orderId) throws StoreException {
        while (orderId <= pageFrom || orderId > pageTo) {
            read(orderId - 1);
        }
        if (next > 0 && page.get(next - 1).orderId() >= orderId) {
            next = 0; // the asker has gone back
        }
        while (next < page.size() && page.get(next).orderId() < orderId) {
            next++;
        }
        return next < page.size() && page.get(next).orderId() == orderId ? page.get(next) : null;
    }

    private void read(long from) throws StoreException {
        long start = from;
        var read = reader.read(ReadRequest.forwards(StreamNames.ALL, start));
        while (read.events().isEmpty() && !read.end()) { // all hidden so far
            start = read.cursor();
            read = reader.read(ReadRequest.forwards(StreamNames.ALL, start));
        }
        page = read.events();
        next = 0;
        pageFrom = from;
        pageTo = read.end() ? Long.MAX_VALUE : read.cursor();
    }
}
