// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.backup.format.BackupWriter;
import io.photon.client.ByteSink;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.codec.GapJson;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the events of a stream as a backup. */
final class BackedUpEvents implements MuonNetwork.Items {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final BackupWriter writer;
    private final EventFilter filter;
    private final ByteSink lines;
    private long bytes;
    private @Nullable Failure failure;

    BackedUpEvents(BackupWriter writer, EventFilter filter, ByteSink lines) {
        this.writer = writer;
        this.filter = filter;
        this.lines = lines;
    }

    @Override
    public boolean item(byte[] json) {
        Optional<Gap> gap = GapJson.read(json, 0, json.length);
        if (gap.isPresent()) {
            failure = writer.gap(gap.get()).orElse(null);
            return failure == null;
        }
        Result<Event> read = EventItems.event(json);
        if (read instanceof Result.Err<Event> err) {
            failure = err.failure().at("after " + writer.events() + " events");
            return false;
        }
        Event event = read.value();
        if (event.orderId() <= writer.lastOrderId()) {
            failure = Failure.of(
                    Kind.VERIFICATION_FAILED,
                    "event " + event.orderId() + " came after " + writer.lastOrderId(),
                    "the store does not play its events in order: take the backup over HTTP");
            return false;
        }
        if (filter.wants(event)) {
            writer.add(event);
        }
        if (writer.pendingBytes() >= CHUNK_BYTES) {
            write(writer.take());
        }
        return true;
    }

    /** All events have come: writes the trailer. @return how many bytes were written, or why it is no backup */
    Result<Long> finish() {
        if (failure != null) {
            return Result.err(failure);
        }
        write(writer.finish());
        return Result.ok(bytes);
    }

    private void write(byte[] chunk) {
        lines.write(chunk, 0, chunk.length);
        bytes += chunk.length;
    }
}
