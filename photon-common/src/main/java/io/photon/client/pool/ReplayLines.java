// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.ReplayRequest;
import io.photon.client.StoredEvent;
import io.photon.client.flow.SourceOutlet;
import io.photon.codec.FailureJson;
import io.photon.codec.GapJson;
import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.OrderIds;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a replay brings, line by line: events go on to the subscriber, signs of life and damage say how far it is. Outlives a
 * connection, so it knows where to go on.
 */
final class ReplayLines implements WholeLines.Taker {

    private final ReplayRequest request;
    private final SourceOutlet<StoredEvent> outlet;
    private final ObjectMapper mapper;
    /** Events of before this are not wanted, wherever they stand; 0 for none. */
    private final long fromTimeMs;

    private long position;
    private long delivered;
    private boolean moved;
    private @Nullable Failure failure;

    ReplayLines(ReplayRequest request, SourceOutlet<StoredEvent> outlet, ObjectMapper mapper) {
        this.request = request;
        this.outlet = outlet;
        this.mapper = mapper;
        long from = request.query().from();
        this.fromTimeMs = from < OrderIds.FIRST_REAL ? from : 0;
    }

    @Override
    public boolean take(byte[] line) {
        if (Event.isLine(line)) {
            return event(Event.ofLine(line));
        }
        Optional<Gap> gap = GapJson.read(line, 0, line.length);
        if (gap.isPresent()) {
            request.damaged(gap.get());
            passed(request.query().backwards() ? gap.get().first() : gap.get().last());
        } else if (JsonFields.find(line, 0, line.length, "position") != null) {
            passed(JsonFields.number(line, "position"));
        } else if (JsonFields.find(line, 0, line.length, "error") != null) {
            failure = FailureJson.read(line, Kind.INTERNAL);
            return false;
        } else {
            failure = Failure.of(
                    Kind.INTERNAL,
                    "not an event: " + Excerpt.of(new String(line, StandardCharsets.UTF_8)),
                    "is it a Photon daemon that answers there?");
            return false;
        }
        return true;
    }

    private boolean event(Event event) {
        if (event.eventTime() >= fromTimeMs) {
            if (!outlet.put(new StoredEvent(event, mapper))) {
                return false;
            }
            delivered++;
        }
        passed(event.orderId());
        return true;
    }

    private void passed(long orderId) {
        position = orderId;
        moved = true;
    }

    /** Everything up to this order-id is delivered; 0 before the first. */
    long position() {
        return position;
    }

    /** How many events were delivered. */
    long delivered() {
        return delivered;
    }

    /** Why the daemon ended the replay; null when it did not say so. Asking begins a new one. */
    @Nullable Failure takeFailure() {
        Failure said = failure;
        failure = null;
        return said;
    }

    /** Whether something has come since this was asked. */
    boolean hasMoved() {
        boolean since = moved;
        moved = false;
        return since;
    }
}
