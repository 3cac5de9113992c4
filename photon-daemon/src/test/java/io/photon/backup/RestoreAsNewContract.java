// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.backup.format.BackupWriter;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore promises that stores events as new ones: all of them or none, each local-id once. */
abstract class RestoreAsNewContract {

    /** A position of a day before the tests' clock. */
    static final long BASE = 1_795_435_200_000_000L;

    @TempDir
    Path scratch;

    House from;
    House to;

    /** A house over an empty store. */
    abstract House house(String name) throws StoreException;

    @BeforeEach
    void open() throws StoreException {
        from = house("from");
        to = house("to");
    }

    @AfterEach
    void close() throws Exception {
        from.close();
        to.close();
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(0, left.filter(Files::isRegularFile).count(), "a restore leaves no file behind");
        }
    }

    @Test
    void asNewGivesNewPositionsToUserStreamsAndStoresALocalIdOnce() {
        from.emit("a", "1", "first");
        from.emit("b", "2");
        from.emit("gone", "3");
        from.delete("gone");
        to.emit("a", "0");
        long head = to.log.head();
        RestoreRequest asNew = new RestoreRequest(false, Long.MAX_VALUE, true, false);
        Restored restored = ok(to.tryRestore(from.backup(), asNew));
        assertEquals(2, restored.restored());
        assertEquals(1, restored.skipped()); // the recorded deletion
        String[] lines = to.backup(OptionalLong.of(head + 1)).split("\n");
        assertTrue(lines[0].endsWith("\"local-id\":\"first\",\"payload\":1}"), lines[0]);
        assertTrue(lines[1].endsWith("\"stream-name\":\"b\",\"event-type\":\"t\",\"payload\":2}"), lines[1]);
        Restored again = ok(to.tryRestore(from.backup(), asNew));
        assertEquals(1, again.restored());
        assertEquals(2, again.skipped());
    }

    @Test
    void asNewLeavesOutWhatStandsAfterTheBound() {
        long first = from.emit("a", "1");
        from.emit("a", "2");
        from.emit("a", "3");
        Restored restored = ok(to.tryRestore(from.backup(), new RestoreRequest(false, first, true, false)));
        assertEquals(1, restored.restored());
        assertEquals(2, restored.leftOut());
    }

    @Test
    void asNewRefusesAtTheLineThatIsNoEvent() {
        byte[] wrong = "no event\n".getBytes(StandardCharsets.UTF_8);
        try (Restore restore = ok(to.restores.begin(new RestoreRequest(false, Long.MAX_VALUE, true, false)))) {
            assertTrue(restore.feed(wrong, 0, wrong.length).isPresent());
        }
    }

    @Test
    void asNewRestoresNothingOfADamagedOrCutBackup() {
        for (int i = 0; i < 1_200; i++) {
            from.emit("a", "" + i, "id-" + i);
        }
        String backup = from.backup();
        RestoreRequest asNew = new RestoreRequest(false, Long.MAX_VALUE, true, false);
        Failure failure = to.refused(backup.replaceFirst("\"sha256\":\"\\w{4}", "\"sha256\":\"0000"), asNew);
        assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind());
        to.refused(backup.substring(0, backup.length() / 2), asNew);
        assertEquals(0, to.log.head());
        assertEquals(1_200, ok(to.tryRestore(backup, asNew)).restored());
    }

    @Test
    void asNewRestoresNothingWhenALocalIdNamesAnotherEventHere() {
        for (int i = 0; i < 1_200; i++) {
            from.emit("a", "" + i, "id-" + i);
        }
        to.emit("a", "\"another\"", "id-1199");
        long head = to.log.head();
        RestoreRequest asNew = new RestoreRequest(false, Long.MAX_VALUE, true, false);
        Failure failure = to.refused(from.backup(), asNew);
        assertEquals(Failure.Kind.CONFLICT, failure.kind());
        assertTrue(failure.message().contains("local-id 'id-1199'"), failure.message());
        assertEquals(head, to.log.head());
    }

    @Test
    void asNewStoresALocalIdOnceThatStandsTwiceInTheFile() {
        String line =
                "{\"order-id\":%d,\"event-time\":1,\"stream-name\":\"a\",\"event-type\":\"t\",\"local-id\":\"x\",\"payload\":1}";
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            lines.add(String.format(java.util.Locale.ROOT, line, BASE + i));
        }
        RestoreRequest asNew = new RestoreRequest(false, Long.MAX_VALUE, true, false);
        Restored restored = ok(to.tryRestore(backup(OptionalLong.empty(), lines.toArray(new String[0])), asNew));
        assertEquals(1, restored.restored());
        assertEquals(2_999, restored.skipped());
        assertEquals(2, to.backup().split("\n").length);
    }

    @Test
    void asNewGoesOnBesideEmittersAndStoresNoLocalIdTwice() throws Exception {
        int events = 1_500;
        for (int i = 0; i < events; i++) {
            from.emit("a", "" + i, "id-" + i);
        }
        String backup = from.backup();
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> emitted = new ArrayList<>();
        Thread emitter = new Thread(() -> {
            Random random = new Random(7);
            for (int n = 0; !done.get() || n == 0; n++) {
                to.emit("own", "" + n);
                if (n % 50 == 0) {
                    int id = random.nextInt(events);
                    to.emit("a", "" + id, "id-" + id);
                    emitted.add(id);
                }
                to.clock.forward(java.time.Duration.ofMillis(1));
            }
        });
        emitter.start();
        Result<Restored> result = to.tryRestore(backup, new RestoreRequest(false, Long.MAX_VALUE, true, false));
        done.set(true);
        emitter.join(30_000);
        String stored = to.backup();
        long ofStream = stored.lines()
                .filter(line -> line.contains("\"local-id\":\"id-"))
                .count();
        if (result instanceof Result.Ok<Restored> ok) {
            assertEquals(events, ofStream);
            assertEquals(events, ok.value().restored() + ok.value().skipped());
        } else { // the emitter was in the way six times: then nothing of the restore is there
            assertEquals(emitted.stream().distinct().count(), ofStream);
        }
    }

    static String backup(OptionalLong from, String... lines) {
        BackupWriter writer = new BackupWriter(java.time.Clock.systemUTC(), from);
        for (String line : lines) {
            writer.add(io.photon.event.Event.ofLine(line.getBytes(StandardCharsets.UTF_8)));
        }
        return new String(writer.finish(), StandardCharsets.UTF_8);
    }
}
