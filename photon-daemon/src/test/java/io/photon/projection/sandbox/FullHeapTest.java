// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import io.photon.testing.FullHeap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a Java of its own, whose heap is small. */
class FullHeapTest {

    private static final Duration TIME = Duration.ofMinutes(5);

    @TempDir
    Path dir;

    @Test
    void aCallThatFillsTheHeapIsStoppedThoughItIsBelowItsLimits() throws Exception {
        String said = FullHeap.run(FullHeapTest.class, dir, "96m");
        assertTrue(said.contains("Photon has no more (-Xmx)"), said);
    }

    public static void main(String[] arguments) throws ReductionException {
        Result<Reducer> made =
                new ClojureEngine().compile("(fn [p n] {:x (iterate inc 0)})", null, new ReducerLimits(TIME, 1L << 30));
        try (Reducer reducer = ((Result.Ok<Reducer>) made).value()) {
            byte[] event = "{\"order-id\":1,\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}"
                    .getBytes(StandardCharsets.UTF_8);
            try {
                reducer.reduce(Event.ofLine(event)); // then its value is looked at
                reducer.snapshot();
            } catch (ReductionException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
