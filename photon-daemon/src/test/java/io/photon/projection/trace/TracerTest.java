// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.memory.MemoryEventStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TracerTest {

    private static final long BASE = 1764000000000000L;

    private final MemoryEventStore store = new MemoryEventStore();
    private long last = BASE;

    /** Stores an event and answers its position. */
    private long event(String type, String more) throws Exception {
        last++;
        store.append(List.of(Event.ofLine(("{\"order-id\":" + last + ",\"event-time\":" + last / 1_000
                        + ",\"stream-name\":\"s\",\"event-type\":\"" + type + "\"" + more
                        + ",\"payload\":{\"caused-by\":"
                        + (BASE + 1) + "}}")
                .getBytes(StandardCharsets.UTF_8))));
        return last;
    }

    private Trace trace(long orderId) throws Exception {
        return new Tracer(store, any -> true, 100, Duration.ofSeconds(20), System::nanoTime)
                .trace(orderId)
                .orElseThrow();
    }

    /** A tree in words: {@code a(b(c),d)}. */
    private static String tree(TracedEvent event) {
        return event.eventType()
                + (event.effects().isEmpty()
                        ? ""
                        : event.effects().stream().map(TracerTest::tree).collect(Collectors.joining(",", "(", ")")));
    }

    @Test
    void damageOnTheWayIsLeftOutAndNamedAndDamageOfTheEventItselfIsAFailure() throws Exception {
        long root = event("root", "");
        long cause = event("cause", ",\"caused-by\":" + root);
        long asked = event("asked", ",\"caused-by\":" + cause);
        long lost = event("lost", ",\"caused-by\":" + asked);
        long effect = event("effect", ",\"caused-by\":" + asked);
        List<Event> all = store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
        try (FileEventStore damaged = DamagedLog.of(all, FileEventStore.Limits.DEFAULT, all.get(1), all.get(3))) {
            Trace trace = new Tracer(damaged, any -> true, 100, Duration.ofSeconds(20), System::nanoTime)
                    .trace(asked)
                    .orElseThrow();
            assertEquals("asked(effect)", tree(trace.event()));
            assertEquals(Long.toString(cause), trace.missingCause());
            assertFalse(trace.complete());
            assertTrue(trace.damaged().stream().anyMatch(gap -> gap.covers(cause)), trace.toString());
            assertTrue(trace.damaged().stream().anyMatch(gap -> gap.covers(lost) && !gap.covers(effect)));
            Tracer ofLost = new Tracer(damaged, any -> true, 100, Duration.ofSeconds(20), System::nanoTime);
            assertThrows(StoreException.class, () -> ofLost.trace(lost));
        }
    }

    @Test
    void eventsOfAHiddenStreamAreAsIfTheyWereNotThere() throws Exception {
        long cause = event("cause", "");
        last++;
        long secret = last;
        store.append(List.of(Event.ofLine(("{\"order-id\":" + secret + ",\"event-time\":" + secret / 1_000
                        + ",\"stream-name\":\"secret\",\"event-type\":\"x\",\"caused-by\":" + cause + ",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8))));
        long effect = event("effect", ",\"caused-by\":" + secret);
        assertEquals("cause(x(effect))", tree(trace(cause).event()));
        Tracer hiding =
                new Tracer(store, stream -> !stream.equals("secret"), 100, Duration.ofSeconds(20), System::nanoTime);
        assertEquals("cause", tree(hiding.trace(cause).orElseThrow().event()));
        assertTrue(new Tracer(store, stream -> !stream.equals("secret"), 100, Duration.ofSeconds(20), System::nanoTime)
                .trace(secret)
                .isEmpty());
        Trace cut = new Tracer(store, stream -> !stream.equals("secret"), 100, Duration.ofSeconds(20), System::nanoTime)
                .trace(effect)
                .orElseThrow();
        assertEquals(List.of(), cut.causes());
        assertEquals(Long.toString(secret), cut.missingCause());
    }

    @Test
    void effectsAreFoundWithTheirEffectsAndCausesWithTheirs() throws Exception {
        long placed = event("placed", ",\"service-id\":\"shop\"");
        event("unrelated", "");
        long paid = event("paid", ",\"caused-by\":" + placed + ",\"caused-by-relation\":\"CAUSED\"");
        event("packed", ",\"caused-by\":\"" + paid + "\"");
        long sent = event("sent", ",\"caused-by\":" + (last) + ".0");
        event("billed", ",\"caused-by\":" + paid);
        Trace trace = trace(paid);
        assertEquals("paid(packed(sent),billed)", tree(trace.event()));
        assertEquals("CAUSED", trace.event().relation());
        assertEquals(
                List.of("placed"),
                trace.causes().stream().map(TracedEvent::eventType).toList());
        assertEquals("shop", trace.causes().get(0).serviceId());
        assertTrue(trace.complete());
        assertEquals(last, trace.scannedTo());
        assertEquals(
                List.of("packed", "paid", "placed"),
                trace(sent).causes().stream().map(TracedEvent::eventType).toList());
    }

    @Test
    void causesNamedByTheEmittersOwnIdsAreFoundToo() throws Exception {
        event("first", ",\"local-id\":\"l-1\"");
        event(
                "second",
                ",\"id\":\"i-2\",\"provenance\":{\"service-id\":\"x\",\"local-id\":\"l-1\",\"relationship-type\":\"CAUSED\"}");
        long third = event("third", ",\"caused-by\":\"i-2\"");
        assertEquals("first(second(third))", tree(trace(BASE + 1).event()));
        assertEquals("CAUSED", trace(BASE + 2).event().relation());
        assertEquals(
                List.of("second", "first"),
                trace(third).causes().stream().map(TracedEvent::eventType).toList());
    }

    @Test
    void aCauseThatIsNotThereIsNamed() throws Exception {
        long lost = event("lost", ",\"caused-by\":1700000000000000");
        assertEquals("1700000000000000", trace(lost).missingCause());
        assertEquals("nobody", trace(event("lost", ",\"caused-by\":\"nobody\"")).missingCause());
        assertNull(trace(event("alone", "")).missingCause());
    }

    @Test
    void aCircleEnds() throws Exception {
        long one = event("one", ",\"caused-by\":" + (BASE + 2));
        event("two", ",\"caused-by\":" + one);
        Trace trace = trace(one);
        assertEquals(
                List.of("two"),
                trace.causes().stream().map(TracedEvent::eventType).toList());
        assertEquals("one(two)", tree(trace.event()));
        long self = event("self", ",\"caused-by\":" + (last + 1));
        assertEquals("self", tree(trace(self).event()));
        assertEquals(List.of(), trace(self).causes());
    }

    @Test
    void whatIsTooManyTooDeepOrTooSlowIsSaidToBeIncomplete() throws Exception {
        long root = event("root", "");
        for (int i = 0; i < 150; i++) {
            event("e", ",\"caused-by\":" + root);
        }
        Trace many = trace(root);
        assertEquals(100, many.event().effects().size());
        assertFalse(many.complete());
        assertFalse(new Tracer(store, any -> true, 100, Duration.ZERO, System::nanoTime)
                .trace(root)
                .orElseThrow()
                .complete());
        long first = event("d", "");
        for (int i = 0; i < Tracer.MAX_DEPTH + 5; i++) {
            event("d", ",\"caused-by\":" + last);
        }
        Trace deep = new Tracer(store, any -> true, 10_000, Duration.ofSeconds(20), System::nanoTime)
                .trace(first)
                .orElseThrow();
        assertFalse(deep.complete());
        assertEquals(
                Tracer.MAX_DEPTH + 1,
                tree(deep.event()).chars().filter(c -> c == 'd').count());
    }

    @Test
    void anEventThatIsNotThereHasNoTrace() throws Exception {
        event("one", "");
        assertTrue(new Tracer(store, any -> true, 1, Duration.ofSeconds(1), System::nanoTime)
                .trace(BASE + 9)
                .isEmpty());
        assertTrue(new Tracer(store, any -> true, 1, Duration.ofSeconds(1), System::nanoTime)
                .trace(-1)
                .isEmpty());
    }
}
