// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.spi.ReductionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown of a fold: its value as JSON, made anew only when it has changed. For one thread at a time. */
final class Shown {

    /** A longer event is not shown as the last one. */
    private static final int MAX_EVENT_BYTES = 64 * 1024;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte @Nullable [] value;
    private long version = -1;
    private boolean lacking;

    private @Nullable Event last;

    /** The last event that is shown, or null. */
    @Nullable Event last() {
        return last;
    }

    void last(@Nullable Event event) {
        last = event(event);
    }

    /** As it is shown: of applications nothing. */
    private byte @Nullable [] lastLine() {
        return last == null || last.streamName().equals(StreamNames.SECURITY) ? null : last.line();
    }

    /** The last good one; null as JSON when there was none. */
    byte[] value() {
        return value == null ? NULL : value;
    }

    boolean isOf(long thatVersion) {
        return version == thatVersion;
    }

    /** @param json the value, or null to leave it out @param fold null when there is none */
    Descriptor describe(
            CompiledDefinition plan,
            Status status,
            byte @Nullable [] json,
            long position,
            @Nullable Fold fold,
            @Nullable LastError error,
            ProjectionFigures meter) {
        long processed = fold == null ? 0 : fold.processed();
        return new Descriptor(
                plan.definition(),
                plan.origin(),
                status,
                json,
                position,
                processed,
                fold == null ? 0 : fold.skipped(),
                lastLine(),
                error,
                meter.timing(position, processed),
                fold == null ? List.of() : fold.gaps());
    }

    /** Whether the value could not be given for want of memory: asked again, it may be. */
    boolean isLacking() {
        return lacking;
    }

    /** @return why there is none, or null */
    @Nullable ReductionException take(Fold fold, long thatVersion) {
        lacking = false;
        try {
            value = fold.value();
            version = thatVersion;
            return null;
        } catch (ReductionException e) {
            lacking = e.isLack() || e.isDamage();
            return e;
        }
    }

    /** It is another fold, perhaps of another definition. */
    void forget() {
        value = null;
        last = null;
        version = -1;
    }

    /** What is kept of an event to show it: nothing of a large one, and nothing of the page it came in. */
    private static @Nullable Event event(@Nullable Event event) {
        if (event == null || event.length() > MAX_EVENT_BYTES) {
            return null;
        }
        return event.array().length > 2 * event.length() ? Event.ofLine(event.line()) : event;
    }
}
