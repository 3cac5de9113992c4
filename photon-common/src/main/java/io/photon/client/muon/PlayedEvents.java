// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.event.Event;
import io.photon.filter.WhereException;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Writes the events of a stream that are wanted as canonical lines. */
final class PlayedEvents implements MuonNetwork.Items {

    private final EventFilter filter;
    private final ByteSink lines;
    private byte[] buffer = new byte[4_096];
    private long count;
    private long bytes;
    private long lastOrderId;
    private @Nullable Failure failure;

    PlayedEvents(EventFilter filter, ByteSink lines) {
        this.filter = filter;
        this.lines = lines;
    }

    @Override
    public boolean item(byte[] json) {
        Result<Event> read = EventItems.event(json);
        if (read instanceof Result.Err<Event>) {
            byte[] line = EventItems.oneLine(json); // an item of a store that adds others: shown as it is
            write(line, line.length);
            return true;
        }
        Event event = read.value();
        if (filter.isBackwards() && lastOrderId > 0 && event.orderId() > lastOrderId) {
            failure = Failure.of(
                    Kind.BAD_INPUT,
                    "this event store does not play backwards",
                    "ask the daemon over HTTP: --url http://HOST:3000");
            return false;
        }
        lastOrderId = event.orderId();
        boolean wanted;
        try {
            wanted = filter.wants(event);
        } catch (WhereException e) {
            failure = e.failure();
            return false;
        }
        if (wanted) {
            int length = event.length() + 1;
            if (buffer.length < length) {
                buffer = new byte[length + length / 2];
            }
            System.arraycopy(event.array(), event.offset(), buffer, 0, length - 1);
            buffer[length - 1] = '\n';
            write(buffer, length);
            count++;
        }
        return count < filter.limit() && !filter.endsAt(event.orderId());
    }

    private void write(byte[] line, int length) {
        lines.write(line, 0, length);
        bytes += length;
    }

    @Override
    public void pause() {
        lines.pause();
    }

    /** Why it had to stop, or null. */
    @Nullable Failure failure() {
        return failure;
    }

    long bytes() {
        return bytes;
    }

    /** The position of the last event that came, wanted or not; 0 before the first. */
    long lastOrderId() {
        return lastOrderId;
    }
}
