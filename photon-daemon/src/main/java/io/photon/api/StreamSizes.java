// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Bound;
import io.photon.projection.ProjectionService;
import io.photon.projection.ProjectionService.Sizes;
import io.photon.projection.spi.StreamSize;
import io.photon.result.Result;
import java.time.Duration;
import java.util.List;

/**
 * How large streams are, by the projection that folds all events. It follows the log at a short distance, so a size is told
 * only where it is known to be right: the projection has folded the very events that the store has, or all that there were
 * when the caller asked. Thread-safe; waits a moment for events that were stored just now.
 */
final class StreamSizes {

    private static final String MEASURE = "__streams__";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAGE_PATIENCE = Duration.ofMillis(500);

    private final ProjectionService projections;
    /** The head that was waited for in vain, so that not every caller waits while history is folded; 0 for none. */
    private volatile long missed;

    StreamSizes(ProjectionService projections) {
        this.projections = projections;
    }

    /** A listing begins. */
    Listing begin() {
        long head = projections.head();
        if (missed == 0 || covers(missed, Duration.ZERO)) {
            missed = covers(head, PATIENCE) ? 0 : head;
        }
        return new Listing(head);
    }

    private boolean covers(long position, Duration wait) {
        return projections.await(MEASURE, Bound.position(position), wait).join().isOk();
    }

    /** The streams of one answer. For one thread at a time. */
    final class Listing {
        /** When it began. */
        private final long head;
        /** The projection was too busy once: what it does takes long, and an answer of many pages must not wait for each. */
        private boolean isBusy;

        private Listing(long head) {
            this.head = head;
        }

        /** The same streams with their sizes, as far as these are known. */
        List<StreamSummary> measured(List<StreamSummary> streams) {
            if (streams.isEmpty() || isBusy) {
                return streams;
            }
            List<String> names = streams.stream().map(StreamSummary::name).toList();
            if (projections.sizes(MEASURE, names, PAGE_PATIENCE) instanceof Result.Ok<Sizes> known) {
                return streams.stream()
                        .map(stream -> measured(stream, known.value()))
                        .toList();
            }
            isBusy = true;
            return streams;
        }

        StreamSummary measured(StreamSummary stream) {
            return measured(List.of(stream)).get(0);
        }

        private StreamSummary measured(StreamSummary stream, Sizes known) {
            StreamSize size = known.streams().get(stream.name());
            if (size == null) {
                return stream;
            }
            boolean isSure = known.upTo() >= head
                    || size.events() == stream.totalEvents() && size.lastOrderId() == stream.lastOrderId();
            return isSure ? stream.withBytes(size.bytes()) : stream;
        }
    }
}
