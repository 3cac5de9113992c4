package io.photon.store.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.api.ErrorCode;

/**
 * Opens the database and says what it is, within a time limit: a damaged file can make H2 spin. Nothing that is not
 * this store's is changed by looking at it.
 */
final class MirrorOpening {

    /**
     * Settings of each connection: no trace file beside the data, closed by us and not by a shutdown hook, and a cache
     * that leaves the heap to others. H2 writes by itself after 2 s or when its buffer is full.
     */
    private static final String SETTINGS =
            ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0" + ";CACHE_SIZE=8192;WRITE_DELAY=2000";

    private static final String USER = "sa";

    /** What came of opening. */
    sealed interface Opened {
        /** Ours, and open. @param look what the file was before */
        record Open(MirrorDatabase database, MirrorFile.Look look) implements Opened {}

        /** There is none. */
        record Missing() implements Opened {}

        /** Ours, but not usable. */
        record Damaged(String why) implements Opened {}

        /** Another program has it open. */
        record Locked() implements Opened {}

        /** Not ours to touch; {@code why} names the file and what it is. */
        record Refused(String why) implements Opened {}

        /** Neither opened nor damaged: the machine could not, e.g. for want of space. */
        record Failed(String why) implements Opened {}
    }

    private final MirrorFile file;
    private final Duration limit;

    /** @param limit how long H2 may take to open a file */
    MirrorOpening(MirrorFile file, Duration limit) {
        this.file = file;
        this.limit = limit;
    }

    /**
     * Makes a new, empty database: under another name first, so that a kill in between leaves no file that carries
     * nobody's id.
     *
     * @throws SQLException when H2 cannot
     */
    MirrorDatabase create(String storeId, String mark) throws SQLException {
        MirrorFile unfinished = file.unfinished();
        try {
            Files.deleteIfExists(unfinished.path());
            try (Connection connection = DriverManager.getConnection(unfinished.url() + SETTINGS, USER, "")) {
                MirrorDatabase.create(connection, storeId, mark);
            }
            Files.move(unfinished.path(), file.path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SQLException("the database " + file.path() + " cannot be made: " + e.getMessage(), e);
        }
        return new MirrorDatabase(connect(";IFEXISTS=TRUE"));
    }

    /**
     * Opens the database of a store.
     *
     * @param storeId the store's id; null when there is none, so that nothing can be ours
     * @param knownCreated the {@code created} field of the file this store used last, or null
     */
    Opened open(String storeId, String knownCreated) throws IOException {
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
            case DATABASE -> openDatabase(storeId, look, look.created().equals(knownCreated));
        };
    }

    private Opened openDatabase(String storeId, MirrorFile.Look look, boolean known) throws IOException {
        // A page may hold the id in two pieces, or compressed: then H2 reads it, without writing.
        if (!known && !file.carries(storeId)) {
            Opened stranger = readStranger(storeId);
            if (stranger != null) {
                return stranger;
            }
        }
        if (look.cut()) {
            return new Opened.Damaged("it was cut short");
        }
        try {
            return limited(() -> {
                Connection connection = connect(";IFEXISTS=TRUE");
                try {
                    return check(connection, storeId, look);
                } catch (SQLException | RuntimeException e) {
                    connection.close();
                    throw e;
                }
            });
        } catch (TimeoutException e) {
            return new Opened.Damaged("it did not open within " + limit.toSeconds() + " s");
        } catch (SQLException e) {
            return outcome(e);
        }
    }

    private Opened check(Connection connection, String storeId, MirrorFile.Look look) throws SQLException {
        String found = MirrorDatabase.storeId(connection);
        Opened refusal = null;
        if (found == null) {
            refusal = new Opened.Damaged("its tables are gone");
        } else if (!found.equals(storeId)) {
            refusal = new Opened.Refused(file.path() + " is the database of another Photon store (" + found
                    + "; this one is " + storeId + ")");
        } else if (MirrorDatabase.format(connection) != MirrorSchema.FORMAT) {
            refusal = new Opened.Refused(file.path() + " has tables of format " + MirrorDatabase.format(connection)
                    + "; this Photon knows format " + MirrorSchema.FORMAT);
        }
        if (refusal != null) {
            connection.close();
            return refusal;
        }
        return new Opened.Open(new MirrorDatabase(connection), look);
    }

    /** Who owns a database that is not known here, read without writing to it; null when it is ours after all. */
    private Opened readStranger(String storeId) throws IOException {
        try {
            String id = readStoreId();
            if (storeId.equals(id)) {
                return null;
            }
            return new Opened.Refused(file.path()
                    + (id == null
                            ? " is a database, but not of Photon"
                            : " is the database of another Photon store (" + id + ")"));
        } catch (TimeoutException e) {
            return new Opened.Refused(file.path() + " is a database that does not open within " + limit.toSeconds()
                    + " s, and nothing says it is of Photon");
        } catch (SQLException e) {
            return e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
                    ? new Opened.Locked()
                    : new Opened.Refused(file.path() + " is a database, but not of Photon: " + words(e));
        }
    }

    /** The store's id in a database without changing the file; null when it is not Photon's. */
    String readStoreId() throws IOException, SQLException, TimeoutException {
        return limited(() -> {
            try (Connection connection = connect(";IFEXISTS=TRUE;ACCESS_MODE_DATA=r")) {
                return MirrorDatabase.storeId(connection);
            }
        });
    }

    private String older() {
        Path found = Files.exists(file.path()) ? file.path() : file.beside(".h2.db");
        return found + " is a database of an older format, as Photon 0.9 wrote it";
    }

    static Opened outcome(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left")) {
                return new Opened.Failed("no space left on device");
            }
        }
        return e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
                ? new Opened.Locked()
                : new Opened.Damaged(words(e));
    }

    /** An H2 error in a line. */
    static String words(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf("; SQL statement");
        return "H2 says " + (end < 0 ? message : message.substring(0, end)).replace('\n', ' ');
    }

    private Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(file.url() + SETTINGS + more, USER, "");
    }

    /** Work that can be given up. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T limited(Work<T> work) throws SQLException, TimeoutException, IOException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = new Thread(task, "photon-mirror-open");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The interrupt closes H2's file under it, which also ends a spinning read.
            task.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening " + file.path(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            // H2 meets damage with whatever comes: an index out of bounds, a missing class.
            throw new SQLException(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
