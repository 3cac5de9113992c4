// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackupFormatTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00.123456Z"), ZoneOffset.UTC);

    @Test
    void aBackupIsItsLinesAndATrailerThatCountsAndHashesThem() {
        String text = text(backup(OptionalLong.empty(), 5, 7));
        assertEquals(
                line(5) + "\n" + line(7) + "\n"
                        + "{\"photon-backup\":{\"version\":1,\"events\":2,\"first\":5,\"last\":7,"
                        + "\"sha256\":\"" + sha256(line(5) + "\n" + line(7) + "\n") + "\","
                        + "\"created\":\"2026-11-24T12:00:00.123Z\",\"from\":null}}\n",
                text);
    }

    @Test
    void anEmptyBackupHasATrailerOnly() {
        byte[] empty = backup(OptionalLong.of(9));
        assertTrue(text(empty).contains("\"events\":0,\"first\":null,\"last\":8,\"sha256\":\"" + sha256("")));
        BackupSummary summary = ok(empty);
        assertEquals(new BackupSummary(1, 0, 0, 0, empty.length, true, 0), summary);
    }

    @Test
    void aBackupReadInChunksOfAnySizeGivesTheSameEvents() {
        byte[] backup = backup(OptionalLong.empty(), 5, 7, 9);
        for (int size = 1; size <= backup.length; size++) {
            Recorder recorder = new Recorder();
            BackupReader reader = new BackupReader(BackupReader.Options.standalone(false), recorder);
            for (int at = 0; at < backup.length; at += size) {
                assertEquals(Optional.empty(), reader.feed(backup, at, Math.min(size, backup.length - at)));
            }
            assertEquals(new BackupSummary(1, 3, 5, 9, backup.length, true, 0), value(reader.finish()));
            assertEquals(List.of("1:5", "2:7", "3:9"), recorder.seen);
            assertEquals(1, recorder.trailers.size());
        }
    }

    @Test
    void theWriterGivesTheSameBytesHoweverOftenItsChunksAreTaken() {
        BackupWriter writer = new BackupWriter(NOON, OptionalLong.empty());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (long id : new long[] {5, 7, 9}) {
            writer.add(event(id));
            all.writeBytes(writer.take());
            assertEquals(0, writer.pendingBytes());
        }
        all.writeBytes(writer.finish());
        assertArrayEquals(backup(OptionalLong.empty(), 5, 7, 9), all.toByteArray());
    }

    @Test
    void theWriterRefusesEventsOutOfOrder() {
        BackupWriter writer = new BackupWriter(NOON, OptionalLong.empty());
        writer.add(event(5));
        assertThrows(IllegalArgumentException.class, () -> writer.add(event(5)));
    }

    @Test
    void aFlippedBitAnywhereIsFound() {
        byte[] backup = backup(OptionalLong.empty(), 5, 7);
        int created = text(backup).indexOf("\"created\"") + "\"created\":\"".length();
        int behind = text(backup).indexOf('"', created);
        for (int at = 0; at < backup.length - 1; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = backup.clone();
                damaged[at] ^= (byte) (1 << bit);
                Result<BackupSummary> result = read(damaged, false);
                // One time of its making may stand for another: nothing proves it.
                if (at < created || at >= behind) {
                    assertInstanceOf(Result.Err.class, result, "byte " + at + " bit " + bit);
                    Failure failure = ((Result.Err<BackupSummary>) result).failure();
                    assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind());
                    assertTrue(failure.message().contains("line "), failure.message());
                    assertTrue(failure.message().contains("byte "), failure.message());
                }
            }
        }
    }

    @Test
    void aBackupCutAnywhereIsIncomplete() {
        byte[] backup = backup(OptionalLong.empty(), 5, 7);
        for (int length = 0; length < backup.length - 1; length++) {
            Failure failure = failure(Arrays.copyOf(backup, length));
            assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind(), "cut at " + length);
        }
        ok(Arrays.copyOf(backup, backup.length - 1)); // without the last line end nothing is missing
        Failure failure = failure(Arrays.copyOf(backup, line(5).length() + 4));
        assertTrue(failure.message().startsWith("the backup ends at line 2, byte "), failure.message());
        assertTrue(failure.message().endsWith("without a trailer, in the middle of a line"), failure.message());
        assertTrue(failure.hint().contains("--allow-incomplete"));
    }

    @Test
    void anIncompleteBackupIsTakenAsFarAsItGoesWhenAllowed() {
        byte[] replayed = (line(5) + "\n" + line(7) + "\n" + line(9)).getBytes(StandardCharsets.UTF_8);
        Recorder recorder = new Recorder();
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(true), recorder);
        reader.feed(replayed, 0, replayed.length);
        assertEquals(new BackupSummary(1, 3, 5, 9, replayed.length, false, 0), value(reader.finish()));

        byte[] cut = Arrays.copyOf(replayed, replayed.length - 3);
        BackupSummary summary = value(read(cut, true));
        assertEquals(2, summary.events());
        assertEquals(line(9).length() - 3, summary.cutBytes());
        assertFalse(summary.complete());
    }

    @Test
    void damageBeforeTheEndIsDamageAlsoWhenIncompleteIsAllowed() {
        Result<BackupSummary> result =
                read((line(5) + "\n{nonsense}\n" + line(7)).getBytes(StandardCharsets.UTF_8), true);
        String message = ((Result.Err<BackupSummary>) result).failure().message();
        assertTrue(
                message.startsWith("line 2, byte " + (line(5).length() + 1) + ": malformed JSON at byte 1"), message);
    }

    @Test
    void aFileThatIsNoBackupIsNotCalledADamagedOne() {
        Failure other = failure("root:x:0:0:root:/root:/bin/bash\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(other.hint().startsWith("this is neither a backup nor"), other.hint());
        Failure damaged = failure("{nonsense}\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(damaged.hint().startsWith("the backup is damaged here"), damaged.hint());
    }

    @Test
    void aLineWithoutPositionIsNamed() {
        String lines = line(5) + "\n{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}\n";
        assertEquals(
                "line 2, byte " + (line(5).length() + 1) + ": the event has no order-id or no event-time",
                failure(lines.getBytes(StandardCharsets.UTF_8)).message());
    }

    @Test
    void linesOutOfOrderAreNamed() {
        String lines = line(5) + "\n" + line(9) + "\n" + line(7) + "\n";
        String message = failure(lines.getBytes(StandardCharsets.UTF_8)).message();
        assertTrue(message.startsWith("line 3, byte "), message);
        assertTrue(message.endsWith("order-id 7 is not above 9 of the line before"), message);
        String twice = line(5) + "\n" + line(5) + "\n";
        assertTrue(failure(twice.getBytes(StandardCharsets.UTF_8)).message().startsWith("line 2, "));
    }

    @Test
    void aTrailerThatCountsOtherEventsIsNamed() {
        String text = text(backup(OptionalLong.empty(), 5, 7));
        assertTrue(failure(text.replace("\"events\":2", "\"events\":3").getBytes(StandardCharsets.UTF_8))
                .message()
                .endsWith("the trailer counts 3 events, there are 2"));
        assertTrue(failure(text.replace("\"last\":7", "\"last\":8").getBytes(StandardCharsets.UTF_8))
                .message()
                .contains("there are 5 to 7"));
        assertTrue(failure(text.replace("\"version\":1", "\"version\":2").getBytes(StandardCharsets.UTF_8))
                .message()
                .contains("version 2"));
    }

    @Test
    void backupsOneBehindTheOtherAreAChain() {
        byte[] chain = join(
                backup(OptionalLong.empty(), 5, 7),
                backup(OptionalLong.of(8), 9),
                backup(OptionalLong.of(10)),
                backup(OptionalLong.of(6), 7, 9, 11),
                backup(OptionalLong.empty(), 5, 7, 9, 11, 12));
        Recorder recorder = new Recorder();
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(false), recorder);
        reader.feed(chain, 0, chain.length);
        assertEquals(new BackupSummary(5, 11, 5, 12, chain.length, true, 0), value(reader.finish()));
        assertEquals(5, recorder.trailers.size());
        assertEquals("15:12", recorder.seen.get(10));
    }

    @Test
    void aGapInAChainIsNamed() {
        byte[] chain = join(backup(OptionalLong.empty(), 5, 7), backup(OptionalLong.of(9), 9));
        String message = failure(chain).message();
        assertTrue(message.startsWith("line 5, byte "), message);
        assertTrue(message.endsWith("this backup starts at 9, what came before ends at 7"), message);
    }

    @Test
    void anIncrementalBackupWithoutEventsSaysWhereItGoesOnFrom() {
        byte[] quiet = backup(OptionalLong.of(8));
        assertTrue(text(quiet).contains("\"events\":0,\"first\":null,\"last\":7,\"sha256\""), text(quiet));
        byte[] chain = join(backup(OptionalLong.empty(), 5, 7), quiet, quiet, backup(OptionalLong.of(8), 9));
        assertEquals(3, ok(chain).events());
        byte[] older = text(quiet).replace("\"last\":7", "\"last\":null").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                3,
                ok(join(backup(OptionalLong.empty(), 5, 7), older, backup(OptionalLong.of(8), 9)))
                        .events());
        for (String wrong : new String[] {"6", "8"}) {
            failure(text(quiet).replace("\"last\":7", "\"last\":" + wrong).getBytes(StandardCharsets.UTF_8));
        }
        failure(text(backup(OptionalLong.empty()))
                .replace("\"last\":null", "\"last\":7")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventOfTheStoreStandsInTheTrailerAndIsReadBack() {
        byte[] quiet = backup(OptionalLong.of(8));
        Anchor known = new Anchor("a \"ü\"", 5, sha256("line"));
        Trailer trailer = ((Result.Ok<Trailer>) Trailer.parse(quiet, 0, quiet.length)).value();
        byte[] line = trailer.anchoredTo(known).line();
        assertEquals(
                Optional.of(known),
                ((Result.Ok<Trailer>) Trailer.parse(line, 0, line.length))
                        .value()
                        .anchor());
        ok(line);
        failure(text(line).replace("\"order-id\":5", "\"order-id\":-5").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCouldNotBeReadStandsInTheTrailerNeighboursAsOneGap() {
        String text = text(backup(OptionalLong.empty(), new Gap(6, 6), 5, 7));
        assertTrue(text.endsWith(",\"from\":null,\"gaps\":[{\"first\":6,\"last\":6}]}}\n"), text);
        BackupWriter writer = new BackupWriter(NOON, OptionalLong.empty());
        for (Gap gap : new Gap[] {new Gap(1, 3), new Gap(4, 4), new Gap(6, 9)}) {
            assertEquals(Optional.empty(), writer.gap(gap));
        }
        assertTrue(text(writer.finish()).contains("\"gaps\":[{\"first\":1,\"last\":4},{\"first\":6,\"last\":9}]"));
    }

    @Test
    void aBackupThatLacksSomethingIsReadOnlyWithConsentAndNamesIt() {
        byte[] backup = backup(OptionalLong.empty(), new Gap(6, 6), 5, 7);
        Failure failure = failure(backup);
        assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind());
        assertTrue(failure.message().contains("it lacks what stood at order-id 6"), failure.message());
        assertTrue(failure.hint().contains("--allow-incomplete"), failure.hint());
        assertEquals(
                new BackupSummary(1, 2, 5, 7, backup.length, false, 0, List.of(new Gap(6, 6))),
                value(read(backup, true)));
        byte[] changed =
                text(backup).replace("\"payload\":{}", "\"payload\":[]").getBytes(StandardCharsets.UTF_8);
        assertTrue(((Result.Err<BackupSummary>) read(changed, true))
                .failure()
                .message()
                .contains("SHA-256"));
    }

    @Test
    void anIncrementalBackupFollowsOnAGapAtTheEndOfTheOneBefore() {
        byte[] chain = join(backup(OptionalLong.empty(), new Gap(8, 9), 5, 7), backup(OptionalLong.of(10), 12));
        BackupSummary summary = value(read(chain, true));
        assertEquals(List.of(new Gap(8, 9)), summary.gaps());
        assertEquals(3, summary.events());
        byte[] torn = join(backup(OptionalLong.empty(), new Gap(8, 8), 5, 7), backup(OptionalLong.of(10), 12));
        assertInstanceOf(Result.Err.class, read(torn, true));
        byte[] later = join(backup(OptionalLong.empty(), 5, 7), backup(OptionalLong.of(8), new Gap(9, 9), 8, 10));
        assertEquals(List.of(new Gap(9, 9)), value(read(later, true)).gaps());
    }

    @Test
    void gapsThatAreNoneAreDamageOfTheTrailer() {
        String good = text(backup(OptionalLong.empty(), new Gap(6, 6), 5, 7));
        for (String wrong : new String[] {
            "[]",
            "{}",
            "[{\"first\":6}]",
            "[{\"first\":7,\"last\":6}]",
            "[{\"first\":0,\"last\":6}]",
            "[{\"first\":6,\"last\":6},{\"first\":6,\"last\":8}]",
            "[{\"first\":6.5,\"last\":7}]",
            "null"
        }) {
            byte[] backup = good.replace("[{\"first\":6,\"last\":6}]", wrong).getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    Failure.Kind.VERIFICATION_FAILED,
                    ((Result.Err<BackupSummary>) read(backup, true)).failure().kind(),
                    wrong);
        }
    }

    @Test
    void aStoreDamagedInTooManyPlacesGivesNoBackup() {
        BackupWriter writer = new BackupWriter(NOON, OptionalLong.empty());
        for (long id = 2; id <= 2L * Trailer.MOST_GAPS; id += 2) {
            assertEquals(Optional.empty(), writer.gap(new Gap(id, id)));
        }
        assertEquals(
                Failure.Kind.DAMAGED,
                writer.gap(new Gap(1_000_000, 1_000_000)).orElseThrow().kind());
    }

    @Test
    void anIncrementalBackupMustFollowWhatIsThere() {
        byte[] incremental = backup(OptionalLong.of(9), 9);
        ok(incremental); // alone, nobody knows what comes before
        assertInstanceOf(Result.Ok.class, read(incremental, new BackupReader.Options(1_024, false, 8)));
        assertInstanceOf(Result.Err.class, read(incremental, new BackupReader.Options(1_024, false, 7)));
        assertInstanceOf(
                Result.Ok.class, read(backup(OptionalLong.empty(), 9), new BackupReader.Options(1_024, false, 0)));
    }

    @Test
    void aChainWhoseLastBackupIsCutIsIncomplete() {
        byte[] chain = join(backup(OptionalLong.empty(), 5), (line(7) + "\n").getBytes(StandardCharsets.UTF_8));
        assertTrue(failure(chain).message().contains("without a trailer"));
        BackupSummary summary = value(read(chain, true));
        assertEquals(2, summary.backups());
        assertFalse(summary.complete());
    }

    @Test
    void aLineOverTheLimitIsNamedBeforeItIsWholeInMemory() {
        byte[] endless = new byte[300_000];
        Arrays.fill(endless, (byte) 'x');
        BackupReader reader = new BackupReader(new BackupReader.Options(4_096, true, 0), new Recorder());
        Optional<Failure> failure = reader.feed(endless, 0, endless.length);
        assertEquals(
                "line 1, byte 0: the line is longer than 4096 bytes",
                failure.orElseThrow().message());
        assertEquals(failure, reader.feed(endless, 0, 1));
        assertInstanceOf(Result.Err.class, reader.finish());
    }

    @Test
    void aFileAloneMayHoldTheLongestEventAnyDaemonLetsIn() {
        String line = "{\"order-id\":1795485600000000,\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"t\","
                + "\"payload\":\"" + "x".repeat(20 << 20) + "\"}\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        BackupReader alone = new BackupReader(BackupReader.Options.standalone(true), lines -> Optional.empty());
        assertEquals(Optional.empty(), alone.feed(bytes, 0, bytes.length));
        assertEquals(1, ((Result.Ok<BackupSummary>) alone.finish()).value().events());
        BackupReader ofASmallDaemon = new BackupReader(
                new BackupReader.Options(BackupReader.DEFAULT_MAX_LINE_BYTES, true, 0), lines -> Optional.empty());
        Failure refused = ofASmallDaemon.feed(bytes, 0, bytes.length).orElseThrow();
        assertTrue(refused.hint().startsWith("raise rest.max-line"), refused.toString());
    }

    @Test
    void blankLinesAndOtherLineEndsAreReadButHashed() {
        String lines = line(5) + "\r\n\n" + line(7) + "\n";
        BackupSummary summary = value(read(lines.getBytes(StandardCharsets.UTF_8), true));
        assertEquals(2, summary.events());
        byte[] changed = text(backup(OptionalLong.empty(), 5, 7))
                .replaceFirst("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        assertTrue(failure(changed).message().contains("SHA-256"));
    }

    @Test
    void theListenersFailureEndsTheReading() {
        byte[] backup = backup(OptionalLong.empty(), 5, 7);
        BackupReader reader = new BackupReader(
                BackupReader.Options.standalone(false), lines -> Optional.of(Failure.of(Failure.Kind.CONFLICT, "no")));
        reader.feed(backup, 0, backup.length);
        assertEquals(
                "no", ((Result.Err<BackupSummary>) reader.finish()).failure().message());
    }

    @Test
    void manyEventsComeInBatchesAndLargeLinesPassThrough() throws IOException {
        Random random = new Random(42);
        BackupWriter writer = new BackupWriter(NOON, OptionalLong.empty());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (long id = 1; id <= 20_000; id++) {
            String payload = "x".repeat(id % 5_000 == 0 ? 3 << 20 : random.nextInt(300));
            writer.add(
                    Event.ofLine(line(id).replace("{}", "\"" + payload + "\"").getBytes(StandardCharsets.UTF_8)));
            if (writer.pendingBytes() > 65_536) {
                file.writeBytes(writer.take());
            }
        }
        file.writeBytes(writer.finish());
        Recorder recorder = new Recorder();
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(false), recorder);
        BackupSummary summary = value(reader.readAll(new ByteArrayInputStream(file.toByteArray())));
        assertEquals(20_000, summary.events());
        assertEquals("20000:20000", recorder.seen.get(19_999));
        assertTrue(recorder.largestBatch <= 1_000);
    }

    /** Keeps line numbers and order-ids. */
    private static final class Recorder implements BackupReader.Listener {
        private final List<String> seen = new ArrayList<>();
        private final List<Trailer> trailers = new ArrayList<>();
        private int largestBatch;

        @Override
        public Optional<Failure> lines(List<BackupLine> lines) {
            lines.forEach(line -> seen.add(line.number() + ":" + line.event().orderId()));
            largestBatch = Math.max(largestBatch, lines.size());
            return Optional.empty();
        }

        @Override
        public Optional<Failure> backupEnds(Trailer trailer) {
            trailers.add(trailer);
            return Optional.empty();
        }
    }

    private static byte[] backup(OptionalLong from, Gap gap, long... orderIds) {
        BackupWriter writer = new BackupWriter(NOON, from);
        for (long id : orderIds) {
            writer.add(event(id));
        }
        assertEquals(Optional.empty(), writer.gap(gap));
        return writer.finish();
    }

    private static byte[] backup(OptionalLong from, long... orderIds) {
        BackupWriter writer = new BackupWriter(NOON, from);
        for (long id : orderIds) {
            writer.add(event(id));
        }
        return writer.finish();
    }

    private static Event event(long orderId) {
        return Event.ofLine(line(orderId).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(long orderId) {
        return "{\"order-id\":" + orderId
                + ",\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":{}}";
    }

    private static BackupSummary ok(byte[] backup) {
        return value(read(backup, false));
    }

    private static Failure failure(byte[] backup) {
        Result<BackupSummary> result = read(backup, false);
        assertInstanceOf(Result.Err.class, result, () -> text(backup));
        return ((Result.Err<BackupSummary>) result).failure();
    }

    private static Result<BackupSummary> read(byte[] backup, boolean allowIncomplete) {
        return read(backup, BackupReader.Options.standalone(allowIncomplete));
    }

    private static Result<BackupSummary> read(byte[] backup, BackupReader.Options options) {
        BackupReader reader = new BackupReader(options, new Recorder());
        reader.feed(backup, 0, backup.length);
        return reader.finish();
    }

    private static BackupSummary value(Result<BackupSummary> result) {
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return ((Result.Ok<BackupSummary>) result).value();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        Sha256 sum = new Sha256();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sum.add(bytes, 0, bytes.length);
        return sum.take();
    }
}
