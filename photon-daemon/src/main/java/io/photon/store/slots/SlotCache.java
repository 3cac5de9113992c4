// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.AroundDamage;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
    private volatile SlotIndex index;

    private final UnaryOperator<Disk> disks;

    private final SlotCopies copies;
    private final SlotTable table;

    private SlotCache(CacheFolder folder, SlotServer server, UnaryOperator<Disk> disks)
            throws StoreException, IOException {
        this.folder = folder;
        this.disks = disks;
        copies = new SlotCopies(server, this::index);
        table = server.tables().slots();
        index = folder.openIndex(table); // first: it is asked where what is damaged comes from
        boolean isOpen = false;
        try {
            files = open();
            cutIndex();
            isOpen = true;
        } finally {
            if (!isOpen) {
                index.close();
            }
        }
    }

    private void cutIndex() throws StoreException, IOException {
        boolean isDone = false;
        try {
            index.keepUpTo(files.lastOrderId());
            isDone = true;
        } finally {
            if (!isDone) {
                files.close();
            }
        }
    }

    private SlotIndex index() {
        return index;
    }

    /** @param server whose store it is a copy of */
    static SlotCache open(Path path, SlotServer server) throws StoreException, IOException {
        return open(path, server, UnaryOperator.identity());
    }

    /** @param disks what its events are kept on, given the folder's disk */
    static SlotCache open(Path path, SlotServer server, UnaryOperator<Disk> disks) throws StoreException, IOException {
        CacheFolder folder = CacheFolder.open(path, server.names().key(), server.storeId());
        try {
            return opened(folder, server, disks);
        } catch (StoreException | IOException | RuntimeException | Error e) {
            folder.close(false);
            throw e;
        }
    }

    private static SlotCache opened(CacheFolder folder, SlotServer server, UnaryOperator<Disk> disks)
            throws StoreException, IOException {
        try {
            SlotCache cache = new SlotCache(folder, server, disks);
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
        } catch (SlotIndex.Lacking e) {
            LOG.error(
                    "{}: {} has lost what it had confirmed ({}). What the cache had is kept in {}; it is made anew",
                    e.getMessage(),
                    server.names().server(),
                    server.names().losing(),
                    folder.moveAside());
            return new SlotCache(folder, server, disks);
        }
        folder.discard();
        return new SlotCache(folder, server, disks);
    }

    private FileEventStore open() throws StoreException, IOException {
        return FileEventStore.open(
                new CacheDisk(disks.apply(new RealDisk(folder.events()))), FileEventStore.Limits.DEFAULT, copies);
    }

    /** Where all of it is kept. */
    FileEventStore files() {
        return files;
    }

    /** For reading. */
    CacheReader reader() {
        return new CacheReader(files);
    }

    /** Goes on with what could not be healed because the server did not answer. Called often; waits for it. */
    void healLeft() {
        copies.lookAgain();
    }

    /** How many slots it has. */
    long slots() {
        return index.slots();
    }

    /** The head after its last slot. */
    long head() throws StoreException {
        return index.slots() == 0 ? 0 : last(index.slots() - 1);
    }

    /** The highest order-id of a slot that it has. */
    long last(long slot) throws StoreException {
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
     * @param there the slot of that number in the server; null when there is none
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
        try {
            return last == null
                    || reader().event(last.streamName(), last.orderId())
                            .map(last::equals)
                            .orElse(true); // it is hidden
        } catch (StoreException e) {
            if (AroundDamage.gapOf(e) == null) {
                throw e;
            }
            return true; // it cannot be read, also after it was to be healed
        }
    }

    /** Keeps its files under another name, and begins anew. @return where they are */
    Path moveAside() throws StoreException, IOException {
        files.close();
        index.close();
        Path aside = folder.moveAside();
        index = folder.openIndex(table);
        files = open();
        return aside;
    }

    /**
     * Adds slots that follow its last one.
     *
     * @param taken told of each slot that it has, also when it fails at a later one
     */
    void add(List<Slot> slots, Contents contents, Consumer<Slot> taken) throws StoreException {
        List<Event> events = new ArrayList<>();
        List<Slot> full = new ArrayList<>();
        long bytes = 0;
        for (Slot slot : slots) {
            if (slot.content().bytes() > LONGEST_IN_MEMORY) {
                add(events, full, taken);
                addStaged(slot, contents, taken);
                continue;
            }
            events.addAll(contents.events(slot));
            full.add(slot);
            bytes += slot.content().bytes();
            if (bytes > BATCH_BYTES || events.size() > BATCH_EVENTS) {
                add(events, full, taken);
                bytes = 0;
            }
        }
        add(events, full, taken);
    }

    /** Adds one slot whose events are known. */
    void add(Slot slot, List<Event> events) throws StoreException {
        add(new ArrayList<>(events), new ArrayList<>(List.of(slot)), added -> {});
    }

    /** Adds one slot whose events have been staged in it. */
    void add(Slot slot, Staging staged) throws StoreException {
        staged.publish(Fence.LOCAL);
        add(new ArrayList<>(), new ArrayList<>(List.of(slot)), added -> {});
    }

    private void add(List<Event> events, List<Slot> slots, Consumer<Slot> taken) throws StoreException {
        if (!slots.isEmpty() && slots.get(0).number() != index.slots()) {
            throw new StoreException(
                    Kind.FAILED,
                    "the cache has " + index.slots() + " slots, so "
                            + slots.get(0).place() + " does not fit");
        }
        long has = files.lastOrderId();
        events.removeIf(event -> event.orderId() <= has); // of a slot whose last events are erased
        if (!events.isEmpty()) {
            files.append(events, Fence.LOCAL);
        }
        events.clear();
        if (slots.isEmpty()) {
            return;
        }
        try {
            index.add(slots.stream().map(Slot::last).toList());
        } catch (IOException e) {
            throw failed(e);
        }
        slots.forEach(taken);
        slots.clear();
    }

    private void addStaged(Slot slot, Contents contents, Consumer<Slot> taken) throws StoreException {
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
        add(new ArrayList<>(), new ArrayList<>(List.of(slot)), taken);
    }

    @Override
    public void close() throws StoreException {
        boolean isSound = false;
        try {
            try {
                files.close();
                index.force();
                index.close();
                isSound = true;
            } finally {
                folder.close(isSound); // its lock, in any case
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
