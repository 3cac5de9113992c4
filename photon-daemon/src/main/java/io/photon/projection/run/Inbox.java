// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.flow.RunSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Where a replay's events wait for their fold: bounded by count and by bytes, asking for one more event as long as there
 * is room. Without one of the {@link Places} there is room for one event. Thread-safe.
 */
final class Inbox implements RunSubscriber<Event>, Places.Guest {

    private static final int MAX_EVENTS = 4_096;
    private static final int MAX_BYTES = 1 << 20;
    /** An event that waits without a place keeps an array up to this size. */
    private static final int KEPT_BYTES = 4 << 10;
    /** The same while much is in flight. */
    private static final int TIGHT_BYTES = 64 << 10;
    /** Less is not worth counting. */
    private static final int COUNTED_BYTES = 16 << 10;

    private final Runnable arrived;
    private final LongSupplier head;
    private final Budget budget;
    /** Null for one that needs none. */
    private final @Nullable Places places;

    private Place place = Place.NONE;
    private long placedAt;
    private List<Event> events = new ArrayList<>();
    private List<Gap> gaps = new ArrayList<>();
    /** Of all that the events here hold: they share the arrays they were read into. */
    private long bytes;

    private byte @Nullable [] lastArray;
    private long uncounted;
    /** What the events here hold of the budget, and what those in hand do. */
    private final List<Lease> leases = new ArrayList<>(2);

    private final List<Lease> inHandLeases = new ArrayList<>(2);
    private @Nullable Subscription subscription;
    private boolean asked;
    private boolean cancelled;
    private @Nullable Throwable error;
    private boolean ended;
    /** Taken out, and not yet {@link #folded}. */
    private int inHand;

    private enum Place {
        /** Nothing is to be read ahead. */
        NONE,
        WAITING,
        HELD
    }

    /**
     * @param budget of the bytes in flight
     * @param places of all that read ahead; null for one that always may
     * @param head the log's last position
     * @param arrived is called when there is something to take, or the end; must not wait
     */
    Inbox(Budget budget, @Nullable Places places, LongSupplier head, Runnable arrived) {
        this.head = head;
        this.budget = budget;
        this.places = places;
        this.arrived = arrived;
    }

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            subscription = given;
            asked = true;
            if (cancelled) {
                given.cancel();
                return;
            }
        }
        given.request(1);
    }

    @Override
    public void onNext(Event event) {
        onRun(List.of(event), 0, 1);
    }

    @Override
    public int onRun(List<? extends Event> items, int from, int to) {
        int at = from;
        boolean more = true;
        boolean first;
        synchronized (this) {
            if (cancelled) {
                return to - from;
            }
            first = events.isEmpty();
            while (at < to && more) {
                takePlace();
                Event event = items.get(at++);
                Event kept = place == Place.WAITING ? apart(event) : event;
                events.add(kept);
                count(kept.array());
                more = hasRoom();
            }
            // What comes live while something waits here is fetched with it: else each batch of the log would wake a
            // reader.
            more &= first || items.get(at - 1).orderId() < head.getAsLong();
            asked = more;
        }
        if (more) {
            subscription().request(1);
        }
        if (first) {
            arrived.run();
        }
        return at - from;
    }

    /** More is likely to come: under the lock. */
    private void takePlace() {
        if (places == null) {
            place = Place.HELD;
        } else if (place == Place.NONE) {
            if (places.take(this)) {
                place = Place.HELD;
                placedAt = places.now();
            } else {
                place = Place.WAITING;
            }
        }
    }

    /** It may wait for long: not with the page in which it came. */
    private static Event apart(Event event) {
        boolean holdsMuch = event.array().length > Math.max(KEPT_BYTES, 2 * event.length());
        return holdsMuch ? Event.ofLine(event.line()) : event;
    }

    @Override
    public void placed() {
        boolean more;
        boolean isGone;
        synchronized (this) {
            isGone = cancelled;
            place = isGone ? Place.NONE : Place.HELD;
            placedAt = places().now();
            more = !isGone && wantsMore();
        }
        if (isGone) {
            places().giveBack();
            return;
        }
        if (more) {
            subscription().request(1);
        }
        arrived.run(); // when nothing comes, it looks and gives the place back
    }

    /** Under the lock. @return whether to ask, once */
    private boolean wantsMore() {
        boolean more = !asked && !ended && !cancelled && hasRoom();
        asked |= more;
        return more;
    }

    /** Nothing more is to be had at the moment. */
    void rest() {
        boolean had;
        synchronized (this) {
            had = places != null && place == Place.HELD && events.isEmpty() && gaps.isEmpty();
            if (had) {
                place = Place.NONE;
            }
        }
        if (had) {
            places().giveBack();
        }
    }

    private void count(byte[] array) {
        if (array == lastArray) {
            return;
        }
        lastArray = array;
        bytes += array.length;
        uncounted += array.length;
        if (uncounted >= COUNTED_BYTES) {
            leases.add(budget.hold(Use.PROJECTIONS, uncounted));
            uncounted = 0;
        }
    }

    /** The replay goes on after a place that cannot be read. */
    void onGap(Gap gap) {
        boolean more;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            gaps.add(gap);
            more = hasRoom();
            asked = more;
        }
        if (more) {
            subscription().request(1);
        }
        arrived.run();
    }

    private boolean hasRoom() {
        if (place != Place.HELD && places != null) {
            return place == Place.NONE && events.isEmpty() && gaps.isEmpty();
        }
        int most = places == null ? MAX_BYTES : places.maxBytes();
        return events.size() + gaps.size() < MAX_EVENTS && bytes < (budget.isTight() ? TIGHT_BYTES : most);
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            error = failure;
            ended = true;
        }
        arrived.run();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            ended = true;
        }
        arrived.run();
    }

    /** All that is here, and room for more; an empty list when there is nothing. */
    List<Event> take() {
        List<Event> taken;
        boolean more;
        boolean passOn;
        synchronized (this) {
            if (events.isEmpty()) {
                return List.of();
            }
            taken = events;
            inHand = taken.size();
            events = new ArrayList<>();
            forgetArrays();
            inHandLeases.addAll(leases);
            leases.clear();
            passOn = places != null && place == Place.HELD && places.isOver(placedAt);
            if (passOn) {
                place = Place.NONE;
                takePlace(); // at the end of the line: it waits, as others do
            }
            more = wantsMore();
        }
        if (passOn) {
            places().giveBack();
        }
        if (more) {
            subscription().request(1);
        }
        return taken;
    }

    /** The gaps that came with what is here or was taken; an empty list when there is none. */
    List<Gap> takeGaps() {
        List<Gap> taken;
        boolean more;
        synchronized (this) {
            if (gaps.isEmpty()) {
                return List.of();
            }
            taken = gaps;
            gaps = new ArrayList<>();
            more = wantsMore();
        }
        if (more) {
            subscription().request(1);
        }
        arrived.run(); // to look once more: nothing may follow
        return taken;
    }

    /** What was taken is folded. */
    synchronized void folded() {
        inHand = 0;
        close(inHandLeases);
    }

    private void forgetArrays() {
        bytes = 0;
        lastArray = null;
        uncounted = 0;
    }

    private static void close(List<Lease> held) {
        held.forEach(Lease::close);
        held.clear();
    }

    /** Whether everything that came has been folded. */
    synchronized boolean isDone() {
        return events.isEmpty() && gaps.isEmpty() && inHand == 0;
    }

    /** Whether nothing is here and nothing will come. */
    synchronized boolean isOver() {
        return ended && events.isEmpty() && gaps.isEmpty();
    }

    /** Why it ended, or null. */
    synchronized @Nullable Throwable error() {
        return error;
    }

    void cancel() {
        Subscription last;
        boolean had;
        synchronized (this) {
            had = places != null && place == Place.HELD;
            if (place == Place.WAITING) {
                places().leave(this); // one that is being told at this moment gives it back itself
            }
            place = Place.NONE;
            cancelled = true;
            events = new ArrayList<>();
            gaps = new ArrayList<>();
            forgetArrays();
            close(leases);
            close(inHandLeases);
            inHand = 0;
            last = subscription;
        }
        if (had) {
            places().giveBack();
        }
        if (last != null) {
            last.cancel();
        }
    }

    private Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    private Places places() {
        return Objects.requireNonNull(places);
    }
}
