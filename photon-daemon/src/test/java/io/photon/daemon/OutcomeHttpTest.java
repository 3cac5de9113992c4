// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.testing.Seed;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of failure is compared with the log afterwards: stored exactly when it says so, or outcome-unknown. */
class OutcomeHttpTest {

    @TempDir
    Path dir;

    /** A store that fails, before or after it has kept a batch, as a seed says. */
    private static final class Unreliable extends DelegatingStore {
        private final Random random;
        private volatile boolean quiet = true;

        Unreliable(Random random) {
            super(new MemoryEventStore());
            this.random = random;
        }

        private void maybe() {
            if (!quiet && random.nextInt(5) == 0) {
                throw switch (random.nextInt(4)) {
                    case 0 -> new OutOfMemoryError("injected: unable to create native thread");
                    case 1 -> new StackOverflowError("injected");
                    case 2 -> new NoClassDefFoundError("injected");
                    default -> new NotLoaded();
                };
            }
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            maybe();
            if (!quiet && random.nextInt(8) == 0) {
                if (random.nextBoolean()) {
                    behind.append(batch, fence);
                }
                throw new StoreException(Kind.OUTCOME_UNKNOWN, "injected: nobody knows");
            }
            if (!quiet && random.nextInt(8) == 0) {
                throw new StoreException(Kind.NO_SPACE, "injected: the disk is full");
            }
            behind.append(batch, fence);
            maybe();
        }

        @Override
        public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
            maybe();
            return behind.findByLocalId(stream, localId);
        }
    }

    private static final class NotLoaded extends LinkageError {
        private static final long serialVersionUID = 1L;

        NotLoaded() {
            super("injected: a class that cannot be loaded");
        }
    }

    @Test
    void everyAnswerTellsTheTruthOrThatItIsNotKnown() {
        long seed = Seed.any();
        Random random = new Random(seed);
        Unreliable store = new Unreliable(random);
        try (Daemon daemon = Daemon.over(store, dir)) {
            List<Integer> stored = new ArrayList<>();
            List<Integer> refused = new ArrayList<>();
            int unknown = 0;
            store.quiet = false;
            for (int n = 0; n < 300; n++) {
                String event =
                        "{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"" + n + "\",\"payload\":" + n + "}";
                HttpResponse<String> answer = n % 3 == 0
                        ? daemon.post("/api/events?atomic=" + (n % 2 == 0), Daemon.NDJSON, event + "\n")
                        : daemon.emit(event);
                if (answer.body().contains("\"outcome-unknown\"")) {
                    assertTrue(answer.statusCode() == 503 || answer.body().contains("\"line\""), answer.body());
                    assertTrue(answer.body().contains("local-id"), answer.body());
                    unknown++;
                } else if (answer.body().contains("\"error\"")) {
                    refused.add(n);
                } else {
                    assertEquals(200, answer.statusCode());
                    stored.add(n);
                }
            }
            store.quiet = true;
            assertTrue(stored.size() > 30 && refused.size() > 10 && unknown > 5, "too little happened");
            String all = daemon.get("/api/replay/s?type=cold").body();
            stored.forEach(n -> assertTrue(all.contains("\"payload\":" + n + "}"), "lost: " + n + ", seed " + seed));
            refused.forEach(n -> assertFalse(
                    all.contains("\"payload\":" + n + "}"), "refused, yet stored: " + n + ", seed " + seed));
        }
    }
}
