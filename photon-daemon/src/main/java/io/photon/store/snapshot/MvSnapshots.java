// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import io.photon.os.PrivateFiles;
import io.photon.result.Fault;
import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StateRows;
import io.photon.store.StateUnavailableException;
import io.photon.store.StoreException;
import io.photon.store.file.disk.FileRights;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner's file. A value is cut into pieces that are committed as they are written; its entry in the index comes with
 * the last commit, together with the rows, so a crash leaves the snapshot before it and some pieces, which the next
 * opening clears away.
 */
final class MvSnapshots implements Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(MvSnapshots.class);

    private static final int PIECES_PER_COMMIT = 16;
    /** Old chunks of the file are used again after this time. */
    private static final int RETENTION_MS = 5_000;

    /** There may be many owners; who has many rows holds the latest ones itself. */
    private static final int CACHE_MB = 1;

    private static final int CLOSE_COMPACTION_MS = 100;

    private final @Nullable Path file;
    private final String owner;
    private final boolean fleeting;
    private final Consumer<MvSnapshots> closed;
    private final OpenSnapshots openFiles;
    private final MvRows rows;
    /** Null until it is needed; one that a full disk has closed stays until the next use. */
    private @Nullable Opened opened;
    /** Whether it counts among the open files. */
    private boolean counted;

    private long nextNumber = 1;

    /** What is there while a file is open. */
    private record Opened(MVStore store, MVMap<Long, byte[]> index, MVMap<Long, byte[]> pieces) {
        /** A file that does not have them all is left closed. */
        static Opened over(MVStore store) {
            try {
                return new Opened(store, store.openMap("index"), store.openMap("pieces"));
            } catch (RuntimeException | AssertionError | VirtualMachineError | LinkageError e) { // damage, or no memory
                closeImmediately(store);
                throw e;
            }
        }

        boolean isClosed() {
            return store.isClosed();
        }
    }

    /**
     * @param file null for memory
     * @param fleeting whether the file goes when this is closed
     * @param openFiles of all owners
     */
    MvSnapshots(
            @Nullable Path file,
            String owner,
            boolean fleeting,
            Consumer<MvSnapshots> closed,
            OpenSnapshots openFiles) {
        this.openFiles = openFiles;
        this.file = file;
        this.owner = owner;
        this.fleeting = fleeting;
        this.closed = closed;
        this.rows = new MvRows(this::isOpen, this::setAside);
        open();
        if (!fleeting) {
            openFiles.ownerCame();
        }
        rest();
    }

    @Override
    public int owners() {
        return openFiles.owners();
    }

    /** One of many lets its file go until it is needed again; one with rows needs it all the time. */
    private void rest() {
        try {
            if (opened == null || opened.isClosed()) {
                count(false);
            } else if (counted && openFiles.areMany() && !fleeting && rows.isEmpty() && rows.pendingBytes() == 0) {
                opened.store().rollback();
                closeImmediately(); // all that counts is committed
                release();
            }
        } catch (RuntimeException | AssertionError | StackOverflowError e) { // damage: the next reader says so
            LOG.debug("the file of snapshots of '{}' is closed", owner, e);
            closeImmediately();
        }
    }

    /** A closed file keeps its buffers for as long as anybody knows it. */
    private void release() {
        opened = null;
        rows.over(null);
    }

    private void count(boolean isFileOpen) {
        if (isFileOpen && !counted) {
            openFiles.opened();
        } else if (!isFileOpen && counted) {
            openFiles.closed();
        }
        counted = isFileOpen;
    }

    private void open() {
        try {
            isOpen();
        } catch (StateUnavailableException e) {
            if (!fleeting) {
                throw e;
            }
            LOG.info(
                    "memory takes the place of a scratch file: {}",
                    Fault.words(Objects.requireNonNullElse(e.getCause(), e)));
            openFile(null);
        } catch (RuntimeException | AssertionError | StackOverflowError e) { // damage shows itself in H2 in many ways
            setAside(e);
        }
    }

    /**
     * A full disk closes an MVStore; what it has committed before is there as it was, and is opened again here.
     *
     * @return false when there is no room even to begin a file: nothing is kept yet
     * @throws StateUnavailableException when the system does not let the file be opened
     */
    private boolean isOpen() {
        if (opened != null && !opened.isClosed()) {
            return true;
        }
        try {
            if (file != null) {
                FileRights.requireFile(
                        file); // one without the right to write would be opened, and fail at the next save
            }
            openFile(file);
            return true;
        } catch (IOException e) {
            throw unavailable(e.getMessage(), e);
        } catch (MVStoreException e) {
            closeImmediately();
            if (e.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
                LOG.debug("no room for {}", file, e);
                return false;
            }
            if (e.getCause() instanceof FileSystemException denied) {
                throw unavailable(
                        FileRights.explained(Objects.requireNonNull(file), denied)
                                .getMessage(),
                        e);
            }
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw unavailable("another program has " + file + " open", e);
            }
            throw e;
        }
    }

    private StateUnavailableException unavailable(@Nullable String why, Throwable cause) {
        return new StateUnavailableException(
                "what is kept of projection '" + owner + "' cannot be used now: " + why, cause);
    }

    /** What is there cannot be used: it is moved out of the way, and all begins anew. */
    private void setAside(Throwable reason) {
        closeImmediately();
        Path aside = file == null ? null : file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn(
                "the snapshots of projection '{}' cannot be read ({}); set aside as {}, the projection starts over",
                owner,
                reason,
                aside);
        try {
            if (file != null) {
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            isOpen();
        } catch (IOException | MVStoreException e) {
            LOG.warn("no snapshots of projection '{}' are kept in {}: {}", owner, file, e.toString());
            closeImmediately();
            openFile(null);
        }
    }

    private void openFile(@Nullable Path place) {
        // Without a buffer size of 0, H2 commits in the middle of a save, when much has changed.
        MVStore.Builder builder = new MVStore.Builder()
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MB);
        if (place != null) {
            PrivateFiles.prepare(place);
            builder.fileName(place.toString());
        }
        MVStore store = builder.open();
        count(place != null);
        store.setVersionsToKeep(0);
        store.setRetentionTime(RETENTION_MS);
        opened = Opened.over(store);
        rows.over(store.openMap("rows"));
        Set<Long> finished = new HashSet<>();
        nextNumber = 1;
        for (Map.Entry<Long, byte[]> entry : index().entrySet()) {
            long number = Entry.read(entry.getKey(), entry.getValue()).number();
            finished.add(number);
            nextNumber = Math.max(nextNumber, number + 1);
        }
        dropOrphans(finished);
    }

    /** Pieces of snapshots that were never finished go with the next commit: a full disk has no room for one now. */
    private void dropOrphans(Set<Long> finished) {
        MVMap<Long, byte[]> pieces = opened().pieces();
        Long key = pieces.firstKey();
        while (key != null) {
            long number = Entry.numberOf(key);
            if (finished.contains(number)) {
                key = pieces.ceilingKey(Entry.pieceKey(number + 1, 0));
            } else {
                pieces.remove(key);
                key = pieces.higherKey(key);
            }
        }
    }

    @Override
    public Optional<Snapshot> latest() {
        return latestUpTo(Long.MAX_VALUE);
    }

    @Override
    public Optional<Snapshot> latestUpTo(long position) {
        try {
            Long found = isOpen() ? index().floorKey(position) : null;
            if (found == null) {
                return Optional.empty();
            }
            Entry entry = Entry.read(found, Objects.requireNonNull(index().get(found)));
            return Optional.of(entry.snapshot(key -> opened().pieces().get(key)));
        } catch (StateUnavailableException e) {
            throw e;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            setAside(e);
            return Optional.empty();
        } finally {
            rest();
        }
    }

    @Override
    public List<Long> positions() {
        try {
            return isOpen() ? new ArrayList<>(index().keySet()) : List.of();
        } catch (StateUnavailableException e) {
            throw e;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            setAside(e);
            return List.of();
        } finally {
            rest();
        }
    }

    @Override
    public void save(Snapshot snapshot) throws StoreException {
        try {
            if (!isOpen()) {
                throw new StoreException(
                        StoreException.Kind.NO_SPACE, "the snapshot of projection '" + owner + "' has no room");
            }
            long number = nextNumber++;
            Entry entry = Entry.of(number, snapshot);
            for (int piece = 0; piece < entry.pieces(); piece++) {
                opened().pieces().put(Entry.pieceKey(number, piece), entry.piece(snapshot.value(), piece));
                if (piece % PIECES_PER_COMMIT == PIECES_PER_COMMIT - 1) {
                    opened().store().commit();
                }
            }
            byte[] before = index().put(snapshot.position(), entry.bytes());
            if (before != null) {
                drop(Entry.read(snapshot.position(), before));
            }
            rows.apply();
            if (rows.isEmpty()) {
                thin();
            } else {
                keepNewestOnly(); // older values would belong to other rows
            }
            opened().store().commit();
            rows.applied();
        } catch (StateUnavailableException e) {
            throw new StoreException(StoreException.Kind.FAILED, e.getMessage(), e);
        } catch (StackOverflowError e) { // H2 goes round in circles in a damaged file
            rows.rollback();
            setAside(e);
            throw new StateLostException("the file of snapshots is damaged", e);
        } catch (MVStoreException | IllegalStateException e) {
            // What was changed and not committed would stay in memory, and more of it with each try.
            closeImmediately();
            throw new StoreException(
                    StoreException.Kind.NO_SPACE,
                    "the snapshot of projection '" + owner + "' was not kept: " + Fault.words(e),
                    e);
        } finally {
            rest();
        }
    }

    private void thin() {
        List<Entry> entries = new ArrayList<>();
        index().forEach((position, bytes) -> entries.add(Entry.read(position, bytes)));
        for (Entry superfluous : Thinning.superfluous(entries)) {
            index().remove(superfluous.position());
            drop(superfluous);
        }
    }

    private void keepNewestOnly() {
        Long newest = index().lastKey();
        for (Long key = index().firstKey(); key != null && !key.equals(newest); key = index().firstKey()) {
            drop(Entry.read(key, Objects.requireNonNull(index().remove(key))));
        }
    }

    private void drop(Entry entry) {
        for (int piece = 0; piece < entry.pieces(); piece++) {
            opened().pieces().remove(Entry.pieceKey(entry.number(), piece));
        }
    }

    /** Pieces of values in the file. */
    long pieces() {
        return isOpen() ? opened().pieces().sizeAsLong() : 0;
    }

    @Override
    public StateRows rows() {
        return rows;
    }

    @Override
    public void erase() {
        rows.rollback();
        closeImmediately();
        deleteFiles();
        open();
        rest();
    }

    private void deleteFiles() {
        if (file == null) {
            return;
        }
        String stem = file.getFileName().toString();
        try (Stream<Path> all = Files.list(file.getParent())) {
            for (Path each : all.filter(path -> path.getFileName().toString().startsWith(stem))
                    .toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warn("old snapshots of projection '{}' stay in {}: {}", owner, file, e.toString());
        }
    }

    private void closeImmediately() {
        if (opened != null && !opened.isClosed()) {
            closeImmediately(opened.store());
        }
        count(false);
    }

    private static void closeImmediately(MVStore store) {
        try {
            store.closeImmediately();
        } catch (MVStoreException e) {
            LOG.debug("a damaged file of snapshots did not close cleanly", e);
        }
    }

    @Override
    public void close() {
        closed.accept(this);
        if (!fleeting) {
            openFiles.ownerWent();
        }
        if (fleeting) {
            closeImmediately();
            deleteFiles();
        } else if (opened != null && !opened.isClosed()) {
            MVStore store = opened.store();
            try {
                // Pieces and rows of no snapshot are not worth a commit.
                store.rollback();
                store.close(CLOSE_COMPACTION_MS);
            } catch (MVStoreException e) {
                LOG.warn("the snapshots of projection '{}' did not close cleanly: {}", owner, e.toString());
            }
            count(false);
        }
    }

    private MVMap<Long, byte[]> index() {
        return opened().index();
    }

    private Opened opened() {
        return Objects.requireNonNull(opened);
    }
}
