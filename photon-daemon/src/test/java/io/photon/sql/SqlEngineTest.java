// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.sql.wire.EventBlock;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.ProjectionValue;
import io.photon.sql.wire.SqlFormat;
import io.photon.sql.wire.StreamRow;
import io.photon.sql.worker.SqlWorker;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of SQL come and go. */
@Timeout(60)
class SqlEngineTest {

    @TempDir
    Path folder;

    private SqlSettings settings(boolean enabled, Duration idle) {
        SqlSettings usual = SqlSettings.usual();
        return new SqlSettings(
                enabled, 1, 64 << 20, usual.timeout(), usual.maxRows(), usual.quotaBytes(), idle, false, folder);
    }

    /** Nothing is stored. */
    private static final SqlSource NOTHING = new SqlSource() {
        @Override
        public long head() {
            return 7;
        }

        @Override
        public long events() {
            return 0;
        }

        @Override
        public Result<byte[]> events(EventsWanted wanted) {
            try {
                return Result.ok(EventBlock.write(List.of(), wanted.to(), true));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Result<List<StreamRow>> streams(String after, int max) {
            return Result.ok(List.of());
        }

        @Override
        public Result<List<String>> projections() {
            return Result.err(Failure.Kind.DAMAGED, "the projections are damaged", null);
        }

        @Override
        public Result<ProjectionValue> value(String name, String at) {
            return Result.err(Failure.Kind.NOT_FOUND, "no projection", null);
        }
    };

    private static Result<String> ask(SqlEngine engine, String sql) {
        Result<SqlAnswer> begun = engine.ask(new SqlRequest(sql, List.of(), SqlFormat.CSV, null, null), NOTHING);
        return begun.then(answer -> {
            try (answer) {
                StringBuilder text = new StringBuilder();
                Result<Optional<byte[]>> next = answer.next();
                while (next.isOk() && next.value().isPresent()) {
                    text.append(new String(next.value().get(), StandardCharsets.UTF_8));
                    next = answer.next();
                }
                return next.isOk() ? Result.ok(text.toString()) : Result.err(next.failure());
            }
        });
    }

    private long folders() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    private void awaitFolders(long count) {
        Eventually.holds("there are " + count + " folders", () -> folders() == count);
    }

    @Test
    void aProcessThatIsIdleEndsAndTheNextQueryGetsAnother() throws IOException {
        try (SqlEngine engine = new SqlEngine(settings(true, Duration.ofMillis(200)))) {
            assertEquals(
                    "N\r\n0\r\n",
                    ask(engine, "SELECT COUNT(*) AS N FROM events").value());
            awaitFolders(0);
            assertEquals(
                    "N\r\n0\r\n",
                    ask(engine, "SELECT COUNT(*) AS N FROM streams").value());
        }
        assertEquals(0, folders());
    }

    @Test
    void whatTheDaemonCannotGiveIsTheFailureOfTheQuery() {
        try (SqlEngine engine = new SqlEngine(settings(true, Duration.ofMinutes(1)))) {
            Failure failure = ask(engine, "SELECT * FROM sales").failure();
            assertEquals(Failure.Kind.DAMAGED, failure.kind());
            assertEquals("the projections are damaged", failure.message());
        }
    }

    @Test
    void aProcessThatIsNotReadyInTimeIsNotTheFaultOfTheQuery() throws IOException {
        try (SqlEngine engine = new SqlEngine(settings(true, Duration.ofMinutes(1)), Duration.ZERO)) {
            Failure failure = ask(engine, "SELECT 1").failure();
            assertEquals(Failure.Kind.OVERLOADED, failure.kind());
            assertTrue(failure.message().startsWith("no SQL process was ready within 0 s"), failure.message());
        }
        Eventually.within(20, () -> folders() == 0, () -> "its folder is still there");
    }

    @Test
    void whatIsSwitchedOffStartsNoProcess() throws IOException {
        try (SqlEngine engine = new SqlEngine(settings(false, Duration.ofMinutes(1)))) {
            assertEquals(Failure.Kind.DENIED, ask(engine, "SELECT 1").failure().kind());
        }
        assertEquals(0, folders());
    }

    @Test
    void foldersWhoseProcessIsGoneAreRemovedAtTheNextStart() throws IOException {
        Path left = old("photon-sql-left");
        Path unlocked = old("photon-sql-unlocked");
        Files.delete(unlocked.resolve(SqlWorker.LOCK));
        Files.setLastModifiedTime(unlocked, FileTime.from(Instant.EPOCH));
        Path used = old("photon-sql-used");
        Path other = old("other");
        Path young = Files.createDirectory(folder.resolve("photon-sql-young"));
        try (FileChannel lock = FileChannel.open(used.resolve(SqlWorker.LOCK), StandardOpenOption.WRITE)) {
            assertTrue(lock.lock().isValid());
            new SqlEngine(settings(true, Duration.ofMinutes(1))).close();
        }
        assertFalse(Files.exists(left) || Files.exists(unlocked));
        assertTrue(Files.exists(used) && Files.exists(other) && Files.exists(young));
    }

    private Path old(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve(SqlWorker.LOCK), "");
        Files.writeString(made.resolve("sql.mv.db"), "rows");
        Files.setLastModifiedTime(made, FileTime.from(Instant.EPOCH));
        return made;
    }
}
