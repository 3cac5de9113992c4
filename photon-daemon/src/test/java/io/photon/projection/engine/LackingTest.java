// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Bound;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.run.BackOff;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.projection.spi.Definition;
import io.photon.result.Failure;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lacking and is not the fault of a reduction: it is tried again, and never ends in a failure. */
class LackingTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"lack-at 5", "oom-at 5"})
    void aReductionThatFoundNoMemoryIsTriedAgainUntilItGoesWell(String reduction) {
        try (Projector photon = Projector.start(dir)) {
            photon.language.lacks.set(2);
            photon.emit("a", 1, 10);
            photon.create("p", "a", reduction);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            assertEquals(0, photon.language.lacks.get());
            photon.awaitStatus("p", Status.RUNNING);
            assertNull(photon.find("p").lastError());
        }
    }

    @Test
    @Timeout(60)
    void aQuestionAboutThePastForWhichThereIsNoMemoryIsAnsweredAndTheNextIsToo() {
        try (Projector photon = Projector.start(dir)) {
            long last = photon.emit("a", 1, 3);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            photon.language.noMemory = true;
            for (int i = 0; i < 3; i++) { // more than are answered at once
                Failure failure = failure(photon.engine.valueAt("p", last));
                assertTrue(failure.message().contains("memory"), failure.message());
            }
            photon.language.noMemory = false;
            assertEquals(photon.folded("a", last), new String(ok(photon.engine.valueAt("p", last)), UTF_8));
        }
    }

    @Test
    void meanwhileItSaysWhatIsLackingAndAtWhichEvent() {
        try (Projector photon = Projector.start(dir)) {
            photon.language.lacks.set(Integer.MAX_VALUE);
            photon.emit("a", 1, 3);
            long fourth = photon.emit("a", 4, 1);
            photon.create("p", "a", "lack-at 4");
            Eventually.holds("it is held up", () -> photon.find("p").lastError() != null);
            Descriptor held = photon.find("p");
            assertEquals(Status.CATCHING_UP, held.status());
            assertTrue(
                    held.lastError().message().contains("no memory left"),
                    held.lastError().message());
            assertEquals(fourth, held.lastError().orderId());
            Failure waited = failure(get(photon.engine.await("p", Bound.position(fourth), Duration.ofMillis(50))));
            assertEquals(Failure.Kind.TIMED_OUT, waited.kind());
            assertTrue(waited.message().contains("no memory left"), waited.message());
            photon.language.lacks.set(0);
            photon.awaitHead("p");
        }
    }

    @Test
    void whatCannotBeCompiledForWantOfMemoryAfterARestartRunsLater() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 10);
            photon.create("p", "a", "thin");
            photon.awaitHead("p");
            String value = photon.value("p");
            photon.stop();
            photon.language.lacks.set(2);
            photon.start();
            photon.awaitHead("p");
            assertEquals(value, photon.value("p"));
            assertEquals(0, photon.language.lacks.get());
            assertEquals(10, photon.language.folded.get(), "the snapshot is still there");
        }
    }

    @Test
    void oneWhoseFileCannotBeOpenedWaitsAndGoesOnWhereItWas() throws IOException {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 10);
            photon.create("p", "a", "thin");
            photon.awaitHead("p");
            String value = photon.value("p");
            photon.stop();
            Path kept = onlyFile(photon.snapshotFolder());
            Path away = Files.move(kept, dir.resolve("away"));
            Files.createDirectory(kept);
            photon.start();
            Eventually.holds("it is held up", () -> photon.find("p").lastError() != null);
            String message = photon.find("p").lastError().message();
            assertTrue(message.contains("is not a file") && message.contains("tried again"), message);
            Files.delete(kept);
            Files.move(away, kept);
            photon.awaitHead("p");
            assertEquals(value, photon.value("p"));
            assertEquals(10, photon.language.folded.get(), "nothing was folded twice");
        }
    }

    @Test
    void oneWhoseTurnCannotEvenBeConcludedTakesAnother() {
        Projector photon = new Projector(dir, Projector.settings(2));
        ScarceRests rests = new ScarceRests();
        photon.around = rests::around;
        photon.start();
        try (photon) {
            photon.create("p", "a", "thin");
            photon.awaitHead("p");
            rests.lacking.set(1);
            photon.emit("a", 1, 10);
            Eventually.holds("a turn found no memory at its end", () -> rests.lacking.get() == 0);
            photon.emit("a", 11, 10);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
        }
    }

    /** Threads of projections; now and then there is no memory to let one rest. */
    private static final class ScarceRests {

        final AtomicInteger lacking = new AtomicInteger();

        ProjectionScheduler around(ProjectionScheduler threads) {
            return (ProjectionScheduler) Proxy.newProxyInstance(
                    ProjectionScheduler.class.getClassLoader(),
                    new Class<?>[] {ProjectionScheduler.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("restMillis")
                                && lacking.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                            throw new OutOfMemoryError("injected: no memory for a rest");
                        }
                        try {
                            return method.invoke(threads, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }

    @Test
    void aFileThatCannotBeCompiledForWantOfMemoryIsLoadedNevertheless() throws IOException {
        Path files = Files.createDirectory(dir.resolve("files"));
        Files.writeString(files.resolve("p.edn"), "p\na\nthin");
        ProjectionSettings settings = Projector.withFiles(Projector.settings(2), files);
        Projector photon = new Projector(dir, settings);
        photon.language.lacks.set(2);
        photon.start();
        try (photon) {
            photon.emit("a", 1, 10);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
        }
    }

    @Test
    void whoCreatesOneThatCannotBeCompiledNowIsToldToTryAgain() {
        try (Projector photon = Projector.start(dir)) {
            photon.language.lacks.set(1);
            Failure lack = failure(get(photon.engine.create(new Definition("p", "a", "tiny", "thin", null), false)));
            assertEquals(Failure.Kind.OVERLOADED, lack.kind());
            assertEquals(List.of(), photon.engine.names());
        }
    }

    @Test
    void theNextTryComesLaterEachTimeAndAtMostAMinuteLater() {
        BackOff backOff = new BackOff();
        long waited = 0;
        for (int i = 0; i < 10; i++) {
            long now = backOff.begin(0, 7);
            assertTrue(now >= waited, now + " ms after " + waited);
            assertNotEquals(0, now);
            waited = now;
        }
        assertEquals(60_000, waited);
        assertTrue(!backOff.passed(6), "not there yet");
        assertTrue(backOff.passed(7));
        assertEquals(1_000, backOff.begin(0, 7), "from the start again");
    }
}
