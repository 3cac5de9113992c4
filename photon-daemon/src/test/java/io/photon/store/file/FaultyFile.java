// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A file of a {@link FaultyDisk}: what the process sees, what is on the disk for certain, and the changes that are not.
 * After a failed force the first two differ, and stay so until the bytes are written again.
 */
final class FaultyFile implements Disk.DiskFile {

    private static final int SECTOR = 512;

    private final FaultyDisk disk;
    private volatile boolean keptOpen;
    private byte[] content = {};
    private byte[] forced = {};
    private List<Change> changes = new ArrayList<>();

    FaultyFile(FaultyDisk disk) {
        this.disk = disk;
    }

    /** One change of a file that was not forced. @param bytes null for a cut at the position */
    private record Change(int position, byte[] bytes) {

        byte[] applied(byte[] before) {
            if (bytes == null) {
                return Arrays.copyOf(before, Math.min(before.length, position));
            }
            byte[] after = Arrays.copyOf(before, Math.max(before.length, position + bytes.length));
            System.arraycopy(bytes, 0, after, position, bytes.length);
            return after;
        }

        /** Some of its sectors; the file may be as long as if all were there. */
        byte[] torn(byte[] before, Random random) {
            byte[] all = applied(before);
            byte[] torn = Arrays.copyOf(before, random.nextBoolean() ? all.length : before.length);
            for (int at = 0; at < torn.length && at < all.length; at += SECTOR) {
                if (random.nextBoolean()) {
                    System.arraycopy(all, at, torn, at, Math.min(SECTOR, Math.min(torn.length, all.length) - at));
                }
            }
            return torn;
        }
    }

    /** The same bytes in a file of another disk, all forced. */
    FaultyFile forced(FaultyDisk owner) {
        FaultyFile file = new FaultyFile(owner);
        file.content = content.clone();
        file.forced = content.clone();
        return file;
    }

    /** The same bytes in a file of another disk, forced as far as these are. */
    FaultyFile unforced(FaultyDisk owner) {
        FaultyFile file = new FaultyFile(owner);
        file.content = content.clone();
        file.forced = forced.clone();
        file.changes.addAll(changes);
        return file;
    }

    FaultyFile afterPowerCut(FaultyDisk owner, Random random) {
        FaultyFile found = new FaultyFile(owner);
        found.content = partly(random);
        found.forced = found.content.clone();
        return found;
    }

    /** What was forced, and of the rest nothing, all, a part in order, or a part and some sectors of what came next. */
    private byte[] partly(Random random) {
        byte[] found = forced;
        int kind = random.nextInt(4);
        int whole = kind == 0 ? 0 : kind == 1 ? changes.size() : random.nextInt(changes.size() + 1);
        for (int i = 0; i < whole; i++) {
            found = changes.get(i).applied(found);
        }
        return kind == 3 && whole < changes.size() ? changes.get(whole).torn(found, random) : found.clone();
    }

    void corrupt(long position, byte[] bytes) {
        System.arraycopy(bytes, 0, content, (int) position, bytes.length);
        forced = content.clone();
    }

    void cut(int length) {
        content = Arrays.copyOf(content, length);
        forced = content.clone();
    }

    byte[] content() {
        return content.clone();
    }

    boolean contains(String text) {
        return new String(content, StandardCharsets.ISO_8859_1).contains(text);
    }

    private void changed(Change change) {
        content = change.applied(content);
        changes.add(change);
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        synchronized (disk) {
            if (!keptOpen) {
                disk.requireDescriptorToRead();
            }
            if (position >= content.length) {
                return -1;
            }
            int length = Math.min(target.remaining(), content.length - (int) position);
            target.put(content, (int) position, length);
            return length;
        }
    }

    /** A full disk takes what it can, and so does one that stops. */
    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        synchronized (disk) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            disk.operation(share -> {
                int written = (int) (bytes.length * share);
                int grows = (int) Math.max(0, position + written - content.length);
                int missing = grows - disk.take(grows);
                int fits = Math.max(0, written - missing);
                if (fits > 0) {
                    changed(new Change((int) position, Arrays.copyOf(bytes, fits)));
                }
                if (missing > 0) {
                    throw new IOException("No space left on device");
                }
            });
        }
    }

    @Override
    public void force() throws IOException {
        disk.aboutToForce();
        synchronized (disk) {
            if (disk.isForceToFail()) {
                forced = partly(disk.chance());
                changes = new ArrayList<>();
                disk.operation(share -> {});
                throw new IOException("Input/output error");
            }
            disk.operation(share -> {
                if (share == 1) {
                    for (Change change : changes) {
                        forced = change.applied(forced);
                    }
                    changes = new ArrayList<>();
                }
            });
        }
    }

    @Override
    public long size() {
        synchronized (disk) {
            return content.length;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            if (size < content.length) {
                disk.operation(share -> {
                    if (share > 0) {
                        disk.giveBack(content.length - (int) size);
                        changed(new Change((int) size, null));
                    }
                });
            }
        }
    }

    @Override
    public ByteBuffer map(long position, long length) {
        synchronized (disk) {
            return ByteBuffer.wrap(Arrays.copyOfRange(content, (int) position, (int) (position + length)))
                    .asReadOnlyBuffer();
        }
    }

    @Override
    public void keepOpen() {
        keptOpen = true;
    }

    @Override
    public void rest() {
        keptOpen = false;
    }

    @Override
    public void close() {
        // nothing to release: the memory goes with the disk
    }
}
