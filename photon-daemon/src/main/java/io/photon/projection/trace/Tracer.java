// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.trace;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what caused an event and what it caused. An effect comes after its cause, so one pass over the log from the event
 * on finds its effects, their effects, and so on. Bounded by events kept, by depth, and by time. For one use.
 */
public final class Tracer {

    /** Most causes that are followed, and most levels of effects. */
    public static final int MAX_DEPTH = 200;

    /** Most effects that are kept. */
    public static final int MAX_EFFECTS = 10_000;

    /** Causes may be named by an id instead of a position: then this many events before are looked at. */
    private static final long MAX_LOOK_BACK = 1_000_000;

    /** Of more places it is enough to know that there are many. */
    private static final int MAX_DAMAGED = 100;

    private final EventReader reader;
    private final List<Gap> damaged = new ArrayList<>();
    private final Predicate<String> visible;
    private final int maxEffects;
    private final long deadlineNanos;
    private final LongSupplier nanos;

    private final Map<Long, TracedEvent> byPosition = new HashMap<>();
    private final Map<String, TracedEvent> byOwnId = new HashMap<>();
    private final Map<Long, Integer> depths = new HashMap<>();

    /**
     * @param visible the streams whose events are seen; others are as if they were not there
     * @param maxEffects 0 to {@link #MAX_EFFECTS}
     * @param patience how long it may read
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public Tracer(
            EventReader reader, Predicate<String> visible, int maxEffects, Duration patience, LongSupplier nanos) {
        this.reader = reader;
        this.visible = visible;
        this.maxEffects = maxEffects;
        this.nanos = nanos;
        this.deadlineNanos = nanos.getAsLong() + patience.toNanos();
    }

    /**
     * The trace of the event at a position; empty when there is none. Damage elsewhere is left out, and named.
     *
     * @throws StoreException also when the event itself is damaged
     */
    public Optional<Trace> trace(long orderId) throws StoreException {
        Optional<Event> found = at(orderId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Event event = found.get();
        Cause cause = Cause.of(event);
        TracedEvent traced = TracedEvent.of(event, cause);
        List<TracedEvent> causes = new ArrayList<>();
        String missing = causes(event, cause, causes);
        know(traced, event, cause, 0);
        long[] scannedTo = {orderId};
        boolean complete = effects(orderId, scannedTo);
        complete &= damaged.isEmpty();
        return Optional.of(new Trace(traced, causes, missing, scannedTo[0], complete, List.copyOf(damaged)));
    }

    private Optional<Event> at(long orderId) throws StoreException {
        return reader.event(StreamNames.ALL, orderId).filter(event -> !isHidden(event));
    }

    /** One that cannot be read is as missing as one that was deleted. */
    private Optional<Event> causeAt(long orderId) throws StoreException {
        try {
            return at(orderId);
        } catch (StoreException e) {
            Gap gap = AroundDamage.gapOf(e);
            if (gap == null) {
                throw e;
            }
            leaveOut(gap);
            return Optional.empty();
        }
    }

    private void leaveOut(Gap gap) {
        if (damaged.size() < MAX_DAMAGED && !damaged.contains(gap)) {
            damaged.add(gap);
        }
    }

    private boolean isHidden(Event event) {
        return !visible.test(event.streamName());
    }

    /** Follows causes. @return the name of a cause that is not there, or null */
    private @Nullable String causes(Event from, Cause first, List<TracedEvent> into) throws StoreException {
        Set<Long> seen = new HashSet<>(Set.of(from.orderId()));
        long before = from.orderId();
        Cause cause = first;
        while (cause.isNamed() && into.size() < MAX_DEPTH) {
            Optional<Event> found = cause.orderId() > 0
                    ? causeAt(cause.orderId())
                    : before(before, Objects.requireNonNull(cause.ownId()));
            if (found.isEmpty()) {
                return cause.orderId() > 0 ? Long.toString(cause.orderId()) : cause.ownId();
            }
            Event event = found.get();
            if (!seen.add(event.orderId())) {
                return null; // a circle: an event that named a later one as its cause
            }
            cause = Cause.of(event);
            into.add(TracedEvent.of(event, cause));
            before = event.orderId();
        }
        return null;
    }

    /** The nearest event before a position that calls itself so. */
    private Optional<Event> before(long orderId, String ownId) throws StoreException {
        long cursor = orderId;
        long looked = 0;
        boolean end = false;
        while (!end && looked < MAX_LOOK_BACK && nanos.getAsLong() - deadlineNanos < 0) {
            ReadRequest request = new ReadRequest(StreamNames.ALL, cursor, 0, Direction.BACKWARDS, 4_096, 1 << 20);
            Page page = AroundDamage.read(reader, request, this::leaveOut);
            for (Event event : page.events()) {
                boolean meant = ownId.equals(event.localId())
                        || ownId.equals(Cause.of(event).id());
                if (meant && !isHidden(event)) {
                    return Optional.of(event);
                }
            }
            looked += page.events().size();
            cursor = page.cursor();
            end = page.end();
        }
        return Optional.empty();
    }

    /** Looks for effects after a position. @return whether it came to the end and found room for all */
    private boolean effects(long from, long[] scannedTo) throws StoreException {
        boolean all = true;
        Page page;
        do {
            if (nanos.getAsLong() - deadlineNanos >= 0) {
                return false;
            }
            page = AroundDamage.read(reader, ReadRequest.forwards(StreamNames.ALL, scannedTo[0]), this::leaveOut);
            for (Event event : page.events()) {
                all &= effect(event);
            }
            scannedTo[0] = Math.max(scannedTo[0], page.cursor());
        } while (!page.end());
        return all;
    }

    /** @return false when it is an effect for which there is no room */
    private boolean effect(Event event) {
        Cause cause = Cause.of(event);
        if (!cause.isNamed() || isHidden(event)) {
            return true;
        }
        TracedEvent parent = cause.orderId() > 0 ? byPosition.get(cause.orderId()) : byOwnId.get(cause.ownId());
        if (parent == null) {
            return true;
        }
        int depth = Objects.requireNonNull(depths.get(parent.orderId())) + 1;
        if (byPosition.size() > maxEffects || depth > MAX_DEPTH) {
            return false;
        }
        TracedEvent effect = TracedEvent.of(event, cause);
        parent.effects().add(effect);
        know(effect, event, cause, depth);
        return true;
    }

    private void know(TracedEvent traced, Event event, Cause cause, int depth) {
        byPosition.put(event.orderId(), traced);
        depths.put(event.orderId(), depth);
        if (event.localId() != null) {
            byOwnId.put(event.localId(), traced);
        }
        if (cause.id() != null) {
            byOwnId.put(cause.id(), traced);
        }
    }
}
