// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.run.BlockingCursor;
import io.photon.result.Failure;
import io.photon.store.Staging;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausedTest {

    @TempDir
    Path dir;

    private static List<Event> all(Projector photon) {
        List<Event> events = new ArrayList<>();
        try (BlockingCursor pull = new BlockingCursor(photon.log, StreamNames.ALL, 0, Long.MAX_VALUE, null)) {
            for (Event event = pull.next(); event != null; event = pull.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** As an exact restore does: into a Photon that runs, in one step. */
    private static void restore(Projector into, List<Event> events) throws Exception {
        try (Staging staging = into.log.stage()) {
            staging.add(events);
            ok(get(into.log.publish(staging)));
        }
    }

    private static void forget(Projector photon) throws IOException {
        try (var files = Files.list(photon.snapshotFolder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertSame(Descriptor before, Projector photon) {
        photon.awaitStatus("p", Status.PAUSED);
        Descriptor again = photon.find("p");
        assertEquals(
                new String(before.value(), StandardCharsets.UTF_8), new String(again.value(), StandardCharsets.UTF_8));
        assertEquals(before.position(), again.position());
        assertEquals(before.processed(), again.processed());
    }

    @Test
    void aRestoredOneIsPausedAtTheSamePositionWithTheSameValueEachTime() throws Exception {
        try (Projector photon = Projector.start(dir.resolve("first"))) {
            photon.create("p", "a", "sum");
            photon.emit("a", 1, 1);
            photon.awaitHead("p");
            ok(get(photon.engine.pause("p")));
            photon.awaitStatus("p", Status.PAUSED);
            photon.emit("a", 2, 1);
            Descriptor before = photon.find("p");
            assertEquals(1, before.processed());
            List<Event> events = all(photon);
            for (int i = 0; i < 10; i++) {
                try (Projector other = Projector.start(dir.resolve("other" + i))) {
                    restore(other, events);
                    Eventually.holds("it is known", () -> other.engine.names().contains("p"));
                    assertSame(before, other);
                    ok(get(other.engine.resume("p")));
                    other.awaitHead("p");
                    assertEquals(other.folded("a", Long.MAX_VALUE), other.value("p"));
                }
            }
        }
    }

    @Test
    void oneThatWasBehindStopsAtOnceAndIsTheSameWhenItIsFoldedAnew() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 3_000);
            photon.create("p", "a", "slow 5");
            Eventually.holds("it is on its way", () -> photon.language.folded.get() > 5);
            ok(get(photon.engine.pause("p")));
            photon.awaitStatus("p", Status.PAUSED);
            Descriptor before = photon.find("p");
            assertTrue(before.processed() < 3_000, () -> "it went on: " + before.processed());
            photon.restart();
            assertSame(before, photon);
            photon.stop();
            forget(photon);
            photon.start();
            assertSame(before, photon);
        }
    }

    @Test
    void whoWaitsForOneIsToldAtOnceAndHowItGoesOn() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            photon.emit("a", 1, 1);
            photon.awaitHead("p");
            ok(get(photon.engine.pause("p")));
            long last = photon.emit("a", 2, 1);
            Failure paused = failure(get(photon.engine.await("p", Bound.position(last), Duration.ofMinutes(10))));
            assertEquals(Failure.Kind.CONFLICT, paused.kind());
            assertTrue(paused.message().contains("is paused at"), paused.message());
            assertEquals("have it go on with: photon projection resume p", paused.hint());
        }
    }

    @Test
    void oneThatIsResetWhilePausedIsPausedAtItsStart() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            photon.emit("a", 1, 5);
            photon.awaitHead("p");
            ok(get(photon.engine.pause("p")));
            ok(get(photon.engine.reset("p")));
            photon.awaitStatus("p", Status.PAUSED);
            Descriptor before = photon.find("p");
            assertEquals(0, before.processed());
            photon.restart();
            assertSame(before, photon);
        }
    }
}
