// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.EventParser;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.LogLimits;
import io.photon.log.engine.DefaultEventLog;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.result.Results;
import io.photon.store.memory.MemoryEventStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A projection that is paused while there is no room for its snapshot. */
class PausedProjectionTest {

    private static final int MORE_THAN_BETWEEN_TRIES_MS = 6_000;

    private final MemorySnapshots snapshots = new MemorySnapshots(new Random(1));
    private SimulatedTurns turns;
    private int folded;

    @Test
    void whatCouldNotBeKeptWhenItWasPausedIsKeptLater() throws Exception {
        DefaultEventLog log = DefaultEventLog.stepped(
                new MemoryEventStore(), Clock.systemUTC(), LogLimits.DEFAULT, Runnable::run, Runnable::run);
        start(log);
        append(
                log,
                StreamNames.CONFIG,
                "post-projection!",
                "{\"request\":{\"projection-name\":\"p\",\"stream-name\":\"a\",\"language\":\"chain\",\"reduction\":\"all\"}}");
        for (int n = 0; n < 3; n++) {
            append(log, "a", "T", "{\"n\":" + n + "}");
        }
        rest();
        snapshots.failNext(SimulatedSnapshots.Fault.NOT_KEPT);
        append(log, StreamNames.CONFIG, "pause-projection!", "{\"projection-name\":\"p\"}");
        rest();
        turns.wait(MORE_THAN_BETWEEN_TRIES_MS);
        rest();
        folded = 0;
        snapshots.stopped(); // killed: nobody was told to keep anything
        ProjectionEngine again = start(log);
        rest();
        Descriptor found = Results.ok(again.find("p"));
        assertEquals(Descriptor.Status.PAUSED, found.status());
        assertEquals(3, found.processed());
        assertEquals(0, folded, "folded once more");
    }

    private ProjectionEngine start(DefaultEventLog log) {
        turns = new SimulatedTurns(new Random(2));
        ProjectionEngine engine = ProjectionEngine.stepped(
                new ProjectionEngine.Parts(
                        new DirectLog(log, Runnable::run),
                        snapshots,
                        List.of(new ChainLanguage(() -> folded++)),
                        List.of(),
                        (text, file) -> Result.err(Failure.Kind.BAD_INPUT, "there are no files here", null),
                        text -> Result.err(Failure.Kind.BAD_INPUT, "there are no bisections here", null)),
                ProjectionSettings.plain(),
                turns);
        engine.begin();
        return engine;
    }

    private static void append(DefaultEventLog log, String stream, String type, String payload) {
        byte[] json = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\",\"payload\":" + payload
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
        log.append(AppendRequest.of(Results.ok(EventParser.parseDraft(json, 0, json.length))));
    }

    private void rest() {
        for (int rounds = 0; rounds == 0 || turns.hasSlices(); rounds++) {
            if (rounds > 100) {
                throw new AssertionError("no rest");
            }
            for (int slices = 0; turns.runSlice(); slices++) {
                if (slices > 1_000) {
                    throw new AssertionError("no rest");
                }
            }
            turns.runTimers();
        }
    }
}
