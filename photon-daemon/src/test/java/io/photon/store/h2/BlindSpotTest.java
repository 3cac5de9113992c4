// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.engine.DefaultEventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.KnownStream;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An index that was made of a damaged segment lacks what could not be read. As long as the database may still bring it back,
 * nothing is decided by its absence: no event is stored twice, no stream goes on after an end that is none, nothing
 * that was deleted is back.
 */
class BlindSpotTest extends TwoCopies {

    private static final int EVENTS = 1_500;

    /** The database is tried again every five seconds. */
    private static final int PATIENCE_SECONDS = 180;

    /** Segments hold some 300 events: these lie in a sealed one. */
    private static final int EARLY = 10;

    private static final int LATE = 450;
    private static final int ALONE = 451;

    private final List<Event> events = new ArrayList<>();
    private Process holder;
    private DefaultEventLog log;

    @Override
    Limits limits() {
        return new Limits(64 * 1024, 10_000);
    }

    @AfterEach
    void letGo() throws Exception {
        if (log != null) {
            log.close();
        }
        if (holder != null) {
            holder.destroyForcibly().waitFor();
        }
    }

    private static String streamOf(int n) {
        return switch (n) {
            case EARLY, LATE, EVENTS - 20, EVENTS - 11 -> "two";
            case ALONE, EVENTS - 10 -> "alone" + n;
            default -> "s" + n % 7;
        };
    }

    /** The database has all events; of the log's, some cannot be read, and the database is locked. */
    private void openDamaged(int... damaged) throws Exception {
        store.open();
        for (int i = 0; i < EVENTS; i += 100) {
            List<Event> batch = new ArrayList<>();
            for (int n = i; n < i + 100; n++) {
                batch.add(MirrorEvents.event(streamOf(n), FIRST + n));
            }
            store.store().append(batch);
            events.addAll(batch);
        }
        store.awaitFollowing();
        store.close();
        for (int n : damaged) {
            damage(events.get(n));
        }
        holder = H2Harness.lock(file);
        store.open();
        log = DefaultEventLog.start(store.store(), Clock.systemUTC());
    }

    private void damage(Event event) throws IOException {
        for (int number = 1; Files.exists(segment(number, ".log")); number++) {
            byte[] bytes = Files.readAllBytes(segment(number, ".log"));
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"order-id\":" + event.orderId());
            if (at > 0) {
                try (FileChannel channel = FileChannel.open(segment(number, ".log"), StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap("damage".getBytes(StandardCharsets.UTF_8)), at + 60);
                }
                Files.deleteIfExists(segment(number, ".idx"));
                return;
            }
        }
        throw new AssertionError("no segment has " + event);
    }

    private Path segment(int number, String ending) {
        return file.log().resolve("0000000" + number + ending);
    }

    private Result<Appended> append(EventDraft draft, Expect expect) throws Exception {
        return log.append(new AppendRequest(List.of(draft), true, expect))
                .get(30, TimeUnit.SECONDS)
                .get(0);
    }

    private static EventDraft again(Event event) {
        return new EventDraft(event.streamName(), event.eventType(), event.localId(), event.body());
    }

    private static EventDraft more(String stream) {
        return again(MirrorEvents.parsed(
                1_000_000, "{\"stream-name\":\"" + stream + "\",\"event-type\":\"More\",\"payload\":{}}"));
    }

    private static void assertNotYet(Result<?> result) {
        assertFalse(result.isOk(), result.toString());
        assertEquals(Failure.Kind.OVERLOADED, result.failure().kind(), result.toString());
        assertTrue(result.failure().message().contains("healed"), result.toString());
    }

    private void unlock() throws Exception {
        holder.destroyForcibly().waitFor();
        Eventually.within(
                PATIENCE_SECONDS,
                () -> Integer.valueOf(0).equals(store.store().stats().get("damaged-places")),
                () -> "it is not healed: " + store.store().stats());
    }

    /** What was not known is known once it is healed. */
    private Result<Appended> appendOnceHealed(EventDraft draft, Expect expect) throws Exception {
        List<Result<Appended>> answer = new ArrayList<>();
        Eventually.holds(
                () -> {
                    answer.add(append(draft, expect));
                    Result<Appended> last = answer.get(answer.size() - 1);
                    return last.isOk() || last.failure().kind() != Failure.Kind.OVERLOADED;
                },
                () -> "still not known: " + answer.get(answer.size() - 1));
        return answer.get(answer.size() - 1);
    }

    @Test
    void anEventThatIsSentAgainIsNotStoredTwice() throws Exception {
        int inTheSegmentThatIsWritten = EVENTS - 11;
        openDamaged(LATE, inTheSegmentThatIsWritten);
        assertNotYet(append(again(events.get(LATE)), Expect.ANY));
        assertNotYet(append(again(events.get(inTheSegmentThatIsWritten)), Expect.ANY));
        assertTrue(append(again(events.get(EARLY)), Expect.ANY).value().duplicate(), "what is found is known");
        assertTrue(append(more("two"), Expect.ANY).isOk(), "what needs no look-up is stored");
        unlock();
        for (int n : List.of(LATE, inTheSegmentThatIsWritten)) {
            Appended repeated =
                    appendOnceHealed(again(events.get(n)), Expect.ANY).value();
            assertTrue(repeated.duplicate());
            assertEquals(events.get(n).orderId(), repeated.orderId());
        }
        assertEquals(EVENTS + 1, store.events().size());
    }

    @Test
    void aStreamDoesNotGoOnAfterAnEndThatIsNone() throws Exception {
        openDamaged(LATE, ALONE, EVENTS - 20, EVENTS - 11, EVENTS - 10);
        assertNotYet(append(more("two"), new Expect.Last(events.get(EARLY).orderId())));
        assertNotYet(append(more("two"), new Expect.Last(events.get(LATE).orderId())));
        assertNotYet(append(more("alone" + ALONE), Expect.NONE));
        assertNotYet(append(more("alone" + (EVENTS - 10)), Expect.NONE));
        Event end = events.get(EVENTS - 1);
        assertTrue(
                append(more(end.streamName()), new Expect.Last(end.orderId())).isOk(), "nothing can come after it");
        unlock();
        Result<Appended> stale =
                appendOnceHealed(more("two"), new Expect.Last(events.get(EARLY).orderId()));
        assertEquals(Failure.Kind.CONFLICT, stale.failure().kind());
        assertEquals(
                Failure.Kind.CONFLICT,
                appendOnceHealed(more("alone" + ALONE), Expect.NONE).failure().kind());
        assertTrue(appendOnceHealed(
                        more("two"), new Expect.Last(events.get(EVENTS - 11).orderId()))
                .isOk());
    }

    @Test
    void whatWasDeletedIsNotBackWhenItIsHealed() throws Exception {
        openDamaged(LATE, ALONE, EVENTS - 11, EVENTS - 20);
        assertNotYet(log.deleteStream("alone" + ALONE).get(30, TimeUnit.SECONDS));
        assertTrue(log.deleteStream("two").get(30, TimeUnit.SECONDS).isOk());
        unlock();
        assertIsGone("two");
        assertTrue(log.deleteStream("alone" + ALONE).get(30, TimeUnit.SECONDS).isOk());
        assertIsGone("alone" + ALONE);
    }

    @Test
    void norWhenItIsHealedAfterARestart() throws Exception {
        openDamaged(LATE, EVENTS - 11);
        assertTrue(log.deleteStream("two").get(30, TimeUnit.SECONDS).isOk());
        log.close();
        store.close();
        store.open();
        log = DefaultEventLog.start(store.store(), Clock.systemUTC());
        unlock();
        assertIsGone("two");
    }

    /** As by a process that ended before it was erased: the record of the deletion is damaged, too. */
    @Test
    void aDeletionThatIsRecordedInDamageIsAppliedAsSoonAsItIsHealed() throws Exception {
        openDamaged();
        holder.destroyForcibly().waitFor();
        log.close();
        Event deletion = DeletionEvents.draft(
                        new StreamDeletion("two", events.get(LATE).orderId()))
                .stamped(FIRST + EVENTS, 0);
        store.store().append(List.of(deletion));
        store.store().append(List.of(more("other").stamped(FIRST + EVENTS + 1, 0)));
        store.awaitFollowing();
        store.close();
        damage(deletion);
        holder = H2Harness.lock(file);
        store.open();
        log = DefaultEventLog.start(store.store(), Clock.systemUTC());
        assertTrue(store.store().stream("two").isPresent(), "what deletes it cannot be read");
        unlock();
        Eventually.holds(
                () -> store.store().event("two", events.get(EARLY).orderId()).isEmpty(), () -> "it is still there");
        KnownStream left = store.store().known("two");
        assertEquals(2, Objects.requireNonNull(left.seen()).totalEvents(), "what came after the deletion");
        assertTrue(events.get(LATE).orderId() < left.seen().firstOrderId());
        store.awaitErased();
    }

    /** From readers, and from both copies. */
    private void assertIsGone(String stream) throws Exception {
        assertTrue(store.store().stream(stream).isEmpty());
        assertTrue(store.events().stream().noneMatch(event -> event.streamName().equals(stream)));
        store.awaitErased();
        store.awaitMirrored();
        for (int number = 1; number < 40; number++) {
            Path path = segment(number, ".log");
            if (Files.exists(path)) {
                String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);
                assertFalse(
                        bytes.contains("\"stream-name\":\"" + stream + "\",\"event-type\":\"Happened\""), path + "");
            }
        }
        assertTrue(store.store().streams("", "", 1_000).stream()
                .anyMatch(known -> known.name().equals(StreamNames.CONFIG)));
    }
}
