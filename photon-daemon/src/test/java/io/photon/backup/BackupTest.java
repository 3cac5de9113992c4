// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    Path scratch;

    private House house;

    @BeforeEach
    void open() {
        house = new House(scratch);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void aBackupHoldsEveryEventInOrderAndEndsWithATrailer() {
        long first = house.emit("a", "{\"n\": 1}");
        long second = house.emit("b/ü", "[1.50]");
        String[] lines = house.backup().split("\n");
        assertEquals(3, lines.length);
        assertTrue(lines[0].startsWith("{\"order-id\":" + first + ","));
        assertTrue(lines[0].endsWith("\"stream-name\":\"a\",\"event-type\":\"t\",\"payload\":{\"n\": 1}}"));
        assertTrue(lines[1].startsWith("{\"order-id\":" + second + ","));
        assertTrue(lines[2].startsWith("{\"photon-backup\":{\"version\":1,\"events\":2,\"first\":" + first
                + ",\"last\":" + second + ",\"sha256\":\""));
        assertTrue(lines[2].endsWith("\"created\":\"2026-11-24T12:00:00Z\",\"from\":null}}"));
    }

    @Test
    void aBackupOfAnEmptyStoreIsATrailer() {
        assertTrue(house.backup()
                .startsWith("{\"photon-backup\":{\"version\":1,\"events\":0,\"first\":null,\"last\":null"));
    }

    @Test
    void anIncrementalBackupStartsAtItsFrom() {
        house.emit("a", "1");
        long second = house.emit("a", "2");
        String[] lines = house.backup(OptionalLong.of(second)).split("\n");
        assertEquals(2, lines.length);
        assertTrue(lines[0].startsWith("{\"order-id\":" + second + ","));
        assertTrue(lines[1].endsWith("\"from\":" + second + "}}"));
    }

    @Test
    void aBackupHoldsWhatWasThereWhenItBegan() {
        house.emit("a", "1");
        house.emit("gone", "1");
        Backup backup = ok(house.backups.begin(BackupRequest.WHOLE));
        house.emit("a", "2");
        house.delete("gone");
        String text = new String(ok(backup.next()).orElseThrow(), StandardCharsets.UTF_8);
        assertEquals(3, text.split("\n").length);
        assertTrue(text.contains("\"gone\""));
        assertEquals(Optional.empty(), ok(backup.next()));
        backup.close();
        assertFalse(house.backup().contains("\"stream-name\":\"gone\",\"event-type\":\"t\""));
    }

    @Test
    void aBackupThatTakesLongerThanAnHourFailsWithoutATrailer() {
        house.emit("a", "1");
        try (Backup backup = ok(house.backups.begin(BackupRequest.WHOLE))) {
            house.clock.forward(Duration.ofMinutes(61));
            Failure failure = failure(backup.next());
            assertEquals(Failure.Kind.TIMED_OUT, failure.kind());
            assertTrue(failure.message().contains("60 minutes"), failure.message());
        }
    }

    @Test
    void onlySoManyBackupsRunAtOnceAndForgottenOnesMakeRoom() {
        List<Backup> running = new ArrayList<>();
        for (int i = 0; i < BackupService.MAX_RUNNING; i++) {
            running.add(ok(house.backups.begin(BackupRequest.WHOLE)));
        }
        assertEquals(
                Failure.Kind.OVERLOADED,
                failure(house.backups.begin(BackupRequest.WHOLE)).kind());
        running.get(0).close();
        running.get(0).close();
        ok(house.backups.begin(BackupRequest.WHOLE));
        assertInstanceOf(Result.Err.class, house.backups.begin(BackupRequest.WHOLE));
        house.clock.forward(Duration.ofMinutes(61));
        assertInstanceOf(Result.Ok.class, house.backups.begin(BackupRequest.WHOLE));
    }

    @Test
    void aBackupOfLargeEventsIsWholeWhereverTheyStand() throws Exception {
        for (int large : new int[] {0, 1, 2}) {
            try (House from = new House(scratch);
                    House to = new House(scratch)) {
                for (int i = 0; i < 3; i++) {
                    from.emit("s", i == large ? "\"" + "x".repeat(9 << 20) + "\"" : "1");
                }
                assertEquals(3, to.restore(from.backup()).restored());
                assertEquals(from.contents(), to.contents());
            }
        }
    }

    @Test
    void aLargeStoreComesInManyChunksAndOneBackup() {
        String payload = "\"" + "x".repeat(20_000) + "\"";
        for (int i = 0; i < 200; i++) {
            house.emit("a", payload);
        }
        int chunks = 0;
        try (Backup backup = ok(house.backups.begin(BackupRequest.WHOLE))) {
            while (ok(backup.next()).isPresent()) {
                chunks++;
            }
            assertEquals(200, backup.events());
        }
        assertTrue(chunks >= 3, "chunks: " + chunks);
    }

    @Test
    void noMoreThanTheMostBackupsRunAlsoWhenAllAreAskedForAtOnceAndPlacesComeBack() throws Exception {
        house.emit("a", "1");
        int many = 64;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier together = new CyclicBarrier(many);
                Callable<Result<Backup>> asking = () -> {
                    together.await(20, TimeUnit.SECONDS);
                    return house.backups.begin(BackupRequest.WHOLE);
                };
                List<Backup> begun = new ArrayList<>();
                for (Future<Result<Backup>> one : threads.invokeAll(Collections.nCopies(many, asking))) {
                    if (one.get() instanceof Result.Ok<Backup> ok) {
                        begun.add(ok.value());
                    }
                }
                assertEquals(BackupService.MAX_RUNNING, begun.size());
                begun.forEach(Backup::close);
                begun.forEach(Backup::close); // a second time gives no second place
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
