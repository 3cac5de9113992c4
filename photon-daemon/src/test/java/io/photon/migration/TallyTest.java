// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.migration.Tally.Counted;
import io.photon.store.DeletionEvents;
import io.photon.store.testkit.Events;
import io.photon.testing.Seed;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {

    private static final String[] STREAMS = {"a", "b/ä", "ö\"\\", "__x__", "z\uD83D\uDE00", "z\uFFFD"};

    @TempDir
    Path scratch;

    private static Event deletion(String stream, long upTo, long orderId) {
        return DeletionEvents.draft(new StreamDeletion(stream, upTo)).stamped(orderId, orderId / 1_000);
    }

    private List<StreamProof> proofs(int most, List<Event> events) throws IOException {
        try (Tally tally = new Tally(scratch, most)) {
            tally.add(events);
            List<StreamProof> proofs = new ArrayList<>();
            CountedStreams streams = tally.streams();
            for (Counted next = streams.next(); next != null; next = streams.next()) {
                proofs.add(next.proof());
            }
            return proofs;
        }
    }

    @Test
    void theSumIsThatOfTheDigestsOfTheLines() throws Exception {
        List<Event> events = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 1; i <= 100; i++) {
            Event event = Events.event("s", i);
            events.add(event);
            sum = sum.add(new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(event.line())));
        }
        String expected = HexFormat.of().formatHex(toBytes(sum.mod(BigInteger.ONE.shiftLeft(256))));
        assertEquals(List.of(new StreamProof("s", 100, 1, 100, expected)), proofs(10, events));
    }

    private static byte[] toBytes(BigInteger number) {
        byte[] shown = number.toByteArray();
        byte[] bytes = new byte[32];
        for (int i = 1; i <= Math.min(32, shown.length); i++) {
            bytes[32 - i] = shown[shown.length - i];
        }
        return bytes;
    }

    /** With deletions at random: what is left is what a store would show, however little fits into memory. */
    @Test
    void howeverLittleFitsIntoMemoryTheProofsAreThoseOfWhatIsVisible() throws IOException {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Event> log = new ArrayList<>();
            List<Event> visible = new ArrayList<>();
            for (int i = 1; i <= 60; i++) {
                String stream = STREAMS[random.nextInt(STREAMS.length)];
                if (random.nextInt(6) == 0 && !stream.startsWith("__")) {
                    int upTo = i - 1;
                    log.add(deletion(stream, upTo, i));
                    visible.removeIf(event -> event.streamName().equals(stream));
                    visible.add(log.get(log.size() - 1));
                } else {
                    log.add(Events.event(stream, i));
                    visible.add(log.get(log.size() - 1));
                }
            }
            List<StreamProof> expected = proofs(1_000, visible);
            for (int most : new int[] {1, 2, 3, 1_000}) {
                assertEquals(expected, proofs(most, log), "seed " + seed + ", " + most + " in memory");
            }
        }
    }

    @Test
    void oneChangedMovedOrMissingEventChangesTheSum() throws IOException {
        List<Event> events = List.of(Events.event("s", 1), Events.event("s", 2), Events.event("s", 3));
        StreamProof proof = proofs(10, events).get(0);
        for (List<Event> other : List.of(
                List.of(events.get(0), events.get(2)),
                List.of(events.get(0), Events.event("s", 2, null, "{\"n\":20}"), events.get(2)),
                List.of(events.get(0), Events.at("s", 2, 77), events.get(2)))) {
            assertNotEquals(proof.sum(), proofs(10, other).get(0).sum());
        }
    }

    @Test
    void aStreamOfWhichADeletionTookAPartIsInDoubt() throws IOException {
        try (Tally tally = new Tally(scratch, 1)) {
            tally.add(
                    List.of(Events.event("s", 1), Events.event("other", 2), Events.event("s", 3), deletion("s", 2, 4)));
            CountedStreams streams = tally.streams();
            for (Counted next = streams.next(); next != null; next = streams.next()) {
                assertEquals(
                        next.proof().stream().equals("s"),
                        next.count().isDoubtful(),
                        next.proof().toString());
            }
        }
    }

    @Test
    void scratchFilesAreGoneAfterwards() throws IOException {
        try (Tally tally = new Tally(scratch, 1)) {
            tally.add(List.of(Events.event("a", 1), Events.event("b", 2)));
            tally.streams();
        }
        try (Stream<Path> files = Files.list(scratch)) {
            assertNull(files.findAny().orElse(null));
        }
    }
}
