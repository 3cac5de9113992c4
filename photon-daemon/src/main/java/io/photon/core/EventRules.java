// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import java.util.Optional;

/** What may be appended, and by whom. Pure functions; the shape of an event is the codec's business. */
public final class EventRules {

    /** Most events of an atomic request, and of one batch of the log. */
    public static final int MAX_BATCH_EVENTS = 1_000;

    /** Most bytes of an atomic request of several events, and of one batch unless a single event is larger. */
    public static final int MAX_BATCH_BYTES = 1 << 20;

    private EventRules() {}

    /** Why this draft must not be appended by this writer; empty when it may. */
    public static Optional<Failure> check(EventDraft draft, Writer writer) {
        return checkStream(draft.streamName(), writer);
    }

    /** Why nothing may be appended to this stream by this writer; empty when it may. */
    public static Optional<Failure> checkStream(String name, Writer writer) {
        if (name.isEmpty()) {
            return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, "stream-name is empty", "name the stream"));
        }
        if (!StreamNames.isInternal(name)) {
            return Optional.empty();
        }
        if (name.equals(StreamNames.ALL)) {
            return Optional.of(Failure.of(
                    Failure.Kind.DENIED,
                    "'" + name + "' is the view of all streams; nothing is appended to it",
                    "name a stream of your own"));
        }
        if (writer == Writer.USER) {
            return Optional.of(Failure.of(
                    Failure.Kind.DENIED,
                    "stream '" + name + "' is internal: only Photon writes it",
                    "names that start and end with __ are Photon's; choose another"));
        }
        return Optional.empty();
    }

    /** Why this stream must not be deleted; empty when it may. */
    public static Optional<Failure> checkDeletion(String name) {
        if (StreamNames.isInternal(name)) {
            return Optional.of(Failure.of(
                    Failure.Kind.DENIED,
                    "stream '" + name + "' is internal and cannot be deleted",
                    StreamNames.DELETABLE));
        }
        return Optional.empty();
    }

    /** Why a request of this size cannot be stored in one step; empty when it can. A single event always can. */
    public static Optional<Failure> checkAtomicSize(int events, long bytes) {
        if (events <= 1 || (events <= MAX_BATCH_EVENTS && bytes <= MAX_BATCH_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.TOO_LARGE,
                "an atomic request of " + events + " events and " + bytes + " bytes; at most " + MAX_BATCH_EVENTS
                        + " events and " + MAX_BATCH_BYTES + " bytes are stored in one step",
                "send fewer events at once, or give up atomicity"));
    }
}
