// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static io.photon.store.StoreException.Kind.REFUSED;

import io.photon.store.StoreException;
import io.photon.store.file.disk.FileRights;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With neither log nor database: what was set aside earlier may be all there is, and an empty store would hide it. */
final class LastResort {

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final MirrorFile file;
    private final MirrorOpening opening;
    private final Path unfinished;

    /** @param unfinished a log that was being made */
    LastResort(MirrorFile file, MirrorOpening opening, Path unfinished) {
        this.file = file;
        this.opening = opening;
        this.unfinished = unfinished;
    }

    boolean isThere() throws IOException {
        return !all().isEmpty();
    }

    private List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(file.databasesAside());
        all.addAll(file.logsAside());
        if (FileRights.isThere(unfinished)) {
            all.add(unfinished);
        }
        return all;
    }

    /**
     * Makes the database that has most the database again.
     *
     * @throws StoreException when none opens: the user has to say what is wanted
     */
    void putBack() throws IOException, StoreException {
        Path best = null;
        long most = 0;
        for (Path aside : file.databasesAside()) {
            long head = headOf(aside);
            if (head > most) {
                best = aside;
                most = head;
            }
        }
        if (best == null) {
            throw new StoreException(
                    REFUSED,
                    "there is neither a log " + file.log() + " nor a database " + file.path()
                            + ", but there is what was set aside earlier: " + all()
                            + ". To go on with one of them, give it"
                            + " back its name; to begin an empty store, move them to another folder");
        }
        Files.move(best, file.path());
        LOG.warn(
                "there is neither a log nor a database, but {}, which was set aside and has events up to {}: it is the"
                        + " database again",
                best,
                most);
    }

    /** Up to where a database that was set aside has events; 0 when it does not open. */
    private long headOf(Path aside) throws IOException {
        Files.move(aside, file.path());
        try {
            Opened opened = opening.openWhosever(file.look(null));
            if (!(opened instanceof Opened.Open open)) {
                LOG.warn("{} does not open: {}", aside, opened);
                return 0;
            }
            try (MirrorDatabase rows = open.database()) {
                return rows.lastRow();
            }
        } catch (MirrorException e) {
            LOG.warn("{} cannot be read: {}", aside, e.getMessage());
            return 0;
        } finally {
            Files.move(file.path(), aside);
        }
    }
}
