// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import io.photon.os.PrivateFiles;
import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder with a file for each owner; without a folder, everything is in memory. */
public final class MvSnapshotStore implements SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(MvSnapshotStore.class);

    private static final String ENDING = ".mv";
    private static final String SCRATCH = "scratch-";

    static {
        // H2's FilePath and FilePathCache initialise each other: two threads that open their first file at the same
        // time,
        // one by way of each, wait for each other without end. The thread that makes a store comes before all that open
        // files in
        // it.
        FilePath.get(SCRATCH);
    }

    /** Null for memory. */
    private final @Nullable Path folder;

    private final Set<MvSnapshots> open = ConcurrentHashMap.newKeySet();
    private final OpenSnapshots openFiles = new OpenSnapshots();

    private MvSnapshotStore(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Snapshots in files; a folder that cannot be used is a warning, and then they are kept in memory only. */
    public static MvSnapshotStore in(Path folder) {
        try {
            PrivateFiles.createFolders(folder);
            MvSnapshotStore store = new MvSnapshotStore(folder);
            for (Path file : store.files()) {
                if (file.getFileName().toString().startsWith(SCRATCH)) {
                    Files.deleteIfExists(file); // of a process that was killed
                }
            }
            return store;
        } catch (IOException e) {
            LOG.warn("no snapshots of projections are kept in {}: {}; each start folds anew", folder, e.toString());
            return inMemory();
        }
    }

    public static MvSnapshotStore inMemory() {
        return new MvSnapshotStore(null);
    }

    @Override
    public Snapshots open(String owner) {
        return opened(folder == null ? null : folder.resolve(stem(owner) + ENDING), owner, false);
    }

    @Override
    public Snapshots scratch() {
        String name = SCRATCH + UUID.randomUUID();
        return opened(folder == null ? null : folder.resolve(name + ENDING), name, true);
    }

    private MvSnapshots opened(@Nullable Path file, String owner, boolean fleeting) {
        MvSnapshots snapshots = new MvSnapshots(file, owner, fleeting, open::remove, openFiles);
        open.add(snapshots);
        return snapshots;
    }

    /** How many files are open now. */
    int openFiles() {
        return openFiles.count();
    }

    @Override
    public void retain(Set<String> owners) {
        if (folder == null) {
            return;
        }
        Set<String> stems = new HashSet<>();
        owners.forEach(owner -> stems.add(stem(owner)));
        for (Path file : files()) {
            String name = file.getFileName().toString();
            int dot = name.indexOf('.');
            if (dot > 0 && !name.startsWith(SCRATCH) && !stems.contains(name.substring(0, dot))) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    LOG.warn("the snapshots of a projection that is gone stay in {}: {}", file, e.toString());
                }
            }
        }
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (Path file : files()) {
            try {
                bytes += Files.size(file);
            } catch (IOException gone) {
                LOG.debug("{} went away while it was counted", file);
            }
        }
        return bytes;
    }

    private List<Path> files() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            LOG.warn("the folder of snapshots {} cannot be listed: {}", folder, e.toString());
            return List.of();
        }
    }

    /** Any name as a file's name. */
    static String stem(String owner) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        Set.copyOf(open).forEach(MvSnapshots::close);
    }
}
