// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** Up to where something has been told, and who waits for more. Told by one thread at a time, asked by any. */
public final class Told {

    private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
    private volatile long position;

    /** Everything up to here has been told; 0 at first. */
    public long position() {
        return position;
    }

    /** Everything up to here has been told. */
    public void upTo(long orderId) {
        position = orderId;
        answer();
    }

    /** Completes when everything up to here has been told. */
    public CompletableFuture<Void> at(long orderId) {
        CompletableFuture<Void> future = waiting.computeIfAbsent(orderId, any -> new CompletableFuture<>());
        answer(); // it may have been told before the future could be seen
        return future;
    }

    /** One by one: a view that is walked over and then cleared loses what came in between. */
    private void answer() {
        for (Map.Entry<Long, CompletableFuture<Void>> first = waiting.firstEntry();
                first != null && first.getKey() <= position;
                first = waiting.firstEntry()) {
            if (waiting.remove(first.getKey(), first.getValue())) {
                first.getValue().complete(null);
            }
        }
    }
}
