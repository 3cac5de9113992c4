// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the database and says what it is, within a time limit: a damaged file can make H2 spin. Nothing that is not
 * this store's is changed by looking at it.
 */
final class MirrorOpening {

    /**
     * Settings of each connection: no trace file beside the data, closed by us and not by a shutdown hook, nothing moved
     * about in the file, and a cache that leaves the heap to others.
     */
    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0"
            + ";CACHE_SIZE=1024;MAX_COMPACT_TIME=0";

    private static final String USER = "sa";

    static {
        // H2 looks each value up in a cache of values, which takes a quarter of the mirror's time: no two of ours are
        // equal. Read by H2 when its first class is used, which is after this one.
        System.setProperty("h2.objectCache", "false");
    }

    /** What came of opening. */
    sealed interface Opened {
        /** Ours, and open. @param look what the file was before */
        record Open(MirrorDatabase database, @Nullable String storeId, MirrorFile.Look look) implements Opened {}

        /** There is none. */
        record Missing() implements Opened {}

        /** Ours, but not usable. */
        record Damaged(@Nullable String why) implements Opened {
            @Override
            public String toString() {
                return "it is damaged: " + why;
            }
        }

        /** Ours and whole, as an earlier Photon made it: made anew from the log. @param format of its tables */
        record Earlier(int format) implements Opened {
            @Override
            public String toString() {
                return "it is of an earlier format: " + format + ", now it is " + MirrorSchema.FORMAT;
            }
        }

        /** Another program has it open. */
        record Locked() implements Opened {}

        /** Not ours to touch; {@code why} names the file and what it is. */
        record Refused(String why) implements Opened {}

        /** Neither opened nor damaged: the machine could not, e.g. for want of space or of a right. */
        record Failed(@Nullable String why) implements Opened {
            @Override
            public String toString() {
                return "it cannot be used just now: " + why;
            }
        }

        /** There was not enough memory: others may need it just now, or a damaged length asks for more than there is. */
        record Starved(@Nullable String why) implements Opened {
            @Override
            public String toString() {
                return "the heap is too small for it: " + why;
            }
        }
    }

    private final MirrorFile file;
    private final Duration limit;
    private final LimitedWork work;

    /** @param limit how long H2 may take to open a file */
    MirrorOpening(MirrorFile file, Duration limit) {
        this.file = file;
        this.limit = limit;
        this.work = new LimitedWork(limit);
    }

    /** At a stop: waits for H2 no longer, and opens nothing any more. */
    void giveUp() {
        work.giveUp();
    }

    /**
     * Makes a new, empty database: under another name first, so that a kill in between leaves no file that carries
     * no one's id.
     *
     * @throws MirrorException when H2 cannot
     */
    MirrorDatabase create(@Nullable String storeId, String mark) throws MirrorException, IOException {
        MirrorFile unfinished = file.unfinished();
        Files.deleteIfExists(unfinished.path());
        PrivateFiles.prepare(unfinished.path());
        String eventsMap;
        try (Connection connection = DriverManager.getConnection(unfinished.url() + SETTINGS, USER, "")) {
            MirrorSchema.create(connection, storeId);
            eventsMap = MirrorSchema.eventsMap(connection);
        } catch (SQLException e) {
            throw new MirrorException(e);
        }
        MirrorDatabase.begin(unfinished.path(), mark);
        Files.move(unfinished.path(), file.path(), StandardCopyOption.ATOMIC_MOVE);
        return MirrorDatabase.open(file.path(), eventsMap);
    }

    /**
     * Opens the database of a store.
     *
     * @param storeId the store's id; null when there is none, so that nothing can be ours
     * @param knownCreated the {@code created} field of the file this store used last, or null
     */
    Opened open(@Nullable String storeId, @Nullable String knownCreated) throws IOException {
        MirrorFile.Look look = file.look(storeId);
        return switch (look.kind()) {
            case MISSING -> {
                Files.deleteIfExists(file.path());
                yield new Opened.Missing();
            }
            case DAMAGED -> new Opened.Damaged("it has no readable header");
            case OLDER -> new Opened.Refused(older());
            case NEWER -> new Opened.Refused(file.path() + " is of a newer H2 than this Photon knows");
            case FOREIGN -> new Opened.Refused(file.path() + " is not a database of Photon");
            case DATABASE ->
                openDatabase(
                        storeId, look, Objects.requireNonNull(look.created()).equals(knownCreated));
        };
    }

    /** Opens a database of Photon whatever store it is of. */
    Opened openWhosever(MirrorFile.Look look) throws IOException {
        if (look.kind() != MirrorFile.Kind.DATABASE) {
            return open(null, null);
        }
        try {
            String id = readStoreId();
            return id == null
                    ? new Opened.Refused(file.path() + " is a database, but not of Photon")
                    : open(id, look.created());
        } catch (MirrorException e) {
            return outcome(e);
        } catch (TimeoutException e) {
            return new Opened.Damaged("it did not open within " + limit.toSeconds() + " s");
        }
    }

    private Opened openDatabase(@Nullable String storeId, MirrorFile.Look look, boolean known) throws IOException {
        // A page may hold the id in two pieces, or compressed: then H2 reads it, without writing.
        if (!known && (storeId == null || !file.carries(storeId))) {
            Opened stranger = readStranger(storeId);
            if (stranger != null) {
                return stranger;
            }
        }
        if (look.cut()) {
            return new Opened.Damaged("it was cut short");
        }
        try {
            return work.run(() -> openChecked(storeId, look), MirrorOpening::close);
        } catch (CancellationException e) {
            return givenUp();
        } catch (TimeoutException e) {
            return new Opened.Damaged("it did not open within " + limit.toSeconds() + " s");
        } catch (MirrorException e) {
            return outcome(e);
        }
    }

    /** Closes the database that was opened, if one was. */
    static void close(@Nullable Opened opened) throws MirrorException {
        if (opened instanceof Opened.Open open) {
            open.database().close();
        }
    }

    /** What came of opening when a stop did not wait for it. */
    static Opened givenUp() {
        return new Opened.Failed("it was not open yet at a stop");
    }

    /** H2 looks at its tables first, and ends what a tool of someone's may have left unfinished. */
    private Opened openChecked(@Nullable String storeId, MirrorFile.Look look) throws MirrorException {
        String eventsMap;
        try (Connection connection = connect(";IFEXISTS=TRUE")) {
            MirrorSchema.Identity found = MirrorSchema.identity(connection);
            Opened other = unlessOurs(storeId, found);
            if (other != null) {
                return other;
            }
            if (!found.checked()) {
                MirrorSchema.seal(connection, found);
            }
            eventsMap = MirrorSchema.eventsMap(connection);
        } catch (SQLException e) {
            throw new MirrorException(e);
        }
        return eventsMap == null
                ? new Opened.Damaged("its table events has other columns or indexes than Photon made")
                : new Opened.Open(MirrorDatabase.open(file.path(), eventsMap), storeId, look);
    }

    /** What a database is that says something else of itself than a whole one of this store would; null for that one. */
    private @Nullable Opened unlessOurs(@Nullable String storeId, MirrorSchema.Identity found) {
        if (found.storeId() == null) {
            return new Opened.Damaged("its tables are gone");
        }
        if (found.damaged()) {
            return new Opened.Damaged("what it says of itself does not fit its checksum");
        }
        if (!found.storeId().equals(storeId)) {
            return new Opened.Refused(file.path() + " is the database of another Photon store (" + found.storeId()
                    + "; this one is " + storeId + ")");
        }
        if (found.format() > MirrorSchema.FORMAT) {
            return found.checked()
                    ? new Opened.Refused(file.path() + " has tables of format " + found.format()
                            + "; this Photon knows format " + MirrorSchema.FORMAT)
                    : new Opened.Damaged("it says to have tables of format " + found.format()
                            + ", and no Photon made such tables without a checksum");
        }
        return found.format() < MirrorSchema.FORMAT ? new Opened.Earlier(found.format()) : null;
    }

    /** Who owns a database that is not known here, read without writing to it; null when it is ours after all. */
    private @Nullable Opened readStranger(@Nullable String storeId) throws IOException {
        try {
            String id = readStoreId();
            if (id != null && id.equals(storeId)) {
                return null;
            }
            return new Opened.Refused(file.path()
                    + (id == null
                            ? " is a database, but not of Photon"
                            : " is the database of another Photon store (" + id + ")"));
        } catch (CancellationException e) {
            return givenUp();
        } catch (TimeoutException e) {
            return new Opened.Refused(file.path() + " is a database that does not open within " + limit.toSeconds()
                    + " s, and nothing says it is of Photon");
        } catch (MirrorException e) {
            if (e.isOfTheSystem() && !e.isLocked()) {
                return outcome(e);
            }
            return e.isLocked()
                    ? new Opened.Locked()
                    : new Opened.Refused(file.path() + " is a database, but not of Photon: " + e.getMessage());
        }
    }

    /** The store's id in a database without changing the file; null when it is not Photon's. */
    @Nullable String readStoreId() throws IOException, MirrorException, TimeoutException {
        Optional<String> id = work.run(
                () -> {
                    try (Connection connection = connect(";IFEXISTS=TRUE;ACCESS_MODE_DATA=r")) {
                        return Optional.ofNullable(MirrorSchema.storeId(connection));
                    } catch (SQLException e) {
                        throw new MirrorException(e);
                    }
                },
                read -> {});
        return id.orElse(null);
    }

    private String older() {
        Path found = Files.exists(file.path()) ? file.path() : file.beside(".h2.db");
        return found + " is a database of an older format, as Photon 0.9 wrote it";
    }

    /** What an error of H2 makes of a database. */
    static Opened outcome(MirrorException e) {
        if (e.isForWantOfSpace()) {
            return new Opened.Failed("no space left on device");
        }
        if (e.isOfTheSystem() && !e.isLocked()) {
            return new Opened.Failed(e.getMessage());
        }
        return e.isLocked() ? new Opened.Locked() : new Opened.Damaged(e.getMessage());
    }

    /** What an error makes of an open database. One that cannot even be opened for want of memory is damaged. */
    static Opened outcomeOfUse(MirrorException e) {
        return e.isForWantOfMemory() ? new Opened.Starved(e.getMessage()) : outcome(e);
    }

    private Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(file.url() + SETTINGS + more, USER, "");
    }
}
