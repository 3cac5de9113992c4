package io.photon.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that remembers what was forced and what was not, fails on demand, and can lose its power: then
 * {@link #afterPowerCut} gives one of the disks that may be found afterwards. Thread-safe.
 */
public final class FaultyDisk implements Disk {

    private static final int SECTOR = 512;

    private Map<String, MemoryFile> names = new TreeMap<>();
    private Map<String, MemoryFile> syncedNames = new TreeMap<>();
    private final List<Map<String, MemoryFile>> namesSinceSync = new ArrayList<>();
    private long operations;
    private long powerCutAt = Long.MAX_VALUE;
    private long freeBytes = 1L << 40;
    private int forcesToFail;
    private long failAt = Long.MAX_VALUE;
    private long errorAt = Long.MAX_VALUE;
    private volatile Runnable meanwhile = () -> {};
    private String failure = "Input/output error";

    /** Cuts the power at the n-th operation from now: it and all later ones fail. */
    public synchronized void cutPowerAfter(long moreOperations) {
        powerCutAt = operations + moreOperations;
    }

    /** How many operations there were that change something. */
    public synchronized long operations() {
        return operations;
    }

    public synchronized boolean powerIsOff() {
        return operations >= powerCutAt;
    }

    /** How much more can be written before the disk is full. */
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** The next so many forces fail. */
    public synchronized void failForces(int count) {
        forcesToFail = count;
    }

    /** The n-th operation from now fails with an I/O error, and only that one. */
    public synchronized void failOnceAfter(long moreOperations) {
        failOnceAfter(moreOperations, "Input/output error");
    }

    /** @param message as the system words it, e.g. {@code No space left on device} */
    public synchronized void failOnceAfter(long moreOperations, String message) {
        failAt = operations + moreOperations;
        failure = message;
    }

    /** What happens, once, while the next {@link #syncDirectory} is under way. */
    public void duringNextSync(Runnable task) {
        meanwhile = task;
    }

    /** The same files on another disk, all of them forced. */
    public synchronized FaultyDisk copy() {
        FaultyDisk copy = new FaultyDisk();
        names.forEach((name, file) -> {
            MemoryFile other = copy.new MemoryFile();
            other.content = file.content.clone();
            other.synced = file.content.clone();
            copy.names.put(name, other);
        });
        copy.syncedNames = new TreeMap<>(copy.names);
        return copy;
    }

    /** Overwrites bytes behind everybody's back, as bad sectors do. */
    public synchronized void corrupt(String name, long position, byte[] bytes) {
        MemoryFile file = names.get(name);
        System.arraycopy(bytes, 0, file.content, (int) position, bytes.length);
        file.synced = file.content.clone();
    }

    /** A file's bytes as the process sees them. */
    public synchronized byte[] content(String name) {
        return names.get(name).content.clone();
    }

    /** Cuts a file behind everybody's back. */
    public synchronized void cut(String name, int length) {
        MemoryFile file = names.get(name);
        file.content = Arrays.copyOf(file.content, length);
        file.synced = file.content.clone();
    }

    /**
     * A disk as it may be found after a power cut: names as of some moment since they were last synced; in each file all
     * that was forced, and of the rest nothing, all, a part in order, or any sectors.
     */
    public synchronized FaultyDisk afterPowerCut(Random random) {
        FaultyDisk found = new FaultyDisk();
        int moment = random.nextInt(namesSinceSync.size() + 1);
        Map<String, MemoryFile> survived = moment == 0 ? syncedNames : namesSinceSync.get(moment - 1);
        survived.forEach((name, file) -> found.names.put(name, file.afterPowerCut(found, random)));
        found.syncedNames = new TreeMap<>(found.names);
        return found;
    }

    /** The n-th operation from now ends in an error, as when memory runs out, before it has done anything. */
    public synchronized void errorOnceAfter(long moreOperations) {
        errorAt = operations + moreOperations;
    }

    private void operation() throws IOException {
        if (operations + 1 == errorAt) {
            operations++;
            throw new OutOfMemoryError("injected: in an operation of the disk");
        }
        if (++operations >= powerCutAt) {
            throw new IOException("power off");
        }
        if (operations == failAt) {
            throw new IOException(failure);
        }
    }

    private void namesChanged() {
        namesSinceSync.add(new TreeMap<>(names));
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
        MemoryFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        operation();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        MemoryFile file = new MemoryFile();
        names.put(name, file);
        namesChanged();
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        operation();
        MemoryFile file = names.remove(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        names.put(to, file);
        namesChanged();
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        if (names.containsKey(name)) {
            operation();
            names.remove(name);
            namesChanged();
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        Runnable first = meanwhile;
        meanwhile = () -> {};
        first.run();
        synchronized (this) {
            operation();
            syncedNames = new TreeMap<>(names);
            namesSinceSync.clear();
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

    /** One change of a file that was not forced. @param bytes null for a change of length only */
    private record Change(long position, byte[] bytes) {}

    /** A file: what the process sees, what was forced, and the changes between. */
    private final class MemoryFile implements DiskFile {
        private byte[] content = {};
        private byte[] synced = {};
        private final List<Change> changes = new ArrayList<>();

        MemoryFile afterPowerCut(FaultyDisk owner, Random random) {
            MemoryFile found = owner.new MemoryFile();
            found.content = synced.clone();
            int kind = random.nextInt(4);
            int whole = kind == 0 ? 0 : kind == 1 ? changes.size() : random.nextInt(changes.size() + 1);
            for (int i = 0; i < whole; i++) {
                found.content = applied(found.content, changes.get(i));
            }
            if (kind == 3 && whole < changes.size()) {
                found.content = someSectors(found.content, changes.get(whole), random);
            }
            found.synced = found.content.clone();
            return found;
        }

        private byte[] someSectors(byte[] before, Change change, Random random) {
            byte[] all = applied(before, change);
            byte[] torn = Arrays.copyOf(before, random.nextBoolean() ? all.length : Math.max(before.length, 0));
            for (int at = 0; at < torn.length && at < all.length; at += SECTOR) {
                if (random.nextBoolean()) {
                    System.arraycopy(all, at, torn, at, Math.min(SECTOR, Math.min(torn.length, all.length) - at));
                }
            }
            return torn;
        }

        private byte[] applied(byte[] before, Change change) {
            if (change.bytes == null) {
                return Arrays.copyOf(before, (int) change.position);
            }
            byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) change.position + change.bytes.length));
            System.arraycopy(change.bytes, 0, after, (int) change.position, change.bytes.length);
            return after;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            synchronized (FaultyDisk.this) {
                if (position >= content.length) {
                    return -1;
                }
                int length = Math.min(target.remaining(), content.length - (int) position);
                target.put(content, (int) position, length);
                return length;
            }
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            synchronized (FaultyDisk.this) {
                operation();
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                long grows = position + bytes.length - content.length;
                boolean full = grows > freeBytes;
                if (full) {
                    int fits = (int) Math.max(0, bytes.length - (grows - freeBytes));
                    bytes = Arrays.copyOf(bytes, fits); // a full disk takes what it can
                }
                Change change = new Change(position, bytes);
                int before = content.length;
                content = applied(content, change);
                freeBytes -= content.length - before;
                changes.add(change);
                if (full) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyDisk.this) {
                operation();
                if (forcesToFail > 0) {
                    forcesToFail--;
                    throw new IOException("Input/output error");
                }
                synced = content.clone();
                changes.clear();
            }
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return content.length;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                if (size < content.length) {
                    operation();
                    freeBytes += content.length - size;
                    content = Arrays.copyOf(content, (int) size);
                    changes.add(new Change(size, null));
                }
            }
        }

        @Override
        public ByteBuffer map(long position, long length) {
            synchronized (FaultyDisk.this) {
                return ByteBuffer.wrap(Arrays.copyOfRange(content, (int) position, (int) (position + length)))
                        .asReadOnlyBuffer();
            }
        }

        @Override
        public void close() {
            // nothing to release: the memory goes with the disk
        }
    }
}
