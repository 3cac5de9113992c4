// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.ProjectionService.Trial;
import io.photon.projection.spi.Definition;
import io.photon.result.Failure;
import io.photon.text.Utf8;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a projection would make of the newest events, without there being one. */
class DryRunTest {

    @TempDir
    Path dir;

    private static Definition of(String reduction) {
        return new Definition("tried", "a", "tiny", reduction, null);
    }

    @Test
    void onlyTheNewestEventsAreFoldedAndNothingIsKept() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 0, 10);
            photon.emit("b", 0, 5);
            List<String> before = photon.engine.names();
            Trial tried = ok(photon.engine.tryOut(of("sum"), 4));
            assertEquals(4, tried.folded());
            assertTrue(Utf8.text(tried.value()).contains("\"count\":4"), Utf8.text(tried.value()));
            assertTrue(tried.first() < tried.last());
            assertNull(tried.error());
            assertEquals(before, photon.engine.names());
        }
    }

    @Test
    void aFailureTellsItsEventAndTheLastGoodValue() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 0, 10);
            Trial tried = ok(photon.engine.tryOut(of("fail-at 7"), 100));
            assertEquals(7, tried.folded());
            assertTrue(tried.failedAt() > tried.last());
            assertEquals("line 3: Error: it is 7", tried.error());
            assertTrue(Utf8.text(tried.value()).contains("\"count\":7"), Utf8.text(tried.value()));
        }
    }

    @Test
    void whatDoesNotCompileIsRefusedAndAStreamWithoutEventsGivesTheInitialValue() {
        try (Projector photon = Projector.start(dir)) {
            assertEquals(
                    Failure.Kind.BAD_INPUT,
                    failure(photon.engine.tryOut(of("no such word"), 10)).kind());
            Trial empty = ok(photon.engine.tryOut(of("sum"), 10));
            assertEquals(0, empty.folded());
            assertEquals(0, empty.last());
            assertTrue(Utf8.text(empty.value()).contains("\"count\":0"), Utf8.text(empty.value()));
        }
    }
}
