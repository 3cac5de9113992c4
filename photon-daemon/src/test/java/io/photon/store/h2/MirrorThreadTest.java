// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoredStream;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.api.DatabaseEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MirrorThreadTest {

    private static final long PATIENCE_MS = 60_000;

    @TempDir
    Path directory;

    /** A log that has one more event than was copied, always: nobody who copies it comes to its end. */
    private static final class EndlessLog implements EventReader {

        @Override
        public Page read(ReadRequest request) {
            long next = Math.max(request.from(), MirrorEvents.FIRST) + 1;
            return new Page(List.of(MirrorEvents.event("s", next)), next, false);
        }

        @Override
        public long lastOrderId() {
            return Long.MAX_VALUE / 2;
        }

        @Override
        public Optional<StoredStream> stream(String name) {
            return Optional.empty();
        }

        @Override
        public List<StoredStream> streams(String after, String prefix, int max) {
            return List.of();
        }

        @Override
        public Optional<Event> findByLocalId(String stream, String localId) {
            return Optional.empty();
        }
    }

    private static MirrorThread ofAnEndlessLog(MirrorFile file, PairingMarker mark) throws Exception {
        MirrorOpening opening = new MirrorOpening(file, Duration.ofMillis(PATIENCE_MS));
        return new MirrorThread(
                file,
                opening,
                mark,
                new EndlessLog(),
                PendingDatabase.opening(opening, mark).future(),
                H2Harness.asides(file, mark, new EndlessLog()),
                0,
                BackgroundPace.unhurried());
    }

    @Test
    void aStopDoesNotWaitLongerForTheMirrorThanItMay() throws Exception {
        for (Duration wait : List.of(Duration.ZERO, Duration.ofMillis(300))) {
            MirrorFile file = new MirrorFile(directory.resolve("photon.h2-" + wait.toMillis()));
            Files.createDirectory(file.log());
            PairingMarker mark = PairingMarker.create(file.log(), PairingMarker.newStoreId());
            mark.save();
            MirrorThread mirror = ofAnEndlessLog(file, mark);
            mirror.start();
            assertTrue(
                    mirror.meter().await(meter -> meter.head() > MirrorEvents.FIRST, Duration.ofMillis(PATIENCE_MS)));
            mirror.stop(wait);
            mirror.join(PATIENCE_MS); // closing the database takes its time
            assertFalse(mirror.isAlive(), "it copies on, though it may wait for " + wait);
        }
    }

    /** Makes H2 stand still while it opens a database, as with one that is damaged. */
    public static final class Standstill implements DatabaseEventListener {

        private static final CountDownLatch BEGUN = new CountDownLatch(1);
        private static final CountDownLatch END = new CountDownLatch(1);

        @Override
        public void init(String url) {
            BEGUN.countDown();
            try {
                assertTrue(END.await(PATIENCE_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aStopDoesNotWaitForADatabaseThatDoesNotOpen() throws Exception {
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        H2Harness store = new H2Harness(file);
        store.open();
        store.append(MirrorEvents.FIRST, 10);
        store.close();
        Thread other = new Thread(() -> {
            String url = file.url() + ";DATABASE_EVENT_LISTENER='" + Standstill.class.getName() + "'";
            try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
                assertFalse(connection.isClosed());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        try {
            assertTrue(Standstill.BEGUN.await(PATIENCE_MS, TimeUnit.MILLISECONDS));
            PairingMarker mark = Objects.requireNonNull(PairingMarker.read(file.log()));
            MirrorThread mirror = ofAnEndlessLog(file, mark);
            mirror.start();
            mirror.stop(Duration.ofMillis(100));
            assertFalse(mirror.isAlive(), "it waits for H2 longer than it may");
        } finally {
            Standstill.END.countDown();
            other.join();
        }
        Eventually.holds(() -> isNowFree(file), () -> "what opened after the stop was not closed");
    }

    private static boolean isNowFree(MirrorFile file) throws IOException, MirrorException {
        PairingMarker mark = Objects.requireNonNull(PairingMarker.read(file.log()));
        Opened found = new MirrorOpening(file, Duration.ofMillis(PATIENCE_MS)).open(mark.storeId(), mark.created());
        MirrorOpening.close(found);
        return found instanceof Opened.Open;
    }
}
