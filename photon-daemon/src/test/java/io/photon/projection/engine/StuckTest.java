// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Bound;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code that never asks whether it should stop. */
@Timeout(120)
class StuckTest {

    @TempDir
    Path dir;

    private static ProjectionSettings settings(Duration patience) {
        return new ProjectionSettings(
                2,
                new ReducerLimits(Duration.ofMillis(200), 1 << 20),
                null,
                false,
                Duration.ofSeconds(10),
                ProjectionSettings.SNAPSHOT_EVENTS,
                patience);
    }

    private Projector start(Duration patience) {
        return Projector.start(dir, settings(patience));
    }

    private static void release(Projector photon) {
        photon.language.release();
        Eventually.holds(
                "who was stuck has come back",
                () -> photon.engine.stats().get("stuck").equals(0));
    }

    @Test
    void asManyStuckOnesAsThereAreThreadsHoldNobodyUp() {
        try (Projector photon = start(Duration.ofMillis(300))) {
            long last = photon.emit("a", 1, 10);
            photon.create("one", "a", "spin 10");
            photon.create("two", "a", "spin 10");
            photon.create("good", "b", "sum");
            Eventually.holds(
                    "both have failed",
                    () -> photon.engine.list().stream()
                                    .filter(one -> one.status() == Status.FAILED)
                                    .count()
                            == 2);
            photon.emit("b", 1, 100);
            photon.awaitHead("good");
            assertEquals(photon.folded("b", Long.MAX_VALUE), photon.value("good"));
            Descriptor one = photon.find("one");
            assertEquals(last, one.lastError().orderId());
            assertTrue(
                    one.lastError().message().contains("its thread was given up"),
                    one.lastError().message());
            assertEquals(photon.folded("a", last - 1), photon.value("one"), "the last good value");
            assertEquals(2, photon.engine.stats().get("stuck"));
            Failure waited = failure(get(photon.engine.await("one", Bound.position(last), Duration.ofMinutes(1))));
            assertEquals(Failure.Kind.CONFLICT, waited.kind());
            assertTrue(waited.message().contains(String.valueOf(last)), waited.message());
            release(photon);
            ok(get(photon.engine.resume("one")));
            photon.awaitHead("one");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("one"));
        }
    }

    @Test
    void compilingThatDoesNotEndIsRefusedAndTheNextChangeIsMade() {
        try (Projector photon = start(Duration.ofMillis(300))) {
            Failure refused = failure(get(photon.engine.create(new Definition("p", "a", "tiny", "knot", null), false)));
            assertEquals(Failure.Kind.BAD_INPUT, refused.kind());
            photon.emit("a", 1, 10);
            photon.create("good", "a", "sum");
            photon.awaitHead("good");
            release(photon);
        }
    }

    @Test
    void aFileThatDoesNotCompileToAnEndHoldsNoChangesUp() throws IOException {
        Path files = Files.createDirectory(dir.resolve("files"));
        Files.writeString(files.resolve("p.edn"), "p\na\nknot");
        try (Projector photon = Projector.start(dir, Projector.withFiles(settings(Duration.ofMillis(300)), files))) {
            photon.emit("a", 1, 10);
            photon.create("good", "a", "sum");
            photon.awaitHead("good");
            assertEquals(
                    Failure.Kind.NOT_FOUND, failure(photon.engine.find("p")).kind());
            release(photon);
        }
    }

    @Test
    void aQuestionAboutThePastThatDoesNotEndIsAnsweredAndTheNextIsToo() {
        try (Projector photon = start(Duration.ofMillis(300))) {
            photon.language.release();
            long before = photon.emit("a", 1, 9);
            long last = photon.emit("a", 10, 1);
            photon.create("p", "a", "spin 10");
            photon.awaitHead("p");
            photon.language.holdAgain();
            for (int i = 0; i < 3; i++) {
                Failure stuck = failure(photon.engine.valueAt("p", last));
                assertTrue(stuck.message().contains(String.valueOf(last)), stuck.message());
            }
            assertEquals(
                    photon.folded("a", before),
                    new String(ok(photon.engine.valueAt("p", before)), StandardCharsets.UTF_8));
            release(photon);
        }
    }

    @Test
    void aStopDoesNotWaitForOneThatIsStuck() {
        Projector photon = start(Duration.ofMinutes(2));
        photon.emit("a", 1, 10);
        photon.create("one", "a", "spin 10");
        photon.create("two", "a", "spin 10");
        Eventually.holds("both are at it", () -> photon.language.folded.get() == 20);
        long before = System.nanoTime();
        photon.stop();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        photon.language.release();
        assertTrue(took < 7_000, () -> took + " ms");
        photon.start();
        try (photon) {
            photon.awaitHead("one");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("one"));
        }
    }

    @Test
    void oneThatIsStuckIsDeletedAtOnceAndItsNameIsFree() {
        try (Projector photon = start(Duration.ofMillis(500))) {
            photon.emit("a", 1, 10);
            photon.create("p", "a", "spin 10");
            Eventually.holds("it is at it", () -> photon.language.folded.get() == 10);
            ok(get(photon.engine.delete("p")));
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            release(photon);
            photon.restart();
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
        }
    }
}
