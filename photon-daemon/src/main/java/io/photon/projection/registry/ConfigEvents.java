// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonTree;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.projection.spi.Definition;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of projections as events of {@code __config__}, and back. */
public final class ConfigEvents {

    private static final String POST = "post-projection!";
    private static final String DELETE = "delete-projection!";
    private static final String RESET = "reset-projection!";
    private static final String PAUSE = "pause-projection!";
    private static final String RESUME = "resume-projection!";
    private static final String SKIP = "skip";
    private static final String POSITION = "position";

    private ConfigEvents() {}

    /** What an event of {@code __config__} means to projections. */
    public sealed interface Change {
        record Posted(Definition definition) implements Change {}

        record Deleted(String name) implements Change {}

        record Reset(String name) implements Change {}

        /** @param position it stands still with the events up to here */
        record Paused(String name, long position) implements Change {}

        /** @param skipped it goes on after this event, and never folds it; 0 for none */
        record Resumed(String name, long skipped) implements Change {}

        record StreamDeleted(String stream) implements Change {}
    }

    public static Result<EventDraft> posted(Definition definition) {
        StringBuilder request = new StringBuilder("{\"request\":{\"projection-name\":")
                .append(JsonFields.quote(definition.name()))
                .append(",\"stream-name\":")
                .append(JsonFields.quote(definition.streamName()))
                .append(
                        definition.stream().isAmbiguous()
                                ? ",\"exact\":" + definition.stream().isExact()
                                : "")
                .append(",\"language\":")
                .append(JsonFields.quote(definition.language()))
                .append(",\"reduction\":")
                .append(JsonFields.quote(definition.reduction()));
        if (definition.initialValue() != null) {
            request.append(",\"initial-value\":").append(JsonFields.quote(definition.initialValue()));
        }
        return draft(POST, request.append("}}").toString());
    }

    public static Result<EventDraft> deleted(String name) {
        return draft(DELETE, named(name));
    }

    public static Result<EventDraft> reset(String name) {
        return draft(RESET, named(name));
    }

    public static Result<EventDraft> paused(String name, long position) {
        return draft(
                PAUSE, "{\"projection-name\":" + JsonFields.quote(name) + ",\"" + POSITION + "\":" + position + "}");
    }

    public static Result<EventDraft> resumed(String name) {
        return draft(RESUME, named(name));
    }

    public static Result<EventDraft> resumedAfter(String name, long skipped) {
        return draft(RESUME, "{\"projection-name\":" + JsonFields.quote(name) + ",\"" + SKIP + "\":" + skipped + "}");
    }

    private static String named(String name) {
        return "{\"projection-name\":" + JsonFields.quote(name) + "}";
    }

    private static Result<EventDraft> draft(String type, String payload) {
        byte[] json = ("{\"stream-name\":\"" + StreamNames.CONFIG + "\",\"event-type\":\"" + type + "\",\"payload\":"
                        + payload + "}")
                .getBytes(StandardCharsets.UTF_8);
        return EventParser.parseDraft(json, 0, json.length);
    }

    /** Empty for what is no business of projections, or cannot be understood. */
    static Optional<Change> read(Event event) {
        String type = event.eventType();
        if (!type.endsWith("-projection!")) {
            return DeletionEvents.read(event).map(deletion -> new Change.StreamDeleted(deletion.streamName()));
        }
        try {
            JsonNode payload = JsonTree.payload(event);
            if (type.equals(POST)) {
                return posted(payload.path("request")).map(Change.Posted::new);
            }
            String name = text(payload.path("projection-name"));
            if (name == null) {
                return Optional.empty();
            }
            return switch (type) {
                case DELETE -> Optional.of(new Change.Deleted(name));
                case RESET -> Optional.of(new Change.Reset(name));
                case PAUSE -> Optional.of(new Change.Paused(name, position(payload, event)));
                case RESUME ->
                    Optional.of(new Change.Resumed(name, payload.path(SKIP).asLong(0)));
                default -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty(); // a line that is no JSON records nothing
        }
    }

    /** Where a pause was recorded without, it is what was there before it. */
    private static long position(JsonNode payload, Event event) {
        JsonNode position = payload.path(POSITION);
        return position.isIntegralNumber() && position.canConvertToLong()
                ? Math.max(0, Math.min(position.longValue(), event.orderId()))
                : event.orderId();
    }

    private static Optional<Definition> posted(JsonNode request) {
        String name = text(request.path("projection-name"));
        String reduction = text(request.path("reduction"));
        if (name == null || name.isEmpty() || reduction == null) {
            return Optional.empty();
        }
        String stream = text(request.path("stream-name"));
        String language = text(request.path("language"));
        JsonNode initial = request.path("initial-value");
        return Optional.of(new Definition(
                name,
                selector(stream == null || stream.isEmpty() ? StreamNames.ALL : stream, request.path("exact")),
                language == null ? "clojure" : language,
                reduction,
                initial.isMissingNode() || initial.isNull()
                        ? null
                        : initial.isTextual() ? initial.textValue() : initial.toString()));
    }

    /** What was recorded before a glob was always a glob does not say which it is, and keeps its meaning of then. */
    private static StreamSelector selector(String stream, JsonNode exact) {
        return exact.isBoolean() ? StreamSelector.of(stream, exact.booleanValue()) : StreamSelector.ofOldText(stream);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
