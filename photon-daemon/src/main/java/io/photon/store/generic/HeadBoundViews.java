// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Views of any store: each is bounded by the head of its moment, and what is hidden while a view is open is copied for it
 * first, up to a bound; a view that would need more says so and cannot be read on. Thread-safe.
 */
public final class HeadBoundViews implements Pinning {

    /** Bytes of hidden events that are kept for open views. */
    public static final long MOST_KEPT_BYTES = 32L << 20;

    /** The hiding itself. */
    @FunctionalInterface
    public interface Hiding {
        void run() throws StoreException;
    }

    private final EventReader store;
    private final long mostKept;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<HeadBoundView> open = new CopyOnWriteArrayList<>();
    /** For the views that are open, since the first of them was opened. */
    private long keptBytes;

    public HeadBoundViews(EventReader store) {
        this(store, MOST_KEPT_BYTES);
    }

    /** The same with another bound. */
    HeadBoundViews(EventReader store, long mostKept) {
        this.store = store;
        this.mostKept = mostKept;
    }

    @Override
    public PinnedView pin() throws StoreException {
        lock.writeLock().lock();
        try {
            keptBytes = open.isEmpty() ? 0 : keptBytes;
            HeadBoundView view = new HeadBoundView(store, store.lastOrderId(), lock.readLock(), open::remove);
            open.add(view);
            return view;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Hides events in one step with copying them for the views that are open. Each hiding of the store goes this way. */
    public void hide(String stream, long upTo, Hiding hiding) throws StoreException {
        lock.writeLock().lock();
        try {
            if (!open.isEmpty()) {
                keep(stream, upTo);
            }
            hiding.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void keep(String stream, long upTo) throws StoreException {
        List<HeadBoundView> views = List.copyOf(open);
        long highest = Math.min(
                upTo, views.stream().mapToLong(HeadBoundView::head).max().orElse(0));
        List<Event> events = new ArrayList<>();
        long cursor = 0;
        boolean end = highest == 0;
        while (!end) {
            Page page = store.read(new ReadRequest(stream, cursor, highest, Direction.FORWARDS, 1_024, 1 << 20));
            for (Event event : page.events()) {
                keptBytes += event.length();
                events.add(event);
            }
            if (keptBytes > mostKept) {
                views.forEach(
                        view -> view.spoil("stream '" + stream + "' was deleted while this view was open, and is too"
                                + " large to be kept for it; begin again"));
                open.removeAll(views); // what comes later is kept for later ones
                keptBytes = 0;
                return;
            }
            cursor = page.cursor();
            end = page.end();
        }
        for (HeadBoundView view : views) {
            events.stream().filter(event -> event.orderId() <= view.head()).forEach(view::keep);
        }
    }
}
