package io.photon.projection;

import io.photon.event.Event;
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

    private final Runnable arrived;
    private List<Event> events = new ArrayList<>();
    private long bytes;
    private Subscription subscription;
    private boolean asked;
    private boolean cancelled;
    private Throwable error;
    private boolean ended;
    /** Taken out, and not yet {@link #folded}. */
    private int inHand;

    /** @param arrived is called when there is something to take, or the end; must not wait */
    Inbox(Runnable arrived) {
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
            bytes += event.length();
            more = events.size() < MAX_EVENTS && bytes < MAX_BYTES;
            asked = more;
        }
        if (more) {
            subscription.request(1);
        }
        if (first) {
            arrived.run();
        }
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
            bytes = 0;
            more = !asked && !ended && !cancelled;
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
    }

    /** Whether everything that came has been folded. */
    synchronized boolean isDone() {
        return events.isEmpty() && inHand == 0;
    }

    /** Whether nothing is here and nothing will come. */
    synchronized boolean isOver() {
        return ended && events.isEmpty();
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
            bytes = 0;
            inHand = 0;
            last = subscription;
        }
        if (last != null) {
            last.cancel();
        }
    }
}
