// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.h2.MirrorHolder.Next;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.store.memory.MemoryEventStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a database that fails while it is used. */
class MirrorHolderTest {

    @TempDir
    Path directory;

    private MirrorFile file;
    private MirrorHolder holder;

    @BeforeEach
    void setUp() throws Exception {
        file = new MirrorFile(directory.resolve("photon.h2"));
        Files.createDirectory(file.log());
        PairingMarker mark = PairingMarker.create(file.log(), PairingMarker.newStoreId());
        mark.mirrored(0, 0); // as a store begins
        holder = new MirrorHolder(
                file,
                new MirrorOpening(file, Duration.ofSeconds(60)),
                mark,
                H2Harness.asides(file, mark, new MemoryEventStore()),
                new MirrorMeter());
        assertEquals(Next.GO_ON, holder.open());
        holder.remark(false);
    }

    @AfterEach
    void tearDown() throws Exception {
        if (holder.database() != null) {
            holder.database().close();
        }
    }

    private List<String> asides() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> name.contains(".damaged-") || name.contains(".earlier-"))
                    .toList();
        }
    }

    @Test
    void aWantOfMemoryIsNoDamageUntilTheSameRowsLackItAgainAndAgain() throws Exception {
        Opened starved = MirrorOpening.outcomeOfUse(new MirrorException(new OutOfMemoryError("Capacity: 75150396")));
        assertInstanceOf(Opened.Starved.class, starved);
        holder.caughtUp();
        for (int i = 0; i < 3; i++) {
            assertEquals(Next.LATER, holder.broken(starved, false), "time " + i);
            assertTrue(Files.exists(file.path()), "it stays");
            assertEquals(Next.GO_ON, holder.open());
            assertFalse(holder.isRebuilding(), "it goes on from where it was");
        }
        assertEquals(Next.AGAIN, holder.broken(starved, false));
        assertFalse(Files.exists(file.path()));
        assertEquals(1, asides().size());
    }

    @Test
    void whatTheSystemRefusesIsNoDamage() throws Exception {
        List<Throwable> refusals = List.of(
                new AccessDeniedException(file.path().toString()),
                new FileSystemException(file.path().toString(), null, "Too many open files"),
                new FileSystemException(file.path().toString(), null, "Read-only file system"),
                new IOException("Input/output error"),
                new ClosedByInterruptException());
        for (Throwable refusal : refusals) {
            MirrorException error =
                    new MirrorException(new MVStoreException(1, "Could not open file").initCause(refusal));
            Opened opened = MirrorOpening.outcomeOfUse(error);
            assertInstanceOf(Opened.Failed.class, opened, refusal.toString());
            assertEquals(Next.LATER, holder.broken(opened, false));
            assertTrue(Files.exists(file.path()), "it stays");
            assertEquals(List.of(), asides());
            assertEquals(Next.GO_ON, holder.open());
        }
        MirrorException cut = new MirrorException(new MVStoreException(1, "reading").initCause(new EOFException()));
        assertInstanceOf(Opened.Damaged.class, MirrorOpening.outcomeOfUse(cut));
    }

    @Test
    void withTheLogsFolderGoneNoDatabaseIsMovedOrErasedWhateverItIs() throws Exception {
        for (boolean rebuilding : new boolean[] {true, false}) {
            if (!rebuilding) {
                holder.caughtUp();
            }
            Path away = directory.resolve("away");
            Files.move(file.log(), away);
            assertEquals(Next.LATER, holder.broken(new Opened.Damaged("a test says so"), false));
            assertEquals(Next.LATER, holder.take(new Opened.Damaged("a test says so")));
            assertEquals(Next.LATER, holder.take(new Opened.Earlier(1)));
            assertTrue(Files.exists(file.path()));
            assertEquals(List.of(), asides());
            Files.move(away, file.log());
            assertEquals(Next.GO_ON, holder.open());
        }
    }

    @Test
    void aDatabaseThatHeldMoreThanTheLogHasStaysAside() throws Exception {
        holder.database().add(MirrorEvents.events(MirrorEvents.FIRST, 10, new Random(1)), MirrorEvents.FIRST + 9);
        holder.caughtUp();
        holder.broken(new Opened.Damaged("a test says so"), false);
        assertEquals(Next.GO_ON, holder.open());
        holder.database().add(MirrorEvents.events(MirrorEvents.FIRST, 9, new Random(1)), MirrorEvents.FIRST + 9);
        holder.remark(false);
        holder.caughtUp();
        assertEquals(1, asides().size(), "one event is in neither the log nor the new database");
    }

    @Test
    void aDatabaseThatFailsAgainAndAgainWhileItIsRebuiltDoesNotFillTheDisk() throws Exception {
        holder.caughtUp();
        for (int i = 0; i < 5; i++) {
            holder.broken(new Opened.Damaged("a test says so"), false);
            assertEquals(Next.GO_ON, holder.open());
            assertTrue(holder.isRebuilding());
            holder.remark(false);
        }
        assertEquals(1, asides().size(), asides().toString());
        holder.caughtUp();
        assertEquals(List.of(), asides());
    }

    @Test
    void aDatabaseOfAnEarlierPhotonIsSetAsideUnderThatNameAndMadeAnew() throws Exception {
        holder.database().close();
        assertEquals(Next.GO_ON, holder.take(new Opened.Earlier(1)));
        assertTrue(asides().get(0).contains(".earlier-"), asides().toString());
        assertTrue(holder.isRebuilding());
        holder.remark(false);
        holder.caughtUp();
        assertEquals(List.of(), asides());
    }
}
