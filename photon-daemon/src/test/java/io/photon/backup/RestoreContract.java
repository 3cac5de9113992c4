// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.backup.format.BackupWriter;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a restore promises that keeps order-ids and times. */
abstract class RestoreContract extends RestoreAsNewContract {

    @Test
    void aBackupRestoredIntoAnEmptyStoreGivesTheIdenticalBackup() {
        fill(from);
        Restored restored = to.restore(from.backup());
        assertEquals(new Restored(from.log.stats().appended(), 0, 0, 0, from.log.head()), restored);
        assertEquals(from.contents(), to.contents());
        assertEquals(from.log.head(), to.log.head());
        assertTrue(to.emit("a", "1") > from.log.head());
    }

    @Test
    void restoringASecondTimeSkipsEverything() {
        fill(from);
        long events = to.restore(from.backup()).restored();
        assertEquals(new Restored(0, events, 0, 0, from.log.head()), to.restore(from.backup()));
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void onlyWhatIsAboveTheHeadIsAdded() {
        fill(from);
        String earlier = from.backup();
        long before = to.restore(earlier).restored();
        from.emit("later", "1");
        assertEquals(new Restored(1, before, 0, 0, from.log.head()), to.restore(from.backup()));
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void aBackupWithAFlippedByteAppliesNothing() {
        fill(from);
        byte[] backup = from.backup().getBytes(StandardCharsets.UTF_8);
        int created = new String(backup, StandardCharsets.ISO_8859_1).indexOf("\"created\"");
        for (int at = 0; at < created; at += 3) {
            byte[] damaged = backup.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Failure failure = failure(to.tryRestore(damaged, RestoreRequest.EXACT));
            // A changed digit of an order-id may be told as what it looks like before the trailer is reached.
            assertTrue(
                    failure.kind() == Failure.Kind.VERIFICATION_FAILED
                            || failure.message().contains("order-id"),
                    failure.toString());
            assertTrue(failure.message().contains("line "), failure.message());
            assertEquals(0, to.log.head(), "byte " + at);
        }
        assertEquals(from.log.head(), to.restore(from.backup()).head());
    }

    @Test
    void aBackupCutAnywhereAppliesNothing() {
        fill(from);
        String backup = from.backup();
        for (int length = 0; length < backup.length() - 1; length += 5) {
            assertEquals(
                    Failure.Kind.VERIFICATION_FAILED,
                    to.refused(backup.substring(0, length)).kind());
            assertEquals(0, to.log.head(), "cut at " + length);
        }
    }

    @Test
    void aMissingTrailerIsAllowedOnlyWhenAskedFor() {
        fill(from);
        String backup = from.backup();
        String lines = backup.substring(0, backup.indexOf("{\"photon-backup\""));
        assertTrue(to.refused(lines).hint().contains("--allow-incomplete"));
        RestoreRequest allowing = new RestoreRequest(false, Long.MAX_VALUE, false, true);
        assertEquals(from.log.head(), ok(to.tryRestore(lines, allowing)).head());
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void linesOutOfOrderApplyNothing() {
        Failure failure = to.refused(House.line(BASE + 2, "a", "1") + "\n" + House.line(BASE + 1, "a", "1") + "\n");
        assertTrue(failure.message().startsWith("line 2, byte "), failure.message());
        assertEquals(0, to.log.head());
    }

    @Test
    void aTrailerThatCountsOtherwiseAppliesNothing() {
        fill(from);
        Failure failure = to.refused(from.backup().replaceFirst("\"events\":\\d+", "\"events\":1000"));
        assertTrue(failure.message().contains("the trailer counts 1000 events"), failure.message());
        assertEquals(0, to.log.head());
    }

    @Test
    void anEventStoredWithAnotherContentIsAConflictThatNamesTheLine() {
        to.restore(backup(OptionalLong.empty(), House.line(BASE, "a", "1"), House.line(BASE + 1, "a", "2")));
        String before = to.contents();
        Failure failure = to.refused(backup(
                OptionalLong.empty(),
                House.line(BASE, "a", "1"),
                House.line(BASE + 1, "a", "3"),
                House.line(BASE + 2, "a", "4")));
        assertEquals(Failure.Kind.CONFLICT, failure.kind());
        assertEquals("line 2: event " + (BASE + 1) + " is stored with another content", failure.message());
        assertTrue(failure.hint().contains("--as-new"));
        assertEquals(before, to.contents());
    }

    @Test
    void anEventBelowTheHeadThatIsNotStoredIsAConflict() {
        to.restore(backup(OptionalLong.empty(), House.line(BASE, "a", "1"), House.line(BASE + 5, "a", "2")));
        Failure failure =
                to.refused(backup(OptionalLong.empty(), House.line(BASE, "a", "1"), House.line(BASE + 3, "a", "1")));
        assertEquals(Failure.Kind.CONFLICT, failure.kind());
        assertTrue(failure.message().startsWith("line 2: event " + (BASE + 3) + " is not in the store"));
    }

    @Test
    void theSameEventSpeltOtherwiseIsTheSame() {
        to.restore(backup(OptionalLong.empty(), House.line(BASE, "a", "{\"x\":1.0,\"y\":[2]}")));
        Restored again = to.restore(backup(OptionalLong.empty(), House.line(BASE, "a", "{ \"y\":[2], \"x\":1.00}")));
        assertEquals(new Restored(0, 1, 0, 0, BASE), again);
    }

    @Test
    void aChainOfAFullBackupAndIncrementsIsRestoredInOneGo() {
        fill(from);
        String chain = from.backup();
        long mark = from.log.head();
        from.emit("a", "\"second\"");
        chain += from.backup(OptionalLong.of(mark + 1));
        mark = from.log.head();
        chain += from.backup(OptionalLong.of(mark + 1)); // nothing new
        from.emit("a", "\"third\"");
        chain += from.backup(OptionalLong.of(mark + 1));
        to.restore(chain);
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void overlapsInAChainAreSkippedWhenIdentical() {
        fill(from);
        String first = from.backup();
        long events = from.log.stats().appended();
        from.emit("a", "\"second\"");
        Restored restored = to.restore(first + from.backup());
        assertEquals(new Restored(events + 1, events, 0, 0, from.log.head()), restored);
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void anOverlapThatDiffersIsAConflict() {
        String first = backup(OptionalLong.empty(), House.line(BASE, "a", "1"), House.line(BASE + 1, "a", "2"));
        String second = backup(OptionalLong.of(BASE + 1), House.line(BASE + 1, "a", "3"));
        Failure failure = to.refused(first + second);
        assertEquals("line 4: event " + (BASE + 1) + " has another content in the backup before", failure.message());
        String missing = backup(OptionalLong.empty(), House.line(BASE + 1, "a", "2"), House.line(BASE + 3, "a", "2"));
        String extra = backup(OptionalLong.of(BASE + 2), House.line(BASE + 2, "a", "3"));
        assertEquals(Failure.Kind.CONFLICT, to.refused(missing + extra).kind());
        assertEquals(0, to.log.head());
    }

    @Test
    void aGapInAChainAppliesNothing() {
        String first = backup(OptionalLong.empty(), House.line(BASE, "a", "1"));
        String second = backup(OptionalLong.of(BASE + 2), House.line(BASE + 2, "a", "3"));
        Failure failure = to.refused(first + second);
        assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind());
        assertEquals(0, to.log.head());
        to.restore(first);
        assertTrue(to.refused(second).message().contains("what came before ends at " + BASE));
        to.restore(backup(OptionalLong.of(BASE + 1), House.line(BASE + 1, "a", "2")));
        to.restore(second);
        assertEquals(BASE + 2, to.log.head());
    }

    @Test
    void aDeletedStreamStaysDeleted() {
        fill(from);
        long kept = from.emit("kept", "1");
        String backup = from.backup();
        to.restore(backup);
        to.delete("a");
        String before = to.contents();
        assertFalse(before.contains("\"stream-name\":\"a\",\"event-type\":\"t\""));
        Restored restored = to.restore(backup);
        assertTrue(restored.deleted() > 0);
        assertEquals(0, restored.restored());
        assertTrue(to.log.head() > kept);
        assertEquals(before, to.contents());
    }

    @Test
    void aDeletionInALaterBackupOfTheChainDeletesWhatAnEarlierOneBrought() {
        fill(from);
        String chain = from.backup();
        long mark = from.log.head();
        from.delete("a");
        from.emit("a", "\"its next life\"");
        chain += from.backup(OptionalLong.of(mark + 1));
        to.restore(chain);
        assertEquals(from.contents(), to.contents());
        to.restore(chain);
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void aDeletionInABackupOverlappedByAnEarlierOneLeavesItsEventsOut() {
        fill(from);
        String full = from.backup();
        from.delete("a");
        String after = from.backup();
        to.restore(after);
        Restored restored = to.restore(full);
        assertTrue(restored.deleted() > 0);
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void aDeletionAtTheBeginningOfTheChainLeavesItsEventsOutOfWhatFollows() {
        fill(from);
        String full = from.backup();
        from.delete("a");
        Restored restored = to.restore(from.backup() + full);
        assertTrue(restored.deleted() > 0);
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void linesWithOrderIdsThatCannotBePositionsAreRefusedWithoutATrailer() {
        RestoreRequest incomplete = new RestoreRequest(false, Long.MAX_VALUE, false, true);
        Failure small = to.refused(House.line(99_999_999_999_999L, "a", "1") + "\n", incomplete);
        assertEquals(Failure.Kind.BAD_INPUT, small.kind());
        assertTrue(small.message().startsWith("line 1: order-id 99999999999999 is below 100000000000000"));
        long tomorrow = (to.clock.millis() + 86_400_000L) * 1_000 + 999;
        Failure large = to.refused(House.line(tomorrow + 1, "a", "1") + "\n", incomplete);
        assertTrue(large.message().contains("more than a day ahead"));
        String proved = backup(OptionalLong.empty(), House.line(BASE, "a", "1"));
        assertEquals(
                "line 3: order-id " + (tomorrow + 1) + " is more than a day ahead of the daemon's clock",
                to.refused(proved + House.line(tomorrow + 1, "a", "1") + "\n", incomplete)
                        .message());
        assertEquals(0, to.log.head());
        assertEquals(
                tomorrow,
                ok(to.tryRestore(House.line(tomorrow, "a", "1") + "\n", incomplete))
                        .head());
    }

    @Test
    void aNumberThatLeavesNoRoomForOthersIsRefusedAlsoWithATrailer() {
        Failure failure = to.refused(backup(OptionalLong.empty(), House.line(900_000_000_000_000_000L, "a", "1")));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertEquals(0, to.log.head());
    }

    @Test
    void aStoresOwnBackupIsRestoredExactlyAlsoWhenItsClockWasAheadOnce() {
        from.emit("a", "1");
        from.clock.forward(java.time.Duration.ofDays(400));
        from.emit("a", "2");
        from.clock.forward(java.time.Duration.ofDays(-400));
        from.emit("a", "3");
        to.restore(from.backup());
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void theViewOfAllStreamsIsNoStream() {
        Failure failure = to.refused(backup(OptionalLong.empty(), House.line(BASE, "__all__", "1")));
        assertEquals("line 1: __all__ is a view, no stream", failure.message());
    }

    @Test
    void eventTimesAreKept() {
        String line = House.line(BASE, "a", "1").replaceFirst("\"event-time\":\\d+", "\"event-time\":12345");
        to.restore(backup(OptionalLong.empty(), line));
        assertTrue(to.backup().startsWith(line));
    }

    @Test
    void untilCutsExactlyAndStillChecksTheRest() {
        String backup = backup(
                OptionalLong.empty(),
                House.line(BASE, "a", "1"),
                House.line(BASE + 1, "a", "2"),
                House.line(BASE + 2, "a", "3"));
        RestoreRequest until = new RestoreRequest(false, BASE + 1, false, false);
        assertEquals(
                Failure.Kind.VERIFICATION_FAILED,
                to.refused(backup.replace("\"payload\":3", "\"payload\":4"), until)
                        .kind());
        assertEquals(0, to.log.head());
        assertEquals(new Restored(2, 0, 0, 1, BASE + 1), ok(to.tryRestore(backup, until)));
        assertEquals(new Restored(1, 2, 0, 0, BASE + 2), to.restore(backup));
    }

    @Test
    void aDryRunCountsAndChangesNothing() {
        fill(from);
        RestoreRequest dry = new RestoreRequest(true, Long.MAX_VALUE, false, false);
        long events = from.log.stats().appended();
        assertEquals(new Restored(events, 0, 0, 0, 0), ok(to.tryRestore(from.backup(), dry)));
        assertEquals(0, to.log.head());
        RestoreRequest dryAsNew = new RestoreRequest(true, Long.MAX_VALUE, true, false);
        ok(to.tryRestore(from.backup(), dryAsNew));
        assertEquals(0, to.log.head());
    }

    @Test
    void oneRestoreAtATime() {
        Restore running = ok(to.restores.begin(RestoreRequest.EXACT));
        assertEquals(
                Failure.Kind.OVERLOADED,
                failure(to.restores.begin(RestoreRequest.EXACT)).kind());
        running.close();
        running.close();
        fill(from);
        to.restore(from.backup());
    }

    @Test
    void aVanishedUploaderLeavesNothing() {
        fill(from);
        byte[] half = from.backup().substring(0, 500).getBytes(StandardCharsets.UTF_8);
        try (Restore vanishing = ok(to.restores.begin(RestoreRequest.EXACT))) {
            assertEquals(Optional.empty(), vanishing.feed(half, 0, half.length));
        }
        assertEquals(0, to.log.head());
        to.restore(from.backup());
        assertEquals(from.contents(), to.contents());
    }

    @Test
    void anEventAppendedMeanwhileIsAConflictAndNothingIsRestored() {
        fill(from);
        byte[] backup = from.backup().getBytes(StandardCharsets.UTF_8);
        try (Restore restore = ok(to.restores.begin(RestoreRequest.EXACT))) {
            restore.feed(backup, 0, backup.length);
            to.clock.forward(java.time.Duration.ofMinutes(1));
            to.emit("meanwhile", "1");
            Failure failure = failure(restore.finish());
            assertEquals(Failure.Kind.CONFLICT, failure.kind());
        }
        assertEquals(2, to.backup().split("\n").length);
    }

    @Test
    void aLongChainIsComparedThroughTheScratchFile() {
        BackupWriter first = new BackupWriter(to.clock, OptionalLong.empty());
        BackupWriter second = new BackupWriter(to.clock, OptionalLong.empty());
        for (int i = 0; i < 30_000; i++) {
            first.add(House.event(BASE + 2L * i, "a", "1"));
            second.add(House.event(BASE + 2L * i, "a", "1"));
        }
        String chain = new String(first.finish(), StandardCharsets.UTF_8)
                + new String(second.finish(), StandardCharsets.UTF_8);
        assertEquals(new Restored(30_000, 30_000, 0, 0, BASE + 59_998), to.restore(chain));
    }

    @Test
    void aFailureIsRepeatedForWhateverIsFedAfterIt() {
        try (Restore restore = ok(to.restores.begin(RestoreRequest.EXACT))) {
            byte[] nonsense = "nonsense\n".getBytes(StandardCharsets.UTF_8);
            assertTrue(restore.feed(nonsense, 0, nonsense.length).isPresent());
            assertTrue(restore.feed(nonsense, 0, 0).isPresent());
            assertTrue(restore.finish() instanceof Result.Err<Restored>);
        }
    }

    private static void fill(House house) {
        for (int i = 0; i < 5; i++) {
            house.emit("a", "{\"n\": " + i + ", \"long\": 12345678901234567890.50}");
            house.emit("b/ü \\\"", "[\"é\\n\", " + i + "]", "id-" + i);
        }
    }
}
