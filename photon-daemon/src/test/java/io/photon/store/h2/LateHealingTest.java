// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.store.testkit.Verified;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage that is met before the database can be asked, or by who must not wait for it. */
class LateHealingTest extends TwoCopies {

    @Override
    Limits limits() {
        return new Limits(64 * 1024, 10_000);
    }

    private List<Event> filled() throws Exception {
        store.open();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i += 100) {
            List<Event> batch = new ArrayList<>();
            for (int n = i; n < i + 100; n++) {
                batch.add(MirrorEvents.event("s" + n % 7, FIRST + n));
            }
            store.store().append(batch);
            events.addAll(batch);
        }
        store.awaitFollowing();
        store.close();
        return events;
    }

    private Path segment(int number) {
        return file.log().resolve("0000000" + number + ".log");
    }

    /** Returns the event whose line was damaged. */
    private Event damage(Path segment, List<Event> events) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        for (Event event : events) {
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"order-id\":" + event.orderId());
            if (at > bytes.length / 2) {
                try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap("damage".getBytes(StandardCharsets.UTF_8)), at + 60);
                }
                return event;
            }
        }
        throw new AssertionError("no event in " + segment);
    }

    @Test
    void damageMetWhileTheDatabaseCannotBeOpenedIsHealedAsSoonAsItCan() throws Exception {
        List<Event> events = filled();
        Event lost = damage(segment(2), events);
        Files.delete(file.log().resolve("00000002.idx"));
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            StoreException damaged = assertThrows(StoreException.class, () -> store.events());
            assertEquals(StoreException.Kind.DAMAGED, damaged.kind());
            assertEquals(lost.orderId(), damaged.gapFirst(), "one record, and no other");
            assertEquals(lost.orderId(), damaged.gapLast());
            Verified verified = Verified.of(store.store());
            assertEquals(events.size() - 1, verified.checked());
            assertEquals(1, verified.damages().size(), verified.toString());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.awaitFollowing();
        awaitNoDamage();
        assertEquals(events, store.events());
        Verified verified = Verified.of(store.store());
        assertEquals(events.size(), verified.checked(), "verify counts the same as a replay");
        assertEquals(List.of(), verified.damages());
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aReadThatComesWhileTheDatabaseIsOpeningWaitsForItAndHeals() throws Exception {
        List<Event> events = filled();
        for (int round = 0; round < 3; round++) {
            damage(segment(1 + round), events);
            Files.delete(file.log().resolve("0000000" + (1 + round) + ".idx"));
            store.open();
            assertEquals(events, store.events(), "round " + round);
            store.close();
        }
    }

    @Test
    void aReadOnTheWayToItsOnlyEventHealsAllTheSegmentsThatMayHaveAnother() throws Exception {
        List<Event> events = filled();
        Event last = MirrorEvents.event("last", FIRST + events.size());
        store.open();
        store.store().append(List.of(last));
        store.awaitFollowing();
        store.close();
        for (int number = 1; number <= 3; number++) {
            damage(segment(number), events);
            Files.delete(file.log().resolve("0000000" + number + ".idx"));
        }
        store.open();
        assertEquals(
                List.of(last),
                store.store().read(ReadRequest.forwards("last", 0)).events());
    }

    @Test
    void whoLooksUpALocalIdInADamagedRecordDoesNotWaitAndFindsItLater() throws Exception {
        List<Event> events = filled();
        store.open();
        store.awaitFollowing();
        Event wanted = damage(segment(2), events);
        Event found = Eventually.succeeds(StoreException.class, () -> {
            try {
                return store.store()
                        .findByLocalId(wanted.streamName(), wanted.localId())
                        .orElseThrow();
            } catch (StoreException e) {
                assertEquals(StoreException.Kind.DAMAGED, e.kind());
                assertTrue(e.gapFirst() <= wanted.orderId() && wanted.orderId() <= e.gapLast());
                throw e;
            }
        });
        assertEquals(wanted, found);
        assertEquals(events, store.events());
    }

    @Test
    void swappedSegmentsGetTheirNamesBackAndNoRowIsLost() throws Exception {
        List<Event> events = filled();
        Files.move(segment(1), file.log().resolve("kept"));
        Files.move(segment(3), segment(1));
        Files.move(file.log().resolve("kept"), segment(3));
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    private void awaitNoDamage() {
        Eventually.holds(
                () -> Integer.valueOf(0).equals(store.store().stats().get("damaged-places")),
                () -> "it is not healed: " + store.store().stats());
    }
}
