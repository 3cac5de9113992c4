// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that remembers what was forced and what was not, fails on demand, and stops at any operation. What
 * was stopped is then either the power ({@link #afterPowerCut}: what was forced, and any part of the rest) or the process
 * only ({@link #afterKill}: everything it did, with what was not forced still not forced). Thread-safe.
 *
 * <p>As on Linux, a failed force leaves clean pages: reads still see what was written, but no later force writes it.
 */
public final class FaultyDisk implements Disk {

    private Map<String, FaultyFile> names = new TreeMap<>();
    private Map<String, FaultyFile> syncedNames = new TreeMap<>();
    private List<NameChange> unsynced = new ArrayList<>();

    /** Where operations end in the middle, and what a failed force leaves: the same in each run of a seed. */
    private final Random chance;

    private long operations;
    private long stopAt = Long.MAX_VALUE;
    private long freeBytes = 1L << 40;
    private long descriptors = Long.MAX_VALUE;
    private boolean readsNeedDescriptors;
    private int forcesToFail;
    private int failedSyncs;
    private long failAt = Long.MAX_VALUE;
    private long errorAt = Long.MAX_VALUE;
    private boolean vanished;
    private String kept = "";
    private String denied = "";
    private IOException denial;
    private volatile Runnable whileForced = () -> {};
    private volatile Runnable meanwhile = () -> {};
    private String failure = "Input/output error";

    /**
     * A directory entry that is not on the disk for certain.
     *
     * @param gone the name that goes, or null
     * @param name the name that comes, or null
     * @param file what it means
     */
    private record NameChange(String gone, String name, FaultyFile file) {

        void apply(Map<String, FaultyFile> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (name != null) {
                names.put(name, file);
            }
        }
    }

    public FaultyDisk() {
        this(7);
    }

    private FaultyDisk(long seed) {
        chance = new Random(seed);
    }

    /** Stops power or process at the n-th operation from now: it is done in part or not at all, and all later ones fail. */
    public synchronized void stopAfter(long moreOperations) {
        stopAt = operations + moreOperations;
        chance.setSeed(chance.nextLong() + moreOperations);
    }

    /** How many operations there were that change something. */
    public synchronized long operations() {
        return operations;
    }

    public synchronized boolean isStopped() {
        return operations >= stopAt;
    }

    /** How much more can be written before the disk is full. */
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** How many more files can be opened; those that are closed give none back. */
    public synchronized void descriptors(long count) {
        descriptors = count;
    }

    /** Whether no file can be opened for now, and none be read but those that are written, which stay open. */
    public synchronized void noDescriptors(boolean none) {
        descriptors = none ? 0 : Long.MAX_VALUE;
        readsNeedDescriptors = none;
    }

    void requireDescriptorToRead() throws IOException {
        if (readsNeedDescriptors) {
            throw new IOException("Too many open files");
        }
    }

    /** The next forces fail, as many as given, of files and of the directory. */
    public synchronized void failForces(int count) {
        forcesToFail = count;
    }

    /** The n-th operation from now fails with an I/O error, and only that one. */
    public synchronized void failOnceAfter(long moreOperations) {
        failOnceAfter(moreOperations, "Input/output error");
    }

    /** The n-th operation from now ends in an error, as when memory runs out, before it has done anything. */
    public synchronized void errorOnceAfter(long moreOperations) {
        errorAt = operations + moreOperations;
    }

    /** @param message as the system words it, e.g. {@code No space left on device} */
    public synchronized void failOnceAfter(long moreOperations, String message) {
        failAt = operations + moreOperations;
        chance.setSeed(chance.nextLong() - moreOperations);
        failure = message;
    }

    /** The directory is removed by another process: open files stay usable, names are gone. */
    public synchronized void vanish() {
        vanished = true;
    }

    /** A file cannot be removed. */
    public synchronized void keep(String name) {
        kept = name;
    }

    /** A file cannot be opened, with this error; null ends it. */
    public synchronized void deny(String name, IOException error) {
        denied = name;
        denial = error;
    }

    /** What happens, once, while the next force is under way; no part of the disk is locked then. */
    public void duringNextForce(Runnable task) {
        whileForced = task;
    }

    void aboutToForce() {
        Runnable first = whileForced;
        whileForced = () -> {};
        first.run();
    }

    /** What happens, once, while the next {@link #syncDirectory} is under way. */
    public void duringNextSync(Runnable task) {
        meanwhile = task;
    }

    /** The same files on another disk, all of them forced. */
    public synchronized FaultyDisk copy() {
        FaultyDisk copy = new FaultyDisk();
        names.forEach((name, file) -> copy.names.put(name, file.forced(copy)));
        copy.syncedNames = new TreeMap<>(copy.names);
        return copy;
    }

    /** Overwrites bytes behind everybody's back, as bad sectors do. */
    public synchronized void corrupt(String name, long position, byte[] bytes) {
        names.get(name).corrupt(position, bytes);
    }

    /** A file's bytes as the process sees them. */
    public synchronized byte[] content(String name) {
        return names.get(name).content();
    }

    /** Cuts a file behind everybody's back. */
    public synchronized void cut(String name, int length) {
        names.get(name).cut(length);
    }

    /** The names of files that contain a text, as the process sees them. */
    public synchronized List<String> containing(String text) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A disk as it may be found after a power cut: any of the names changed since they were last synced; in each file all
     * that was forced, and of the rest nothing, all, a part in order, or any sectors.
     */
    public synchronized FaultyDisk afterPowerCut(Random random) {
        FaultyDisk found = new FaultyDisk(random.nextLong());
        Map<String, FaultyFile> survived = new TreeMap<>(syncedNames);
        int kind = random.nextInt(4);
        for (NameChange change : unsynced) {
            if (kind == 0 || kind > 1 && random.nextBoolean()) {
                change.apply(survived);
            }
        }
        survived.forEach((name, file) -> found.names.put(name, file.afterPowerCut(found, random)));
        found.syncedNames = new TreeMap<>(found.names);
        return found;
    }

    /** The disk as the next process finds it when only this one ended: what was not forced is still not forced. */
    public synchronized FaultyDisk afterKill() {
        FaultyDisk found = new FaultyDisk(chance.nextLong());
        Map<FaultyFile, FaultyFile> files = new IdentityHashMap<>();
        names.forEach((name, file) -> found.names.put(name, files.computeIfAbsent(file, f -> f.unforced(found))));
        syncedNames.forEach(
                (name, file) -> found.syncedNames.put(name, files.computeIfAbsent(file, f -> f.unforced(found))));
        for (NameChange change : unsynced) {
            FaultyFile file = change.file == null ? null : files.computeIfAbsent(change.file, f -> f.unforced(found));
            found.unsynced.add(new NameChange(change.gone, change.name, file));
        }
        found.freeBytes = freeBytes;
        return found;
    }

    /** A change of the disk, which may be the last. */
    interface Operation {

        /** @param share how much of it is done, 1 for all */
        void run(double share) throws IOException;
    }

    /** Does an operation, or stops in the middle of it, or fails. */
    void operation(Operation operation) throws IOException {
        if (operations + 1 == errorAt) {
            operations++;
            throw new OutOfMemoryError("injected: in an operation of the disk");
        }
        if (++operations >= stopAt) {
            if (operations == stopAt) {
                operation.run(chance.nextInt(3) / 2.0);
            }
            throw new IOException("power off");
        }
        if (operations == failAt) {
            throw new IOException(failure);
        }
        operation.run(1);
    }

    /** Whether this force is one of those that fail; it has done what it did. */
    boolean isForceToFail() {
        boolean fails = forcesToFail > 0 || operations + 1 == failAt;
        forcesToFail = Math.max(0, forcesToFail - 1);
        return fails;
    }

    Random chance() {
        return chance;
    }

    /** Takes bytes of the disk; how many of them there were. */
    int take(int bytes) {
        int taken = (int) Math.min(bytes, Math.max(0, freeBytes));
        freeBytes -= taken;
        return taken;
    }

    void giveBack(int bytes) {
        freeBytes += bytes;
    }

    private void change(NameChange change) throws IOException {
        operation(share -> {
            if (share > 0) {
                change.apply(names);
                unsynced.add(change);
            }
        });
    }

    private void takeDescriptor(String name) throws IOException {
        if (descriptors <= 0) {
            throw new FileSystemException(name, null, "Too many open files");
        }
        descriptors--;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized boolean exists(String name) {
        return names.containsKey(name);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        if (denial != null && denied.equals(name)) {
            throw denial;
        }
        FaultyFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        takeDescriptor(name);
        return file;
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        requireUsable();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        takeDescriptor(name);
        FaultyFile file = new FaultyFile(this);
        change(new NameChange(null, name, file));
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        requireUsable();
        FaultyFile file = names.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        change(new NameChange(from, to, file));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        requireUsable();
        if (names.containsKey(name)) {
            if (name.equals(kept)) {
                throw new IOException("Operation not permitted");
            }
            change(new NameChange(name, null, null));
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        Runnable first = meanwhile;
        meanwhile = () -> {};
        first.run();
        synchronized (this) {
            requireUsable();
            if (isForceToFail()) {
                failedSyncs++;
                unsynced.removeIf(change -> {
                    if (chance.nextBoolean()) {
                        change.apply(syncedNames);
                    }
                    return true;
                });
                operation(share -> {});
                throw new IOException("Input/output error");
            }
            operation(share -> {
                if (share == 1) {
                    unsynced.forEach(change -> change.apply(syncedNames));
                    unsynced.clear();
                }
            });
        }
    }

    @Override
    public synchronized int failedSyncs() {
        return failedSyncs;
    }

    @Override
    public synchronized Object identity(String name) {
        return vanished ? null : names.get(name);
    }

    @Override
    public synchronized @Nullable Object names() {
        return vanished ? null : Map.copyOf(names);
    }

    @Override
    public synchronized void requireUsable() throws IOException {
        if (vanished) {
            throw new NoSuchFileException("disk");
        }
    }

    @Override
    public synchronized long usableBytes() {
        return freeBytes;
    }

    @Override
    public String describe(String name) {
        return "disk/" + name;
    }
}
