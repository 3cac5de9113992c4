// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.filter.StreamSelector;
import io.photon.log.AppendRequest;
import io.photon.projection.spi.Definition;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionsOverGlobsTest {

    @TempDir
    Path dir;

    private static void create(Projector photon, String name, StreamSelector stream) {
        ok(get(photon.engine.create(new Definition(name, stream, "tiny", "sum", null), false)));
    }

    private static String count(Projector photon, String name) {
        photon.awaitHead(name);
        return JsonFields.text(photon.value(name).getBytes(StandardCharsets.UTF_8), "count");
    }

    @Test
    void aStreamNamedLikeItsGlobIsOneOfThoseFoldedBeforeAndAfterARestart() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("order-1", 1, 3);
            create(photon, "glob", StreamSelector.of("order-*"));
            assertEquals("3", count(photon, "glob"));
            photon.emit("order-*", 1, 2);
            create(photon, "exact", StreamSelector.exact("order-*"));
            create(photon, "quoted", StreamSelector.of("order-\\*"));
            for (int i = 0; i < 2; i++) {
                assertEquals("5", count(photon, "glob"));
                assertEquals("2", count(photon, "exact"));
                assertEquals("2", count(photon, "quoted"));
                photon.restart();
            }
        }
    }

    /** As versions recorded it that decided by the streams there were. */
    private static void recordedOnceUponATime(Projector photon, String name, String stream) {
        byte[] line = ("{\"stream-name\":\"__config__\",\"event-type\":\"post-projection!\",\"payload\":{\"request\":"
                        + "{\"projection-name\":\"" + name + "\",\"stream-name\":" + JsonFields.quote(stream)
                        + ",\"language\":\"tiny\",\"reduction\":\"sum\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        get(photon.log.append(AppendRequest.of(ok(EventParser.parseDraft(line, 0, line.length)))))
                .forEach(appended -> ok(appended));
        Eventually.holds(name + " is there", () -> photon.engine.names().contains(name));
    }

    @Test
    void aDefinitionThatDoesNotSayWhichItIsIsAGlobOfStarsOrElseAName() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a?", 1, 1);
            photon.emit("ab", 1, 10);
            photon.emit("a?/1", 1, 100);
            photon.emit("ab/1", 1, 1_000);
            recordedOnceUponATime(photon, "name", "a?");
            recordedOnceUponATime(photon, "glob", "a?/*");
            recordedOnceUponATime(photon, "stars", "a*");
            assertEquals("1", count(photon, "name"));
            assertEquals("100", count(photon, "glob"));
            assertEquals("11", count(photon, "stars"));
        }
    }

    @Test
    void aProjectionOfOneStreamDoesNotStartOverForWhatItsNameWouldFitAsAGlob() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("order-*", 1, 2);
            photon.emit("order-1", 1, 3);
            create(photon, "glob", StreamSelector.of("order-*"));
            create(photon, "exact", StreamSelector.exact("order-*"));
            assertEquals("5", count(photon, "glob"));
            assertEquals("2", count(photon, "exact"));
            ok(get(photon.log.deleteStream("order-1")));
            Eventually.holds(
                    "glob has started over", () -> count(photon, "glob").equals("2"));
            assertEquals("2", count(photon, "exact"));
            ok(get(photon.log.deleteStream("order-*")));
            Eventually.holds(
                    "both have started over",
                    () -> count(photon, "glob").equals("0")
                            && count(photon, "exact").equals("0"));
        }
    }

    @Test
    void aDescriptorSaysWhichItIsWhereTheNameDoesNot() {
        try (Projector photon = Projector.start(dir)) {
            create(photon, "glob", StreamSelector.of("order-*"));
            create(photon, "exact", StreamSelector.exact("order-*"));
            create(photon, "plain", StreamSelector.of("orders"));
            photon.restart();
            assertEquals("false", JsonFields.text(photon.find("glob").json(), "exact"));
            assertEquals("true", JsonFields.text(photon.find("exact").json(), "exact"));
            assertNull(JsonFields.text(photon.find("plain").json(), "exact"));
        }
    }
}
