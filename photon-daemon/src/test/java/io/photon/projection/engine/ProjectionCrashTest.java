// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crash at any moment, as the disk shows it: the snapshots are copied file by file while they are being written, so that
 * a copy is old, or torn, or of several moments; the log has gone on. Whatever is found, the value is the fold.
 */
class ProjectionCrashTest {

    private static final List<String> STREAMS = List.of("a", "b", "c");

    @TempDir
    Path dir;

    @Test
    void whateverACrashLeavesTheValueIsTheFoldOfEachEventOnce() throws Exception {
        long seed = Seed.any();
        System.out.println("ProjectionCrashTest seed " + seed);
        Random random = new Random(seed);
        try (Projector photon = new Projector(dir, Projector.settings(2, 50))) {
            photon.builtIns = List.of(new StreamsProjection());
            photon.start();
            photon.create("all", StreamNames.ALL, "sum");
            photon.create("a", "a", "sum");
            photon.create("failing", "b", "fail-at 700");
            int reused = 0;
            for (int round = 0; round < 25; round++) {
                Path image = dir.resolve("image" + round);
                int bursts = 1 + random.nextInt(6);
                int crashAt = random.nextInt(bursts);
                for (int burst = 0; burst < bursts; burst++) {
                    photon.emit(STREAMS.get(random.nextInt(3)), random.nextInt(690), 1 + random.nextInt(300));
                    if (burst == crashAt) {
                        copy(photon.snapshotFolder(), image);
                    }
                }
                if (random.nextInt(5) == 0) {
                    photon.log.deleteStream(STREAMS.get(random.nextInt(3))).get();
                }
                if (random.nextInt(5) == 0) {
                    photon.engine.reset("a").get();
                }
                if (round == 15) {
                    photon.emit("b", 700, 1);
                    photon.emit("b", 1, 10);
                }
                photon.stop();
                replace(photon.snapshotFolder(), image);
                long before = photon.language.folded.get();
                photon.start();
                for (String name : List.of("all", "a")) {
                    photon.awaitHead(name);
                    String stream = photon.find(name).definition().streamName();
                    assertEquals(photon.folded(stream, Long.MAX_VALUE), photon.value(name), "seed " + seed);
                }
                long total = photon.find("all").processed() + photon.find("a").processed();
                reused += photon.language.folded.get() - before < total ? 1 : 0;
                checkFailing(photon, seed);
                checkRows(photon, seed);
            }
            assertTrue(reused > 5, "hardly any snapshot was ever used: " + reused);
        }
    }

    private static void checkFailing(Projector photon, long seed) {
        Eventually.holds("settled", () -> {
            Descriptor failing = photon.find("failing");
            return failing.status() == Descriptor.Status.FAILED
                    || failing.status() == Descriptor.Status.RUNNING && failing.position() >= photon.log.head();
        });
        Descriptor failing = photon.find("failing");
        long upTo = failing.lastError() == null
                ? Long.MAX_VALUE
                : failing.lastError().orderId() - 1;
        assertEquals(photon.folded("b", upTo), photon.value("failing"), "seed " + seed);
    }

    /** The built-in one keeps its state in rows. */
    private static void checkRows(Projector photon, long seed) throws StoreException {
        photon.awaitHead(StreamsProjection.NAME);
        for (String stream : STREAMS) {
            Optional<StoredStream> stored = photon.log.reader().stream(stream);
            if (stored.isPresent()) {
                byte[] row = ok(photon.engine.field(StreamsProjection.NAME, stream));
                assertEquals(stored.get().totalEvents(), JsonFields.number(row, "total-events"), "seed " + seed);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                try {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                } catch (NoSuchFileException erased) {
                    continue; // between listing and copying: so it is in this image
                }
            }
        }
    }

    private static void replace(Path folder, Path image) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        copy(image, folder);
    }

    @Test
    void aValueThatCannotBeGivenIsAFailureWithTheLastOneThatCould() {
        try (Projector photon = Projector.start(dir, Projector.settings(2, 50))) {
            photon.create("p", "a", "shy 120");
            for (int i = 0; i < 10; i++) {
                photon.emit("a", i, 10);
                photon.awaitHead("p");
            }
            long good = photon.find("p").processed();
            assertEquals(100, good);
            photon.emit("a", 1, 100);
            photon.awaitStatus("p", Descriptor.Status.FAILED);
            Descriptor failed = photon.find("p");
            assertTrue(failed.lastError().message().contains("nothing to be seen here"));
            assertTrue(failed.processed() <= 120, "a value of " + failed.processed() + " events");
            assertEquals(photon.folded("a", failed.position()), photon.value("p"));
        }
    }
}
