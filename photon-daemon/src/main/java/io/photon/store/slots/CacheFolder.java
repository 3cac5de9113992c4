// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.Folders;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the cache: whose copy it is, and whether the system may have lost some of it. Nothing in it is forced while
 * it is used, so after a power cut, which another boot of the machine may mean, it is not believed.
 */
final class CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String CLEAN = "clean";

    private final Path path;
    private final String key;
    private final String identity;
    private final Disk disk;
    private final AutoCloseable lock;

    private CacheFolder(Path path, String key, String identity, Disk disk, AutoCloseable lock) {
        this.path = path;
        this.disk = disk;
        this.key = key;
        this.identity = identity;
        this.lock = lock;
    }

    /**
     * Locks it, and empties it when it cannot be believed.
     *
     * @param key what the setting begins with that names it
     */
    static CacheFolder open(Path path, String key, UUID store) throws StoreException, IOException {
        RealDisk disk = new RealDisk(path);
        CacheFolder folder = new CacheFolder(path, key, store.toString(), disk, disk.lock());
        try {
            folder.begin();
            return folder;
        } catch (StoreException | IOException | RuntimeException | Error e) {
            folder.unlock();
            throw e;
        }
    }

    private void begin() throws StoreException, IOException {
        List<String> known = CacheMark.read(disk);
        if (known.isEmpty()) {
            if (Files.exists(events()) || Files.exists(index()) || Files.exists(formerIndex())) {
                throw refused("has files of something else");
            }
        } else if (!known.get(0).equals(identity)) {
            throw refused("is a copy of another store (" + known.get(0) + ", and this one is " + identity + ")");
        } else if (!known.contains(CLEAN) && !known.contains(boot())) {
            LOG.warn("the machine was restarted while the cache in {} was in use; it is made anew", path);
            discard();
        }
        CacheMark.write(disk, List.of(identity, boot())); // before anything in it changes
    }

    private StoreException refused(String why) {
        return new StoreException(
                Kind.REFUSED,
                "the folder " + path + " " + why + "; set " + key + ".cache to another one, or remove it");
    }

    private static String boot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            LOG.debug("this system does not say when it was started, so each start makes the cache anew", e);
            return UUID.randomUUID().toString();
        }
    }

    Path path() {
        return path;
    }

    /** Folder of the events. */
    Path events() {
        return path.resolve("events");
    }

    /** File of the slots' ends. */
    Path index() {
        return path.resolve("slot-ends");
    }

    /** The same as an earlier Photon wrote it. It knows no other, so of two this is the later one. */
    private Path formerIndex() {
        return path.resolve("slots");
    }

    SlotIndex openIndex(SlotTable server) throws IOException {
        if (Files.exists(formerIndex())) {
            SlotIndex.convert(formerIndex(), index());
        }
        return new SlotIndex(index(), server);
    }

    private void discardIndex() throws IOException {
        Files.deleteIfExists(formerIndex());
        Files.deleteIfExists(index());
    }

    /** Removes all that is in it. */
    void discard() throws IOException {
        discardIndex();
        if (Files.exists(events())) {
            try (Stream<Path> found = Files.walk(events())) {
                for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Gives the events another name. */
    Path moveAside() throws IOException {
        Path aside = path.resolve("events.aside-" + System.currentTimeMillis());
        Files.move(events(), aside); // first: events without the index would be made anew, and these exist nowhere else
        discardIndex();
        return aside;
    }

    /** @param isSound whether its files are closed, and what they have is wanted */
    void close(boolean isSound) throws IOException {
        try {
            if (isSound) {
                try (Stream<Path> found = Files.walk(events())) {
                    for (Path each : found.filter(Files::isRegularFile).toList()) {
                        force(each);
                    }
                }
                Folders.sync(events()); // names, too: the disk of the events makes none durable
                CacheMark.write(disk, List.of(identity, boot(), CLEAN));
            }
        } finally {
            unlock();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (Exception e) {
            LOG.warn("the lock of {} is given up when the process ends: {}", path, e.getMessage());
        }
    }
}
