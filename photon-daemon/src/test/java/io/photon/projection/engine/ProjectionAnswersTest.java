// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Caller;
import io.photon.api.Download;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.event.Bound;
import io.photon.projection.spi.Definition;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered while a projection is not what it was, or not there yet. */
class ProjectionAnswersTest {

    @TempDir
    Path dir;

    /** One whose files are not read before it is let. */
    private Projector withFile(String text, CountDownLatch let) throws IOException {
        Path files = Files.createDirectory(dir.resolve("files"));
        Files.writeString(files.resolve("a.edn"), text);
        Projector photon = new Projector(dir, Projector.withFiles(Projector.settings(2), files));
        photon.beforeReading = () -> {
            try {
                let.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        photon.start();
        return photon;
    }

    @Test
    void whoeverMayNotReadASecretMayNotWhileItsFileIsBeingLoadedEither() throws IOException {
        CountDownLatch let = new CountDownLatch(1);
        try (Projector photon = withFile("secret\n__security__\nsum", let)) {
            ProjectionApi api = new ProjectionApi(photon.engine, null);
            Caller caller = Caller.of("somebody", "http", Set.of(Permission.PROJECTIONS, Permission.VALUES));
            CompletableFuture<Result<ProjectionView>> found = new CompletableFuture<>();
            Thread asking = new Thread(() -> found.complete(api.find(caller, "secret")));
            asking.start();
            Eventually.holds("it waits", () -> asking.getState() == Thread.State.TIMED_WAITING);
            let.countDown();
            assertEquals(Failure.Kind.DENIED, failure(get(found)).kind());
            assertEquals(
                    Failure.Kind.NOT_FOUND, failure(api.find(caller, "none")).kind());
        }
    }

    @Test
    void aValueThatIsBeingReadWhenItsProjectionBecomesASecretOneGoesNoFurther() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            photon.emit("a", 1, 5);
            photon.awaitHead("p");
            ProjectionApi api = new ProjectionApi(photon.engine, null);
            Caller caller = Caller.of("somebody", "http", Set.of(Permission.PROJECTIONS, Permission.VALUES));
            try (Download value = ok(api.wholeValue(caller, "p"))) {
                ok(get(photon.engine.create(new Definition("p", "__security__", "tiny", "sum", null), true)));
                assertEquals(Failure.Kind.DENIED, failure(value.next()).kind());
            }
        }
    }

    @Test
    void whoeverWaitsForOneThatFailsOrIsDeletedIsToldAtOnce() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("failing", "a", "fail-at 5");
            photon.create("deleted", "a", "sum");
            long never = photon.log.head() + 1_000_000_000_000_000L;
            CompletableFuture<Result<Long>> failing =
                    photon.engine.await("failing", Bound.position(never), Duration.ofHours(1));
            CompletableFuture<Result<Long>> deleted =
                    photon.engine.await("deleted", Bound.position(never), Duration.ofHours(1));
            photon.emit("a", 1, 10);
            Failure failure = failure(get(failing));
            assertEquals(Failure.Kind.CONFLICT, failure.kind());
            assertTrue(failure.message().contains("line 3: Error: it is 5"), failure.message());
            ok(get(photon.engine.delete("deleted")));
            assertEquals(Failure.Kind.NOT_FOUND, failure(get(deleted)).kind());
            ok(get(photon.engine.create(new Definition("failing", "a", "tiny", "sum", null), true)));
            ok(get(photon.engine.await("failing", Bound.position(photon.log.head()), Duration.ofHours(1))));
        }
    }

    @Test
    void oneCanBeWaitedForBeforeItsFileIsLoadedAndNobodyWaitsForAStoppedPhoton() throws IOException {
        CountDownLatch let = new CountDownLatch(1);
        ProjectionEngine engine;
        try (Projector photon = withFile("p\na\nsum", let)) {
            engine = photon.engine;
            long last = photon.emit("a", 1, 10);
            CompletableFuture<Result<Long>> reached = engine.await("p", Bound.position(last), Duration.ofHours(1));
            CompletableFuture<Result<Long>> none = engine.await("none", Bound.position(last), Duration.ofHours(1));
            Failure early = failure(get(engine.await("p", Bound.position(last), Duration.ofMillis(20))));
            assertEquals(Failure.Kind.OVERLOADED, early.kind());
            let.countDown();
            assertTrue(ok(get(reached)) >= last);
            assertEquals(Failure.Kind.NOT_FOUND, failure(get(none)).kind());
        }
        Failure stopped = failure(get(engine.await("p", Bound.position(Long.MAX_VALUE), Duration.ofHours(1))));
        assertEquals(Failure.Kind.OVERLOADED, stopped.kind());
    }

    @Test
    void theValueOfWhatWasReplacedIsNeverShownAsThatOfItsSuccessor() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 10);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            ok(get(photon.engine.create(new Definition("p", "b", "tiny", "shy -1", null), true)));
            assertEquals("null", photon.value("p"));
        }
    }
}
