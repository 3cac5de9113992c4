// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.store.AroundDamage;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is folded of one of Photon's own streams, in order and once each; and folded anew when an event of it can be read that
 * could not be read before, as when the log was healed: an event in the middle cannot be told after those that follow it.
 * Thread-safe.
 */
public final class StreamFold {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFold.class);

    private static final long RETRY_MS = 1_000;

    /** More places are known as one. */
    private static final int MOST_GAPS = 1_000;

    /** The same fold from its beginning. */
    public interface Anew {

        void event(Event event);

        /** All has been told: it takes the place of what was folded so far, and waits for nothing. */
        void takeEffect();
    }

    /** Runs something later, on a thread that may read the store; not at all once it is closed. */
    public interface Later {
        void run(long millis, Runnable task);
    }

    private final EventLog log;
    private final String stream;
    private final Consumer<Event> listener;
    private final Supplier<Anew> beginning;
    private final Later later;
    /** Places that could not be read and are not folded; changed under the lock. */
    private volatile List<Gap> unread = List.of();
    /** Where the last event stood that was told, or can never be told in its turn. */
    private long last;
    /** What was folded anew has all up to here. */
    private long foldedAnew;

    /**
     * @param listener folds one event; must not wait
     * @param beginning gives a fold that was told nothing yet
     */
    public StreamFold(EventLog log, String stream, Consumer<Event> listener, Supplier<Anew> beginning, Later later) {
        this.log = log;
        this.stream = stream;
        this.listener = listener;
        this.beginning = beginning;
        this.later = later;
    }

    /** Listens for what is healed: once, before the first event is told. */
    public void listen() {
        log.whenHealed(place -> later.run(0, () -> look(place)));
    }

    /** Folds the next event. A place after it may have been passed before: pages are read ahead. */
    public synchronized void tell(Event event) {
        if (event.orderId() > foldedAnew) {
            listener.accept(event);
            last = Math.max(last, event.orderId());
        }
    }

    /** A place was passed that cannot be read. */
    public void passed(Gap gap) {
        synchronized (this) {
            unread = with(unread, gap);
            last = Math.max(last, gap.last());
        }
        later.run(RETRY_MS, () -> lookOnce(gap)); // it may have been healed before this was known
    }

    private static List<Gap> with(List<Gap> gaps, Gap next) {
        List<Gap> more = new ArrayList<>(gaps);
        if (more.size() >= MOST_GAPS) {
            Gap before = more.remove(more.size() - 1);
            more.add(new Gap(Math.min(before.first(), next.first()), Math.max(before.last(), next.last())));
        } else {
            more.add(next);
        }
        return List.copyOf(more);
    }

    /** The places that could not be read and are not folded. Takes no lock, as those ask who are told under one. */
    public List<Gap> unread() {
        return unread;
    }

    private void lookOnce(Gap gap) {
        boolean[] isDamaged = {false};
        try {
            each(gap.first() - 1, gap.last(), event -> {}, found -> isDamaged[0] = true);
        } catch (StoreException e) { // damage would be a gap: this passes, and no one tells when
            LOG.debug("{} of stream '{}' is read again later: {}", gap.text(), stream, e.getMessage());
            later.run(RETRY_MS, () -> lookOnce(gap));
            return;
        }
        if (!isDamaged[0]) {
            log.foundHealed(gap);
        }
    }

    /** A place can be read that could not be read before. */
    private void look(Gap place) {
        boolean isDone = false;
        try {
            boolean[] isWanted = {hasPassed(place)};
            each(place.first() - 1, place.last(), event -> isWanted[0] = true, gap -> {});
            if (isWanted[0]) {
                foldAnew();
            }
            isDone = true;
        } catch (StoreException e) {
            LOG.warn(
                    "what is healed of stream '{}' at {} is not folded yet; it is tried again: {}",
                    stream,
                    place.text(),
                    e.getMessage());
        } finally {
            if (!isDone) { // also after an error, such as memory that ran out
                later.run(RETRY_MS, () -> look(place));
            }
        }
    }

    private synchronized boolean hasPassed(Gap place) {
        return unread.stream().anyMatch(gap -> gap.first() <= place.last() && place.first() <= gap.last());
    }

    private void foldAnew() throws StoreException {
        Anew anew = beginning.get();
        List<Gap> gaps = new ArrayList<>();
        long most = last();
        each(0, most, anew::event, gaps::add);
        synchronized (this) { // what was told since is little
            each(most, last, anew::event, gaps::add);
            anew.takeEffect();
            foldedAnew = last;
            List<Gap> left = List.of();
            for (Gap gap : gaps) {
                left = with(left, gap);
            }
            unread = left; // last: until here it was more
        }
        LOG.warn("stream '{}' is folded anew, for some of it can be read again", stream);
    }

    private synchronized long last() {
        return last;
    }

    private void each(long above, long upTo, Consumer<Event> events, Consumer<Gap> gaps) throws StoreException {
        long cursor = above;
        boolean isEnd = cursor >= upTo;
        while (!isEnd) {
            Page page = AroundDamage.read(log.reader(), ReadRequest.forwards(stream, cursor, upTo), gaps);
            page.events().forEach(events);
            cursor = page.cursor();
            isEnd = page.end() || cursor >= upTo;
        }
    }
}
