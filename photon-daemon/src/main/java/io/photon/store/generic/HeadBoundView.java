// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StoredStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store as it was when its head was at a position. Later events lie above the head; events that are hidden later are
 * kept here. It reads the store, so damage there is damage here. Thread-safe.
 */
final class HeadBoundView implements PinnedView {

    private final EventReader store;
    private final long head;
    private final Lock reading;
    private final Consumer<HeadBoundView> closing;
    private final KeptEvents kept = new KeptEvents();
    /** Why it cannot be read any more; null as long as it can. */
    private volatile StoreException.@Nullable Kind gone;

    private volatile @Nullable String why;

    /**
     * @param reading held by a hiding while events are copied and hidden
     * @param closing told once or more
     */
    HeadBoundView(EventReader store, long head, Lock reading, Consumer<HeadBoundView> closing) {
        this.store = store;
        this.head = head;
        this.reading = reading;
        this.closing = closing;
    }

    /** One of a store of which nothing is hidden while it is open. */
    static HeadBoundView of(EventReader store, long head) {
        return new HeadBoundView(store, head, new ReentrantLock(), view -> {});
    }

    long head() {
        return head;
    }

    /** For a hiding, which holds the lock against readers. */
    void keep(Event event) {
        kept.add(event);
    }

    /** It would not be what it was: from now on reading fails. */
    void spoil(String reason) {
        why = reason;
        gone = Kind.FAILED;
        kept.clear();
    }

    private interface Reading<T> {
        T read() throws StoreException;
    }

    private <T> T open(Reading<T> task) throws StoreException {
        reading.lock();
        try {
            if (gone != null) {
                throw new StoreException(gone, why);
            }
            return task.read();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return open(() -> {
            boolean forwards = request.direction() == Direction.FORWARDS;
            ReadRequest bounded = forwards
                    ? bounds(request, request.from(), Math.min(request.to(), head))
                    : bounds(request, Math.min(request.from(), head + 1), request.to());
            boolean isBeyond = forwards && bounded.from() >= bounded.to();
            Page page = isBeyond ? new Page(List.of(), request.from(), true) : store.read(bounded);
            return kept.isEmpty() || isBeyond ? page : merged(bounded, page);
        });
    }

    private static ReadRequest bounds(ReadRequest request, long from, long to) {
        return new ReadRequest(
                request.stream(),
                from,
                to,
                request.direction(),
                request.maxEvents(),
                request.maxBytes(),
                request.longest());
    }

    private Page merged(ReadRequest request, Page page) throws StoreException {
        boolean forwards = request.direction() == Direction.FORWARDS;
        if (page.needed() > 0) {
            return beforeALongOne(request, page);
        }
        List<Event> mine = kept.within(request, page.end() ? request.to() : page.cursor());
        if (mine.isEmpty()) {
            return page;
        }
        Set<Long> there = new HashSet<>();
        page.events().forEach(event -> there.add(event.orderId()));
        List<Event> all = new ArrayList<>(page.events());
        mine.stream().filter(event -> !there.contains(event.orderId())).forEach(all::add);
        Comparator<Event> order = Comparator.comparingLong(Event::orderId);
        all.sort(forwards ? order : order.reversed());
        return cut(request, page, all);
    }

    /** The store's next event is too long; one that is kept may come before it. */
    private Page beforeALongOne(ReadRequest request, Page page) throws StoreException {
        boolean forwards = request.direction() == Direction.FORWARDS;
        List<Event> mine = kept.within(request, request.to());
        if (mine.isEmpty()) {
            return page;
        }
        long next = mine.get(0).orderId();
        ReadRequest before = bounds(request, request.from(), forwards ? next - 1 : next + 1);
        boolean isEmpty = forwards && before.from() >= before.to() || !forwards && before.from() <= before.to();
        if (!isEmpty && store.read(before).needed() > 0) {
            return page;
        }
        return cut(request, new Page(List.of(), next, false), List.of(mine.get(0)));
    }

    /** As many as the request allows. */
    private static Page cut(ReadRequest request, Page page, List<Event> all) {
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            Event event = all.get(i);
            bytes += event.length();
            if (event.length() > request.longest() && i == 0) {
                return new Page(List.of(), request.from(), false, event.length());
            }
            boolean isOver = i > 0 && (i >= request.maxEvents() || bytes > request.maxBytes());
            if (isOver || event.length() > request.longest()) {
                return new Page(List.copyOf(all.subList(0, i)), all.get(i - 1).orderId(), false);
            }
        }
        long last = all.get(all.size() - 1).orderId();
        boolean forwards = request.direction() == Direction.FORWARDS;
        long cursor = forwards ? Math.max(last, page.cursor()) : Math.min(last, page.cursor());
        return new Page(List.copyOf(all), page.end() ? last : cursor, page.end());
    }

    @Override
    public long lastOrderId() throws StoreException {
        return open(() -> head);
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        return open(() -> info(name));
    }

    private Optional<StoredStream> info(String name) throws StoreException {
        Optional<StoredStream> stored = upToHead(store.stream(name));
        Optional<StoredStream> mine = kept.info(name);
        if (stored.isEmpty() || mine.isEmpty()) {
            return stored.isEmpty() ? mine : stored;
        }
        return Optional.of(new StoredStream(
                name,
                stored.get().totalEvents() + mine.get().totalEvents(),
                Math.min(stored.get().firstOrderId(), mine.get().firstOrderId()),
                Math.max(stored.get().lastOrderId(), mine.get().lastOrderId())));
    }

    /** Without what came later, which is counted: that is little, or the view is old. */
    private Optional<StoredStream> upToHead(Optional<StoredStream> now) throws StoreException {
        if (now.isEmpty() || now.get().firstOrderId() > head) {
            return Optional.empty();
        }
        StoredStream info = now.get();
        if (info.lastOrderId() <= head) {
            return now;
        }
        long later = 0;
        long cursor = head;
        Page page;
        do { // what was appended since the stream was counted is not in the count
            page = store.read(
                    new ReadRequest(info.name(), cursor, info.lastOrderId(), Direction.FORWARDS, 4_096, 1 << 20));
            later += page.events().size();
            cursor = page.cursor();
        } while (!page.end());
        return info.totalEvents() <= later
                ? Optional.empty()
                : Optional.of(new StoredStream(
                        info.name(), info.totalEvents() - later, info.firstOrderId(), lastUpToHead(info.name())));
    }

    private long lastUpToHead(String stream) throws StoreException {
        long cursor = head + 1;
        Page page;
        do {
            page = store.read(new ReadRequest(stream, cursor, 0, Direction.BACKWARDS, 1, 64 * 1024));
            if (!page.events().isEmpty()) {
                return page.events().get(0).orderId();
            }
            cursor = page.cursor();
        } while (!page.end());
        return 0;
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        return open(() -> {
            List<StoredStream> found = new ArrayList<>();
            List<String> mine = new ArrayList<>(kept.names(after, prefix));
            String cursor = after;
            List<StoredStream> page;
            do {
                page = store.streams(cursor, prefix, max);
                for (StoredStream info : page) {
                    while (!mine.isEmpty() && NameOrder.compare(mine.get(0), info.name()) <= 0) {
                        info(mine.remove(0)).ifPresent(found::add);
                    }
                    if (kept.info(info.name()).isEmpty()) {
                        upToHead(Optional.of(info)).ifPresent(found::add);
                    }
                    cursor = info.name();
                }
            } while (page.size() == max && found.size() < max);
            while (page.size() < max && !mine.isEmpty()) {
                info(mine.remove(0)).ifPresent(found::add);
            }
            return List.copyOf(found.subList(0, Math.min(max, found.size())));
        });
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return open(() -> {
            Optional<Event> mine = stream.equals(StreamNames.ALL) ? Optional.empty() : kept.byLocalId(stream, localId);
            Optional<Event> stored = store.findByLocalId(stream, localId).filter(event -> event.orderId() <= head);
            boolean isMineFirst = mine.isPresent()
                    && (stored.isEmpty() || mine.get().orderId() < stored.get().orderId());
            return isMineFirst ? mine : stored;
        });
    }

    @Override
    public void close() {
        why = "the view is closed";
        gone = Kind.CLOSED;
        closing.accept(this);
    }
}
