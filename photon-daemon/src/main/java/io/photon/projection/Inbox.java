package io.photon.projection;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.event.Event;
import io.photon.event.Gap;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Where a replay's events wait for their fold: bounded by count and by bytes, asking for one more event as long as there
 * is room. Thread-safe.
 */
final class Inbox implements Subscriber<Event> {

    private static final int MAX_EVENTS = 4_096;
    private static final int MAX_BYTES = 1 << 20;
    /** The same while much is in flight. */
    private static final int TIGHT_BYTES = 64 << 10;
    /** Less is not worth counting. */
    private static final int COUNTED_BYTES = 16 << 10;

    private final Runnable arrived;
    private final Budget budget;
    private List<Event> events = new ArrayList<>();
    private List<Gap> gaps = new ArrayList<>();
    /** Of all that the events here hold: they share the arrays they were read into. */
    private long bytes;

    private byte[] lastArray;
    private long uncounted;
    /** What the events here hold of the budget, and what those in hand do. */
    private final List<Lease> leases = new ArrayList<>(2);

    private final List<Lease> inHandLeases = new ArrayList<>(2);
    private Subscription subscription;
    private boolean asked;
    private boolean cancelled;
    private Throwable error;
    private boolean ended;
    /** Taken out, and not yet {@link #folded}. */
    private int inHand;

    /**
     * @param budget of the bytes in flight
     * @param arrived is called when there is something to take, or the end; must not wait
     */
    Inbox(Budget budget, Runnable arrived) {
        this.budget = budget;
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
        boolean more;
        boolean first;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            first = events.isEmpty();
            events.add(event);
            count(event.array());
            more = hasRoom();
            asked = more;
        }
        if (more) {
            subscription.request(1);
        }
        if (first) {
            arrived.run();
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
            subscription.request(1);
        }
        arrived.run();
    }

    private boolean hasRoom() {
        return events.size() + gaps.size() < MAX_EVENTS && bytes < (budget.isTight() ? TIGHT_BYTES : MAX_BYTES);
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
            more = !asked && !ended && !cancelled;
            asked |= more;
        }
        if (more) {
            subscription.request(1);
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
            more = !asked && !ended && !cancelled && hasRoom();
            asked |= more;
        }
        if (more) {
            subscription.request(1);
        }
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
    synchronized Throwable error() {
        return error;
    }

    void cancel() {
        Subscription last;
        synchronized (this) {
            cancelled = true;
            events = new ArrayList<>();
            gaps = new ArrayList<>();
            forgetArrays();
            close(leases);
            close(inHandLeases);
            inHand = 0;
            last = subscription;
        }
        if (last != null) {
            last.cancel();
        }
    }
}
