// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.spi.Definition;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going past an event at which a projection fails. */
class SkipTest {

    @TempDir
    Path dir;

    /** Ten events of 1 to 10, of which the fifth fails and is skipped: 50 is what is left. */
    private static void fold(Projector photon) {
        photon.emit("a", 1, 10);
        photon.create("p", "a", "fail-at 5");
        photon.awaitStatus("p", Status.FAILED);
        ok(get(photon.engine.skip("p")));
        photon.awaitHead("p");
    }

    private static void check(Projector photon) {
        photon.awaitHead("p");
        Descriptor found = photon.find("p");
        assertEquals(9, found.processed());
        assertEquals(1, found.skipped());
        String json = new String(found.json(), StandardCharsets.UTF_8);
        assertTrue(json.contains("\"skipped\":1"), json);
        assertTrue(photon.value("p").contains("\"sums\":{\"a\":50}"), photon.value("p"));
        assertEquals(1L, photon.engine.stats().get("skipped"));
    }

    @Test
    void theOneEventAtWhichItHasFailedIsLeftOutAndTheOthersAreFolded() {
        try (Projector photon = Projector.start(dir)) {
            fold(photon);
            check(photon);
            photon.awaitStatus("p", Status.RUNNING);
        }
    }

    @Test
    void everyFoldLeavesOutTheSameEvent() throws IOException {
        try (Projector photon = Projector.start(dir)) {
            fold(photon);
            String value = photon.value("p");
            assertEquals(value, new String(ok(photon.engine.valueAt("p", photon.log.head())), StandardCharsets.UTF_8));
            photon.restart();
            check(photon);
            photon.stop();
            try (var files = Files.list(photon.snapshotFolder())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            photon.start();
            check(photon);
            ok(get(photon.engine.reset("p")));
            check(photon);
            assertEquals(value, photon.value("p"));
        }
    }

    @Test
    void theNextOneThatFailsStopsItAgain() {
        try (Projector photon = Projector.start(dir)) {
            fold(photon);
            long again = photon.emit("a", 5, 1);
            photon.awaitStatus("p", Status.FAILED);
            assertEquals(again, photon.find("p").lastError().orderId());
            ok(get(photon.engine.skip("p")));
            photon.awaitHead("p");
            assertEquals(2, photon.find("p").skipped());
        }
    }

    @Test
    void anotherReductionTakesAllEvents() {
        try (Projector photon = Projector.start(dir)) {
            fold(photon);
            ok(get(photon.engine.create(new Definition("p", "a", "tiny", "sum", null), true)));
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            assertEquals(0, photon.find("p").skipped());
        }
    }

    @Test
    void oneThatHasNotFailedAtAnEventSkipsNone() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            photon.emit("a", 1, 3);
            photon.awaitHead("p");
            long head = photon.log.head();
            Failure nothing = failure(get(photon.engine.skip("p")));
            assertEquals(Failure.Kind.CONFLICT, nothing.kind());
            assertTrue(nothing.message().contains("is running"), nothing.message());
            assertEquals(head, photon.log.head(), "nothing is recorded");
            assertEquals(
                    Failure.Kind.NOT_FOUND,
                    failure(get(photon.engine.skip("q"))).kind());
        }
    }
}
