// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.ProjectionService.Sizes;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Reducer;
import io.photon.store.StateRows;
import io.photon.store.file.DamagedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes of streams from {@code __streams__} over what may stand in the way of it. */
class StreamSizesTest {

    private static final String STREAMS = StreamsProjection.NAME;

    @TempDir
    Path dir;

    /** As it was before it kept sizes: rows of format 1, and a snapshot of one byte. */
    private static final class WithoutSizes implements BuiltIn {

        @Override
        public String name() {
            return STREAMS;
        }

        @Override
        public String streamName() {
            return StreamNames.ALL;
        }

        @Override
        public String description() {
            return "totals";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Reducer open(StateRows rows) {
            return new Reducer() {
                @Override
                public void reduce(Event event) {
                    byte[] row = rows.get(event.streamName());
                    rows.put(event.streamName(), new byte[] {1, (byte) (row == null ? 1 : row[1] + 1), 0});
                }

                @Override
                public byte[] value() {
                    return "{}".getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public byte[] snapshot() {
                    return new byte[] {1};
                }

                @Override
                public void restore(byte @Nullable [] snapshot) {}

                @Override
                public long size() {
                    return 0;
                }

                @Override
                public void close() {}
            };
        }
    }

    private static Sizes sizes(Projector photon, String... streams) {
        return photon.engine
                .sizes(STREAMS, List.of(streams), Duration.ofSeconds(20))
                .value();
    }

    @Test
    void whatWasKeptWithoutSizesIsFoldedAnew() {
        try (Projector photon = new Projector(dir, Projector.settings(2))) {
            photon.builtIns = List.of(new WithoutSizes());
            photon.start();
            for (int i = 0; i < 10; i++) {
                photon.emit("a", i, 1);
            }
            photon.awaitHead(STREAMS);
            assertTrue(sizes(photon, "a").streams().isEmpty());
            photon.stop();
            photon.builtIns = List.of(new StreamsProjection());
            photon.start();
            photon.awaitHead(STREAMS);
            Sizes sizes = sizes(photon, "a", "none", StreamNames.ALL);
            assertEquals(
                    10,
                    Optional.ofNullable(sizes.streams().get("a")).orElseThrow().events());
            assertEquals(sizes.streams().get("a"), sizes.streams().get(StreamNames.ALL));
            assertEquals(2, sizes.streams().size());
            assertEquals(photon.engine.head(), sizes.upTo());
        }
    }

    @Test
    void whereAnEventWasLeftOutNothingIsSaidOfHowFarAllIsCounted() throws IOException {
        try (Projector photon = new Projector(dir, Projector.settings(2))) {
            photon.builtIns = List.of(new StreamsProjection());
            photon.start();
            photon.emit("a", 1, 1);
            long lost = photon.emit("a", 2, 1);
            photon.emit("a", 3, 1);
            photon.stop();
            photon.forgetSnapshots();
            DamagedLog.damage(dir.resolve("log"), lost);
            photon.start();
            photon.awaitHead(STREAMS);
            Sizes sizes = sizes(photon, "a");
            assertEquals(0, sizes.upTo());
            assertEquals(
                    2,
                    Optional.ofNullable(sizes.streams().get("a")).orElseThrow().events());
        }
    }
}
