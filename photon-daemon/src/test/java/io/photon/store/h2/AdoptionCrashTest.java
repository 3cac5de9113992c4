// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.DeletionFold;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.store.testkit.DelegatingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A crash in the middle of {@code --adopt h2}: whatever the moment, no deletion that the log recorded is lost with it, and
 * the log that is given up stays.
 */
class AdoptionCrashTest extends TwoCopies {

    private List<Event> kept;

    @Test
    void afterACrashAtAnyStepTheDeletionsAreKeptAndTheLogStays() throws Exception {
        kept = divergeByADeletion();
        Path before = directory.resolve("before");
        Files.createDirectory(before);
        H2Harness.copyTree(file.log(), before.resolve("photon.h2.log"));
        Files.copy(file.path(), before.resolve("photon.h2.mv.db"));
        boolean whole = false;
        int steps = 0;
        for (int crashAt = 1; !whole; crashAt++) {
            Path folder = directory.resolve("crash-" + crashAt);
            H2Harness.copyTree(before, folder);
            file = new MirrorFile(folder.resolve("photon.h2"));
            whole = adoptedWithout(crashAt);
            steps++;
            H2Harness again = new H2Harness(file);
            store = again;
            try {
                again.open();
            } catch (StoreException refused) {
                assertTrue(refused.getMessage().contains("--adopt h2"), "step " + crashAt + ": " + refused);
                assertTrue(Files.exists(file.log().resolve("mirror.mark")), "the log is still in place");
                again.open(Adopt.H2);
            }
            DeletionFold.apply(again.store()); // as wiring does before any door opens
            assertEquals(kept, again.events(), "crashed at step " + crashAt);
            again.awaitErased();
            again.awaitFollowing();
            again.close();
            assertEquals(kept, again.rows(), "crashed at step " + crashAt);
            List<Path> asides = file.logsAside();
            assertEquals(1, asides.size(), "the log that was given up is kept: step " + crashAt);
            assertFalse(Files.exists(file.beside(".log.rebuild")));
        }
        assertTrue(steps >= 6, "crashes at " + steps + " steps only");
    }

    /** The process is gone at that step, counted over appends to the new log and moves of folders. */
    private boolean adoptedWithout(int crashAt) throws Exception {
        AtomicInteger step = new AtomicInteger();
        LogRebuild.Steps crash = what -> {
            if (step.incrementAndGet() == crashAt) {
                throw new IOException("killed when it was " + what);
            }
        };
        LogOpener logs = (directory, copies) -> {
            EventStore log = H2Harness.LOGS.open(directory, copies);
            return directory.equals(file.beside(".log.rebuild")) ? new Counting(log, crash) : log;
        };
        H2Options options = new H2Options(file.prefix(), Duration.ofSeconds(20), Duration.ofSeconds(20), Adopt.H2);
        try {
            H2Start.Started started = new H2Start(options, logs, crash).start();
            started.mirror().start();
            started.mirror().stop(Duration.ofSeconds(20));
            started.log().close();
            return true;
        } catch (StoreException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("killed when"), e.toString());
            return false;
        }
    }

    /** A log each of whose appends counts as a step. */
    private static final class Counting extends DelegatingStore {
        private final LogRebuild.Steps steps;

        Counting(EventStore log, LogRebuild.Steps steps) {
            super(log);
            this.steps = steps;
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            try {
                steps.at("appended to");
            } catch (IOException e) {
                throw new StoreException(StoreException.Kind.READ_ONLY, e.getMessage(), e);
            }
            super.append(batch, fence);
        }
    }

    @Test
    void aDeletionTakesItsEventsFromTheLogAndDatabasesThatWereSetAsideAndLeavesTheOthers() throws Exception {
        kept = divergeByADeletion();
        Files.copy(file.path(), file.beside(".mv.db.damaged-7")); // of a time this log knows nothing of
        store.open(Adopt.H2);
        DeletionFold.apply(store.store());
        store.awaitErased();
        store.close();
        List<Path> asides = new ArrayList<>(file.logsAside());
        assertEquals(1, asides.size());
        asides.addAll(file.databasesAside());
        assertEquals(2, asides.size(), asides.toString());
        for (Path aside : asides) {
            String bytes = contents(aside);
            for (int i = 0; i < 100; i++) {
                assertEquals(i % 2 == 0, bytes.contains("id-" + (FIRST + i)), "event " + i + " in " + aside);
            }
        }
        assertTrue(contents(asides.get(0)).contains(String.valueOf(FIRST + 105)), "what only the old log had");
    }

    @Test
    void aRebuildThatIsAllThereIsIsNotErased() throws Exception {
        storeAndStop(10);
        Files.move(file.log(), file.beside(".log.rebuild"));
        Files.delete(file.beside(".log.rebuild").resolve("mirror.mark"));
        Files.delete(file.beside(".log.rebuild").resolve("mirror.mark.copy"));
        Files.delete(file.path());
        assertThrows(StoreException.class, () -> store.open());
        assertTrue(Files.exists(file.beside(".log.rebuild").resolve("00000001.log")));
    }

    private static String contents(Path path) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
