package io.photon.store.cassandra;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RealDisk;
import io.photon.store.file.RecordSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of the slots on this machine, in files of the backend {@code file}: all reads are reads of it. It can be lost at
 * any time, and is made anew. For one writer and many readers.
 */
final class SlotCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotCache.class);

    /** Longer content is staged first; shorter goes through memory. */
    private static final long LONGEST_IN_MEMORY = 32L << 20;

    private static final int BATCH_BYTES = 4 << 20;
    private static final int BATCH_EVENTS = 4_096;

    private final CacheFolder folder;
    private FileEventStore files;
    private SlotIndex index;

    private SlotCache(CacheFolder folder) throws StoreException, IOException {
        this.folder = folder;
        files = files(folder);
        index = new SlotIndex(folder.index(), files.lastOrderId());
    }

    /** @param store the id of the store that it is a copy of */
    static SlotCache open(Path path, UUID store) throws StoreException, IOException {
        CacheFolder folder = CacheFolder.open(path, store);
        boolean opened = false;
        try {
            SlotCache cache = opened(folder);
            opened = true;
            return cache;
        } finally {
            if (!opened) {
                folder.close(false);
            }
        }
    }

    private static SlotCache opened(CacheFolder folder) throws StoreException, IOException {
        try {
            SlotCache cache = new SlotCache(folder);
            if (cache.files.lastOrderId() <= cache.head()) {
                return cache;
            }
            // A process has ended after it wrote events and before it noted their slot: which one is not known.
            LOG.info("the cache in {} ends in the middle of a slot and is made anew", folder.path());
            cache.files.close();
            cache.index.close();
        } catch (StoreException e) {
            if (!e.isLoss()) {
                throw e;
            }
            LOG.warn("the cache in {} is damaged and is made anew: {}", folder.path(), e.getMessage());
        }
        folder.discard();
        return new SlotCache(folder);
    }

    private static FileEventStore files(CacheFolder folder) throws StoreException, IOException {
        return FileEventStore.open(
                new CacheDisk(new RealDisk(folder.events())), FileEventStore.Limits.DEFAULT, RecordSource.NONE);
    }

    /** For reading. */
    FileEventStore files() {
        return files;
    }

    /** How many slots it has. */
    long slots() {
        return index.slots();
    }

    /** The head after its last slot. */
    long head() throws StoreException {
        return index.slots() == 0 ? 0 : last(index.slots() - 1);
    }

    private long last(long slot) throws StoreException {
        try {
            return index.last(slot);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The slot that an order-id is in; the number of slots for one above all. */
    long slotOf(long orderId) throws StoreException {
        try {
            return index.slotOf(orderId);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private StoreException failed(IOException e) {
        return new StoreException(
                Kind.FAILED, "the cache in " + folder.path() + " cannot be used: " + e.getMessage(), e);
    }

    /**
     * Whether its last slot is that of the log; else it has something that the log does not have.
     *
     * @param there the slot of that number in Cassandra; null when there is none
     */
    boolean fits(@Nullable Slot there, Contents contents) throws StoreException {
        if (there == null || there.last() != head()) {
            return false;
        }
        if (there.isEmpty() || there.content().parts() != null) {
            return true;
        }
        List<Event> events = contents.events(there);
        Event last = events.isEmpty() ? null : events.get(events.size() - 1);
        return last == null
                || files.event(last.streamName(), last.orderId())
                        .map(last::equals)
                        .orElse(true); // it is hidden
    }

    /** Keeps its files under another name, and begins anew. @return where they are */
    Path moveAside() throws StoreException, IOException {
        files.close();
        index.close();
        Path aside = folder.moveAside();
        files = files(folder);
        index = new SlotIndex(folder.index(), 0);
        return aside;
    }

    /** Adds slots of short content that follow its last one. */
    void add(List<Slot> slots, Contents contents) throws StoreException {
        List<Event> events = new ArrayList<>();
        List<Long> lasts = new ArrayList<>();
        long bytes = 0;
        for (Slot slot : slots) {
            if (slot.content().bytes() > LONGEST_IN_MEMORY) {
                add(events, lasts);
                addStaged(slot, contents);
                continue;
            }
            events.addAll(contents.events(slot));
            lasts.add(slot.last());
            bytes += slot.content().bytes();
            if (bytes > BATCH_BYTES || events.size() > BATCH_EVENTS) {
                add(events, lasts);
                bytes = 0;
            }
        }
        add(events, lasts);
    }

    /** Adds one slot whose events are known. */
    void add(Slot slot, List<Event> events) throws StoreException {
        add(new ArrayList<>(events), new ArrayList<>(List.of(slot.last())));
    }

    /** Adds one slot whose events have been staged in it. */
    void add(Slot slot, Staging staged) throws StoreException {
        staged.publish(Fence.LOCAL);
        add(new ArrayList<>(), new ArrayList<>(List.of(slot.last())));
    }

    private void add(List<Event> events, List<Long> lasts) throws StoreException {
        long has = files.lastOrderId();
        events.removeIf(event -> event.orderId() <= has); // of a slot whose last events are erased
        if (!events.isEmpty()) {
            files.append(events, Fence.LOCAL);
        }
        events.clear();
        if (lasts.isEmpty()) {
            return;
        }
        try {
            index.add(lasts);
        } catch (IOException e) {
            throw failed(e);
        }
        lasts.clear();
    }

    private void addStaged(Slot slot, Contents contents) throws StoreException {
        long has = files.lastOrderId();
        if (slot.last() > has) {
            try (Staging staging = files.stage(Fence.LOCAL)) {
                contents.read(slot, events -> {
                    if (!events.isEmpty()) {
                        staging.add(events);
                    }
                });
                staging.publish(Fence.LOCAL);
            }
        }
        add(new ArrayList<>(), new ArrayList<>(List.of(slot.last())));
    }

    @Override
    public void close() throws StoreException {
        try {
            files.close();
            index.force();
            index.close();
            folder.close(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
