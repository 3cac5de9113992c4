// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.builtin.StreamsProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What projections must be at rest, folded from the log alone: which there are, and the value of each (I9). */
final class ProjectionTruth {

    private static final JsonMapper JSON = new JsonMapper();

    /** @param pausedAt null when it is not paused */
    private record Known(String stream, String reduction, Long pausedAt, Set<Long> skips) {}

    private final List<Event> events;
    private final long head;
    private final Map<String, Known> projections = new TreeMap<>();

    /** @param all of the log @param head of it, as its readers know it */
    ProjectionTruth(List<Event> all, long head) {
        this.events = all.stream().filter(event -> event.orderId() <= head).toList();
        this.head = head;
        for (Event event : events) {
            if (event.streamName().equals(StreamNames.CONFIG)) {
                apply(event);
            }
        }
    }

    private void apply(Event event) {
        JsonNode payload;
        try {
            payload = JSON.readTree(event.line()).path("payload");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String name = payload.path("projection-name").asText();
        switch (event.eventType()) {
            case "post-projection!" -> {
                JsonNode made = payload.path("request");
                Known known = new Known(
                        made.path("stream-name").asText(),
                        made.path("reduction").asText(),
                        null,
                        new HashSet<>());
                projections.put(made.path("projection-name").asText(), known);
            }
            case "delete-projection!" -> projections.remove(name);
            case "pause-projection!" -> paused(name, payload.path("position").asLong(event.orderId()));
            case "resume-projection!" -> {
                paused(name, null);
                long skipped = payload.path("skip").asLong(0);
                if (skipped > 0 && projections.containsKey(name)) {
                    projections.get(name).skips.add(skipped);
                }
            }
            case "reset-projection!" -> startsOver(name);
            case "delete-stream!" -> {
                String deleted = payload.path("stream-name").asText();
                List<String> over = new ArrayList<>(projections.keySet());
                over.removeIf(one -> !covers(projections.get(one).stream, deleted));
                over.forEach(this::startsOver);
            }
            default -> {}
        }
    }

    private void paused(String name, Long at) {
        projections.computeIfPresent(name, (n, known) -> new Known(known.stream, known.reduction, at, known.skips));
    }

    private void startsOver(String name) {
        projections.computeIfPresent(
                name,
                (n, known) -> new Known(
                        known.stream, known.reduction, known.pausedAt == null ? null : (Long) 0L, known.skips));
    }

    void checkNames(List<String> names) {
        List<String> expected = new ArrayList<>(projections.keySet());
        expected.add(0, StreamsProjection.NAME);
        assertEquals(expected, names, "the projections that __config__ says there are");
    }

    /** How many events a stream has. */
    long count(String stream) {
        return events.stream()
                .filter(event -> event.streamName().equals(stream))
                .count();
    }

    private static boolean covers(String over, String stream) {
        return switch (over) {
            case StreamNames.ALL -> true;
            case "s/*" -> stream.startsWith("s/");
            case "s/\\*" -> stream.equals("s/*");
            default -> stream.equals(over);
        };
    }

    void check(Descriptor found) {
        Known known = projections.get(found.name());
        assertEquals(known.stream, found.definition().streamName(), () -> found.toString());
        assertEquals(known.reduction, found.definition().reduction(), () -> found.toString());
        ChainLanguage.Chain chain = ChainLanguage.Chain.EMPTY;
        Event next = null;
        for (Event event : events) {
            if (covers(known.stream, event.streamName()) && !known.skips.contains(event.orderId())) {
                if (event.orderId() > found.position()) {
                    next = event;
                    break;
                }
                chain = chain.and(event);
            }
        }
        String value = new String(found.value(), StandardCharsets.UTF_8);
        assertEquals(chain.json(), value, () -> "the value is the fold up to its position: " + found);
        assertEquals(chain.count(), found.processed(), () -> "each event once: " + found);
        switch (found.status()) {
            case RUNNING -> {
                assertTrue(known.pausedAt == null, () -> "paused, and runs: " + found);
                assertEquals(head, found.position(), () -> "up to date: " + found);
            }
            case PAUSED -> assertEquals(known.pausedAt, found.position(), () -> "where it was paused: " + found);
            case FAILED -> {
                assertNotNull(next, () -> "failed, and nothing to fail at: " + found);
                assertTrue(ChainLanguage.failsAt(known.reduction, next), () -> "no reason to fail: " + found);
                assertEquals(next.orderId(), found.lastError().orderId());
            }
            default -> throw new AssertionError("not at rest: " + found);
        }
    }
}
