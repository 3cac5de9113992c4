// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.projection.Descriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a projection keeps of the last event it folded: it may live for years, and a thousand others beside it. */
class LargeLastEventTest {

    @TempDir
    Path dir;

    private static long emit(Projector photon, int padding) {
        byte[] json = ("{\"stream-name\":\"a\",\"event-type\":\"T\",\"payload\":{\"n\":1,\"x\":\"" + "x".repeat(padding)
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Appended stored = ok(get(photon.log.append(AppendRequest.of(ok(EventParser.parseDraft(json, 0, json.length)))))
                .get(0));
        photon.awaitHead("p");
        return stored.orderId();
    }

    @Test
    void aLargeLastEventIsNotKeptAndASmallOneWithoutThePageItCameIn() {
        try (Projector photon = Projector.start(dir, Projector.settings(1))) {
            photon.create("p", "a", "sum");
            long small = emit(photon, 10);
            byte[] shown = photon.find("p").lastEvent();
            assertNotNull(shown);
            assertEquals(small, Event.ofLine(shown).orderId());
            emit(photon, 100_000);
            Descriptor large = photon.find("p");
            assertNull(large.lastEvent());
            assertEquals(2, large.processed());
            emit(photon, 2_000_000);
            assertEquals(3, photon.find("p").processed());
            assertEquals(0, photon.log.budget().usedBytes(), "all is folded, so nothing is held");
            long last = emit(photon, 10);
            assertEquals(last, Event.ofLine(photon.find("p").lastEvent()).orderId());
        }
    }
}
