// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folds deletions: of several of one stream the furthest counts. Mutable, for one thread; as large as the number of
 * different streams it was told of, so the caller folds page by page.
 */
public final class Deletions {

    private final Map<String, StreamDeletion> byStream = new LinkedHashMap<>();

    public void add(StreamDeletion deletion) {
        byStream.merge(deletion.streamName(), deletion, (a, b) -> a.upTo() >= b.upTo() ? a : b);
    }

    /** Whether an event at this position of this stream is gone. */
    public boolean cover(String stream, long orderId) {
        StreamDeletion deletion = byStream.get(stream);
        return deletion != null && deletion.covers(stream, orderId);
    }

    /** One per stream, in the order the streams were first named. */
    public Collection<StreamDeletion> all() {
        return byStream.values();
    }
}
