// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.builtin.SecurityStateProjection;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.store.ReadRequest;
import io.photon.store.file.DamagedLog;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event is damaged while Photon is stopped: what becomes of projections that need it. */
class ProjectionsAroundDamageTest {

    private static final String STREAMS = StreamsProjection.NAME;

    /** Without being told they look after a minute. */
    private static final int AT_ONCE_SECONDS = 40;

    @TempDir
    Path dir;

    private Projector started() {
        Projector photon = new Projector(dir, Projector.settings(2));
        photon.builtIns = List.of(new StreamsProjection(), new SecurityStateProjection());
        photon.start();
        return photon;
    }

    /** One event a group. */
    private static List<Long> emit(Projector photon, String stream, int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(photon.emit(stream, i, 1));
        }
        return ids;
    }

    private void flip(long orderId) throws IOException {
        DamagedLog.damage(dir.resolve("log"), orderId);
    }

    private static String total(Projector photon, String stream) {
        byte[] value = photon.find(STREAMS).value();
        String json = new String(value, StandardCharsets.UTF_8);
        int at = json.indexOf("\"" + stream + "\":");
        return at < 0 ? "none" : json.substring(at).replaceFirst("(?s).*?\"total-events\":(\\d+).*", "$1");
    }

    @Test
    void thoseOfPhotonFoldAroundItAndSaySoAndOthersStopThereAndNameThePlace() throws IOException {
        try (Projector photon = started()) {
            List<Long> ids = emit(photon, "a", 10);
            photon.create("mine", "a", "sum");
            emit(photon, "b", 3);
            photon.create("other", "b", "sum");
            photon.awaitHead("mine");
            photon.stop();
            photon.forgetSnapshots();
            flip(ids.get(4));
            photon.start();
            photon.awaitStatus(STREAMS, Status.RUNNING);
            photon.awaitHead(STREAMS);
            assertEquals(9 + 3 + 2, photon.find(STREAMS).processed(), "all but one, and the creations");
            assertGapAt(ids.get(4), photon.find(STREAMS));
            String json = new String(photon.find(STREAMS).json(), StandardCharsets.UTF_8);
            assertTrue(json.contains("\"damaged\":[{\"first\":"), json);
            photon.awaitStatus(SecurityStateProjection.NAME, Status.RUNNING);

            photon.awaitStatus("mine", Status.FAILED);
            Descriptor.LastError error = photon.find("mine").lastError();
            assertTrue(error.message().contains(".log"), error.message());
            assertTrue(error.message().contains("photon projection resume mine"), error.message());
            assertTrue(error.orderId() > ids.get(3) && error.orderId() <= ids.get(4), error.toString());
            assertEquals(4, photon.find("mine").processed());
            assertEquals(List.of(), photon.find("mine").damaged());
            photon.awaitHead("other");
            assertEquals(3, photon.find("other").processed());
            assertEquals(List.of(), photon.find(SecurityStateProjection.NAME).damaged());
        }
    }

    private static void assertGapAt(long orderId, Descriptor descriptor) {
        assertEquals(1, descriptor.damaged().size(), descriptor.damaged().toString());
        Gap gap = descriptor.damaged().get(0);
        assertTrue(gap.covers(orderId), gap + " for " + orderId);
    }

    @Test
    void whatWasLeftOutIsStillSaidAfterARestartFromTheSnapshot() throws IOException {
        try (Projector photon = started()) {
            List<Long> ids = emit(photon, "a", 10);
            photon.stop();
            photon.forgetSnapshots();
            flip(ids.get(4));
            photon.start();
            photon.awaitHead(STREAMS);
            photon.restart();
            emit(photon, "a", 1);
            photon.awaitHead(STREAMS);
            assertGapAt(ids.get(4), photon.find(STREAMS));
            assertEquals("10", total(photon, "a"));
        }
    }

    @Test
    void whenThePlaceCanBeReadAgainTheyStartOverAndLackNothing() throws IOException {
        try (Projector photon = started()) {
            List<Long> ids = emit(photon, "a", 10);
            photon.stop();
            photon.forgetSnapshots();
            flip(ids.get(4));
            photon.start();
            photon.awaitHead(STREAMS);
            assertEquals("9", total(photon, "a"));
            photon.stop();
            flip(ids.get(4)); // back
            photon.start();
            photon.awaitHead(STREAMS);
            assertEquals("10", total(photon, "a"));
            assertEquals(List.of(), photon.find(STREAMS).damaged());
        }
    }

    @Test
    void whenThePlaceIsHealedWhilePhotonRunsTheyStartOverAtOnce() throws Exception {
        try (Projector photon = started()) {
            List<Long> ids = emit(photon, "a", 10);
            DamagedLog.LateCopy copy = new DamagedLog.LateCopy(
                    photon.store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events());
            photon.stop();
            photon.forgetSnapshots();
            flip(ids.get(4));
            photon.source = copy;
            photon.start();
            photon.awaitHead(STREAMS);
            assertEquals("9", total(photon, "a"));
            copy.come();
            Eventually.within(
                    AT_ONCE_SECONDS,
                    () -> total(photon, "a").equals("10"),
                    () -> "not yet: " + new String(photon.find(STREAMS).json(), StandardCharsets.UTF_8));
            assertEquals(List.of(), photon.find(STREAMS).damaged());
        }
    }

    @Test
    void aSnapshotWhoseLastEventIsDamagedSinceIsStillGood() throws IOException {
        try (Projector photon = started()) {
            photon.create("mine", "a", "sum");
            List<Long> ids = emit(photon, "a", 10);
            photon.awaitHead("mine");
            String value = photon.value("mine");
            photon.create("later", "b", "sum"); // so that no deletion can lie in the damaged place
            photon.stop();
            flip(ids.get(9));
            photon.start();
            photon.awaitHead("mine");
            assertEquals(value, photon.value("mine"));
            photon.awaitStatus("mine", Status.RUNNING);
            assertNull(photon.find("mine").lastError());
        }
    }

    @Test
    void aDamagedChangeOfProjectionsCostsThatChangeOnly() throws IOException {
        try (Projector photon = started()) {
            photon.create("first", "a", "sum");
            photon.create("second", "a", "sum");
            long second = photon.log.head();
            photon.create("third", "a", "sum");
            photon.stop();
            flip(second);
            photon.start();
            List<String> names = photon.engine.names();
            assertTrue(names.contains("first") && names.contains("third"), names.toString());
            assertTrue(!names.contains("second"), names.toString());
            photon.create("fourth", "a", "sum");
            assertEquals("a", photon.find("fourth").definition().streamName());
        }
    }
}
