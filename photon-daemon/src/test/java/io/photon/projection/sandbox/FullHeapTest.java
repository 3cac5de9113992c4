// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a Java of its own, whose heap is small. */
class FullHeapTest {

    private static final Duration TIME = Duration.ofMinutes(5);

    @TempDir
    Path dir;

    @Test
    void aCallThatFillsTheHeapIsStoppedThoughItIsBelowItsLimits() throws Exception {
        Path said = dir.resolve("said");
        Process java = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullHeapTest.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(new File(said.toString()))
                .start();
        try {
            assertTrue(java.waitFor(120, TimeUnit.SECONDS), "it runs on: " + Files.readString(said));
            assertEquals(0, java.exitValue(), Files.readString(said));
        } finally {
            java.destroyForcibly();
        }
        assertTrue(Files.readString(said).contains("Photon has no more (-Xmx)"), Files.readString(said));
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
