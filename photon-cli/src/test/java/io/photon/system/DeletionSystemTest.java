// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deleted stream stays deleted, and its bytes are gone. */
class DeletionSystemTest {

    private static final String SECRET = "the-secret-of-mrs-miller";

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void aDeletedStreamVanishesAtOnceFromEveryReplayAndSoonFromEveryFile(String backend) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            for (int i = 0; i < 300; i++) {
                daemon.http()
                        .stored(event(i % 3 == 0 ? "private/1" : "public", i % 3 == 0 ? SECRET + i : "nothing " + i));
            }
            assertEquals(200, daemon.http().delete("/api/stream/private%2F1").statusCode());
            assertEquals(List.of(), daemon.http().replay("private/1"));
            assertFalse(String.join("\n", daemon.http().replay("__all__")).contains(SECRET));
            assertEquals(
                    404,
                    daemon.http()
                            .delete("/api/stream/private%2F1?detailed=true")
                            .statusCode());
            assertEquals(403, daemon.http().delete("/api/stream/__config__").statusCode());

            daemon.http().stored(event("private/1", "a new life"));
            assertEquals(1, daemon.http().replay("private/1").size());
            awaitGone(daemon.data());
            daemon.kill();
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            assertEquals(1, daemon.http().replay("private/1").size());
            assertEquals(202, daemon.http().replay("__all__").size(), "200 public, 1 new, 1 deletion");
            assertEquals(0, daemon.stop());
        }
        assertEquals(List.of(), filesWithTheSecret(home.resolve("data")));
    }

    private static String event(String stream, String text) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":{\"text\":\"" + text + "\"}}";
    }

    private static void awaitGone(Path data) throws Exception {
        Eventually.holds(
                "no file holds the secret below " + data,
                () -> filesWithTheSecret(data).isEmpty());
    }

    private static List<Path> filesWithTheSecret(Path folder) throws IOException {
        return LivingFolder.everything(folder).stream()
                .filter(Files::isRegularFile)
                .filter(DeletionSystemTest::holdsTheSecret)
                .toList();
    }

    private static boolean holdsTheSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (NoSuchFileException e) {
            return false; // erased while we looked
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
