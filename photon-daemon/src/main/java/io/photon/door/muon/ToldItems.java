// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.muon.stack.server.StreamSink;
import io.photon.text.Utf8;
import java.util.LinkedList;
import java.util.Queue;

/** Lines that are told as items; what was told and not yet demanded waits, some 10,000 at most. Thread-safe. */
final class ToldItems implements StreamSink.Source {

    private final StreamSink sink;
    private final Queue<String> waiting = new LinkedList<>();
    private long demand;
    private boolean ended;
    private boolean over;

    ToldItems(StreamSink sink) {
        this.sink = sink;
    }

    /** Whether everything told was taken. */
    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether nothing is taken any more. */
    synchronized boolean isOver() {
        return over;
    }

    synchronized void tell(String json) {
        if (!over) {
            waiting.add(json);
            give();
        }
    }

    synchronized void end() {
        ended = true;
        give();
    }

    @Override
    public synchronized void request(long items) {
        demand = demand + items < 0 ? Long.MAX_VALUE : demand + items;
        give();
    }

    @Override
    public synchronized void cancel() {
        over = true;
        waiting.clear();
    }

    /** Under the lock, which the sink may enter again by asking for more. */
    private void give() {
        while (!over && demand > 0 && !waiting.isEmpty()) {
            demand--;
            sink.item(Utf8.bytes(waiting.poll()));
        }
        if (!over && ended && waiting.isEmpty()) {
            over = true;
            sink.completed();
        }
    }
}
