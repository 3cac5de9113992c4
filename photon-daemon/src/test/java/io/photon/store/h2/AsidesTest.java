// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.h2.AsideCleaner.Outcome;
import io.photon.store.h2.MirrorHolder.Next;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.store.h2.PairingMarker.Mirrored;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that was set aside is erased only when every event that it held is in the log, or was deleted. */
class AsidesTest {

    private static final long FIRST = MirrorEvents.FIRST;
    private static final int HELD = 20;
    private static final int BLOCK = 4_096;
    private static final Map<String, Long> NO_STREAM = Map.of("another", FIRST + 1_000);
    private static final Map<String, Long> SECRET = Map.of("secret", FIRST + 1_000);

    @TempDir
    Path directory;

    private final MemoryEventStore log = new MemoryEventStore();
    private MirrorFile file;
    private PairingMarker mark;
    private Asides asides;
    private MirrorHolder holder;

    @BeforeEach
    void setUp() throws Exception {
        file = new MirrorFile(directory.resolve("photon.h2"));
        Files.createDirectory(file.log());
        mark = PairingMarker.create(file.log(), PairingMarker.newStoreId());
        mark.mirrored(0, 0);
        asides = H2Harness.asides(file, mark, log);
        holder = new MirrorHolder(
                file, new MirrorOpening(file, Duration.ofSeconds(60)), mark, asides, new MirrorMeter());
        open();
        holder.caughtUp();
    }

    @AfterEach
    void tearDown() throws Exception {
        if (holder.database() != null) {
            holder.database().close();
        }
    }

    private void open() throws Exception {
        assertEquals(Next.GO_ON, holder.open());
        holder.remark(false);
    }

    /** Every fourth is of the stream "secret". */
    private static List<Event> events(long first, int count) {
        List<Event> events = new ArrayList<>();
        for (long id = first; id < first + count; id++) {
            events.add(MirrorEvents.event(isSecret(id) ? "secret" : "kept", id));
        }
        return events;
    }

    private static boolean isSecret(long orderId) {
        return (orderId - FIRST) % 4 == 0;
    }

    private void mirror(List<Event> events) throws Exception {
        long head = events.get(events.size() - 1).orderId();
        mark.mirrored(head, holder.database().rows() + events.size());
        holder.database().add(events, head);
    }

    /** A database with {@link #HELD} events is set aside, and an empty one has its place. @param known whether it was open */
    private Path setAside(boolean known) throws Exception {
        mirror(events(FIRST, HELD));
        holder.database().checkpoint();
        if (known) {
            holder.broken(new Opened.Damaged("a test says so"), false);
            open();
        } else {
            holder.database().close();
            assertEquals(Next.GO_ON, holder.take(new Opened.Earlier(1)));
            holder.remark(false);
        }
        assertEquals(1, file.databasesAside().size());
        return file.databasesAside().get(0);
    }

    /** The log has these, and the new database catches up with it. */
    private void caughtUp(List<Event> events) throws Exception {
        log.append(events);
        mirror(events);
        holder.caughtUp();
    }

    private static void write(Path path, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static String text(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsThatCameLaterDoNotStandInForLostOnes(boolean known) throws Exception {
        setAside(known);
        List<Event> without = events(FIRST, HELD);
        without.remove(HELD / 2);
        without.addAll(events(FIRST + HELD, 5));
        caughtUp(without);
        assertEquals(1, file.databasesAside().size(), "one event is nowhere else");
        assertEquals(0, asides.clear(NO_STREAM, holder.database()));
        assertEquals(1, file.databasesAside().size(), "nor does a deletion erase it");
    }

    @Test
    void whatTheLogHasAllOfIsErased() throws Exception {
        setAside(true);
        caughtUp(events(FIRST, HELD + 5));
        assertEquals(List.of(), file.databasesAside());
    }

    @Test
    void anUnknownNumberOfEventsProvesNothing() throws Exception {
        Path aside = setAside(true);
        mark.noteAside(aside.getFileName().toString(), new Mirrored(FIRST + HELD - 1, Mirrored.UNKNOWN));
        caughtUp(events(FIRST, HELD));
        assertEquals(List.of(aside), file.databasesAside());
        write(aside, 0, new byte[2 * BLOCK]);
        asides.clear(NO_STREAM, holder.database());
        assertEquals(List.of(aside), file.databasesAside());
    }

    @Test
    void theNoteThatWasTornIsAnUnknownNumber() throws Exception {
        mirror(events(FIRST, HELD));
        Files.writeString(file.log().resolve("mirror.head"), "torn");
        holder.database().close();
        assertEquals(Next.GO_ON, holder.take(new Opened.Earlier(1)));
        holder.remark(false);
        caughtUp(events(FIRST, HELD));
        assertEquals(1, file.databasesAside().size());
    }

    @Test
    void ofWhatStaysADeletionTakesTheDeletedEventsOnly() throws Exception {
        Path aside = setAside(true);
        List<Event> log = events(FIRST, HELD);
        Event lost = log.remove(HELD / 2 + 1);
        log.removeIf(event -> isSecret(event.orderId()));
        caughtUp(log);
        assertEquals(List.of(aside), file.databasesAside());
        asides.clear(SECRET, holder.database());
        assertEquals(List.of(aside), file.databasesAside());
        assertTrue(text(aside).contains("id-" + lost.orderId()));
        for (long id = FIRST; id < FIRST + HELD; id++) {
            assertEquals(!isSecret(id), text(aside).contains("id-" + id), "event " + id);
        }
        asides.clear(SECRET, holder.database());
        assertEquals(List.of(aside), file.databasesAside(), "asked again");
    }

    /** As when a stream is deleted before the new database has come to it: what is then missing was deleted. */
    @Test
    void whatLacksDeletedEventsOnlyIsErasedWithTheDeletion() throws Exception {
        Path aside = setAside(true);
        List<Event> log = events(FIRST, HELD);
        log.removeIf(event -> isSecret(event.orderId()));
        caughtUp(log);
        assertEquals(List.of(aside), file.databasesAside());
        asides.clear(SECRET, holder.database());
        assertEquals(List.of(), file.databasesAside());
    }

    @Test
    void aDatabaseWhoseHeadIsGoneStaysUnlessTheLogHasAllOfIt() throws Exception {
        Path aside = setAside(true);
        write(aside, 0, new byte[2 * BLOCK]);
        caughtUp(events(FIRST, HELD - 1));
        asides.clear(SECRET, holder.database());
        assertEquals(List.of(aside), file.databasesAside(), "its pages are still there");
        log.append(events(FIRST + HELD - 1, 1));
        mirror(events(FIRST + HELD - 1, 1));
        asides.clear(SECRET, holder.database());
        assertEquals(List.of(), file.databasesAside());
    }

    @Test
    void aFileOfWhichTheLogKnowsNothingStaysWithOnePageDamagedOrItsHeadGone() throws Exception {
        mirror(MirrorEvents.events(FIRST, 3_000, new Random(1)));
        holder.database().checkpoint();
        Path unknown = file.beside(".mv.db.damaged-7");
        byte[] whole = Files.readAllBytes(file.path());
        AsideCleaner cleaner = new AsideCleaner(file, H2Harness.LOGS);
        long seed = Seed.any();
        Random random = new Random(seed);
        int left = 0;
        for (int round = 0; round < 12; round++) {
            int block = round == 0 ? 0 : 2 + random.nextInt(whole.length / BLOCK - 2);
            Files.write(unknown, whole);
            write(unknown, (long) block * BLOCK, new byte[round == 0 ? 2 * BLOCK : BLOCK]);
            Outcome outcome = cleaner.database(unknown, NO_STREAM).outcome();
            assertNotEquals(Outcome.NOTHING_THERE, outcome, "seed " + seed + " block " + block);
            left += outcome == Outcome.LEFT ? 1 : 0;
            asides.clear(NO_STREAM, holder.database());
            assertTrue(Files.exists(unknown), "seed " + seed + " block " + block);
        }
        assertTrue(left > 0, "at least the one without a head");
    }

    @Test
    void aFileWithNothingOfADatabaseInItGoesWithADeletion() throws Exception {
        Path unknown = file.beside(".mv.db.damaged-7");
        Files.writeString(unknown, "secret");
        asides.clear(SECRET, holder.database());
        assertFalse(Files.exists(unknown));
    }
}
