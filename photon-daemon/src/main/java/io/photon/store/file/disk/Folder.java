// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder that has to stay the one it was when it was opened. A running process keeps writing into files whose folder
 * was removed or moved away, and would make new files in one that was put in its place: so each change of names asks
 * first. Thread-safe.
 */
public final class Folder {

    /** Times of files go in steps of the system's clock: a second change within one step shows no other time. */
    private static final long STEP_MS = 20;
    /** The same where a file system keeps whole seconds. */
    private static final long COARSE_STEP_MS = 2_000;

    private final Path path;

    /** What the file system knows the folder by. */
    private final Object identity;

    private Folder(Path path, Object identity) {
        this.path = path;
        this.identity = identity;
    }

    /** The folder is no longer the one it was. */
    public static final class Lost extends IOException {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /** A folder that is there, or is made. */
    public static Folder made(Path path) throws IOException {
        try {
            FileRights.isThere(path); // a link to nowhere is not to be filled with a new folder
            return of(Folders.create(path));
        } catch (IOException e) {
            throw FileRights.explained(path, e);
        }
    }

    /** A folder that is there. */
    public static Folder of(Path path) throws IOException {
        return new Folder(path, identity(path, Files.readAttributes(path, BasicFileAttributes.class)));
    }

    private static Object identity(Path path, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key != null ? key : path; // a file system without identities: there it can only be missing
    }

    public Path path() {
        return path;
    }

    /** @throws Lost when it is gone, or another one has its place */
    public void requireSame() throws IOException {
        Object now = identityOf(path);
        if (now == null) {
            throw new Lost("the folder " + path + " is gone: it was removed, renamed or unmounted");
        }
        if (!now.equals(identity)) {
            throw new Lost("the folder " + path + " is not the one that was opened: another one was put in its place");
        }
    }

    /** Whether it is gone or replaced. */
    public boolean isLost() {
        try {
            requireSame();
            return false;
        } catch (Lost e) {
            return true;
        } catch (IOException e) {
            return false; // it cannot be looked at: that is another matter
        }
    }

    /** The folder and when a name in it was changed last. */
    private record EscapedNames(Object identity, FileTime changed) {

        /** Written out: for what Java makes of a record at the first comparison, the first emit of a daemon would wait. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof EscapedNames that && identity.equals(that.identity) && changed.equals(that.changed);
        }

        @Override
        public int hashCode() {
            return changed.hashCode();
        }
    }

    /** What is equal as long as no name in the folder has changed; null when it is gone, or changed a moment ago. */
    @Nullable Object names() throws IOException {
        BasicFileAttributes now = attributes(path);
        if (now == null || !identity.equals(now.fileKey())) {
            return null;
        }
        FileTime changed = now.lastModifiedTime();
        boolean inSeconds = changed.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) == 0;
        long step = inSeconds ? COARSE_STEP_MS : STEP_MS;
        boolean isOver = System.currentTimeMillis() - changed.toMillis() > step; // not with a time to come either
        return isOver ? new EscapedNames(identity, changed) : null;
    }

    /** What a file is known by; null when there is none. Takes a microsecond or two. */
    @Nullable Object identityOf(String name) throws IOException {
        return identityOf(path.resolve(name));
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        BasicFileAttributes now = attributes(path);
        return now == null ? null : identity(path, now);
    }

    /** Null when there is no such file. */
    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw FileRights.explained(path, e);
        }
    }
}
