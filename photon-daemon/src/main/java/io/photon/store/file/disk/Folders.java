// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that survive a power cut: a folder's name is an entry of the folder above it, which has to be synced too, or
 * everything forced inside goes with the name.
 */
public final class Folders {

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /** Makes the entries of a folder durable. */
    interface Sync {
        void of(Path folder) throws IOException;
    }

    /** Creates a folder and those above it where they are missing. All of their names are durable on return. */
    public static Path create(Path folder) throws IOException {
        return create(folder, Folders::sync);
    }

    static Path create(Path folder, Sync sync) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Deque<Path> missing = new ArrayDeque<>();
        Path there = absolute;
        while (there != null && !Files.exists(there)) {
            missing.push(there);
            there = there.getParent();
        }
        for (Path each : missing) {
            PrivateFiles.createFolders(each);
            sync.of(Objects.requireNonNull(each.getParent()));
        }
        syncAbove(there, sync);
        return absolute;
    }

    /** A process that ended, or a user who moved them, may have left these in memory only. */
    private static void syncAbove(@Nullable Path there, Sync sync) {
        Path folder = there == null ? null : there.getParent();
        try {
            while (folder != null) {
                sync.of(folder);
                folder = folder.getParent();
            }
        } catch (IOException e) {
            LOG.debug("folders from {} upwards are not synced, they were there before", folder, e);
        }
    }

    /** Makes names in a folder (created, renamed, deleted) durable. */
    public static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
