package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.h2.MirrorHolder.Next;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
        LogMark mark = LogMark.create(file.log(), LogMark.newStoreId());
        holder = new MirrorHolder(file, new MirrorOpening(file, Duration.ofSeconds(60)), mark, new MirrorMeter());
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
