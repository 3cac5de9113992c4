// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.cloudevents.CloudEventReader;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.codec.TraceContext;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event of what was delivered. JSON becomes the payload as it stands; a form becomes an object, or what its one field
 * {@code payload} holds as JSON; anything else a string. The field {@code hook} says by which hook it came. Immutable.
 */
final class DeliveredEvent {

    private static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final String CLOUD_EVENTS = "application/cloudevents-batch+json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 1_000;

    /** @param json as it becomes the payload @param as how the payload holds what was delivered, null for JSON */
    private record Payload(byte[] json, @Nullable String as) {}

    private final Hook hook;
    private final @Nullable TraceContext trace;

    DeliveredEvent(Hook hook, @Nullable TraceContext trace) {
        this.hook = hook;
        this.trace = trace;
    }

    Result<EventDraft> of(Delivery delivery) {
        String type = mediaType(delivery);
        if (type.equals(CLOUD_EVENT)) {
            return cloudEvent(delivery);
        }
        if (type.equals(CLOUD_EVENTS)) {
            return Result.err(
                    Failure.Kind.UNSUPPORTED_TYPE,
                    "a hook takes one CloudEvent, not a batch",
                    "send each in a request of its own, as " + CLOUD_EVENT);
        }
        if (delivery.header("ce-specversion") != null) {
            return Result.err(
                    Failure.Kind.UNSUPPORTED_TYPE,
                    "a CloudEvent in binary mode has its attributes in headers, which are not signed",
                    "send it in structured mode, as " + CLOUD_EVENT);
        }
        return payload(type, delivery).then(payload -> draft(delivery, payload));
    }

    private Result<EventDraft> cloudEvent(Delivery delivery) {
        return new CloudEventReader(hook.stream(), null, trace, hook.name())
                .structured(delivery.body(), 0, delivery.length())
                .then(event -> Objects.requireNonNull(event.localId()).startsWith(Hook.LOCAL_ID)
                        ? Result.err(
                                Failure.Kind.BAD_INPUT,
                                "the source of the CloudEvent begins with '" + Hook.LOCAL_ID
                                        + "', as the local-ids of deliveries to hooks do",
                                "give it another source")
                        : Result.ok(event));
    }

    private static String mediaType(Delivery delivery) {
        String type = delivery.header("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Result<Payload> payload(String type, Delivery delivery) {
        if (type.isEmpty() || type.equals("application/json") || type.endsWith("+json")) {
            return json(Arrays.copyOf(delivery.body(), delivery.length()));
        }
        boolean isText = Utf8.firstInvalid(delivery.body(), 0, delivery.length()) < 0;
        if (type.equals(FORM) && isText) {
            return form(Utf8.text(delivery.body(), 0, delivery.length()));
        }
        String text = isText
                ? Utf8.text(delivery.body(), 0, delivery.length())
                : Base64.getEncoder().encodeToString(Arrays.copyOf(delivery.body(), delivery.length()));
        return Result.ok(new Payload(Utf8.bytes(JsonFields.quote(text)), isText ? "text" : "base64"));
    }

    private static Result<Payload> json(byte[] json) {
        Optional<Failure> malformed = EventParser.refuseUnlessJson(json, 0, json.length);
        return malformed.isPresent() ? Result.err(malformed.get()) : Result.ok(new Payload(json, null));
    }

    private static Result<Payload> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            for (String each : text.split("&", MOST_FIELDS + 1)) {
                int equals = each.indexOf('=');
                fields.putIfAbsent(
                        decoded(equals < 0 ? each : each.substring(0, equals)), decoded(each.substring(equals + 1)));
            }
        } catch (IllegalArgumentException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "the form is not percent-encoded rightly", "or send application/json");
        }
        if (fields.size() > MOST_FIELDS) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the form has more than " + MOST_FIELDS + " fields",
                    "send application/json");
        }
        if (fields.keySet().equals(java.util.Set.of("payload"))) {
            return json(Utf8.bytes(Objects.requireNonNull(fields.get("payload"))));
        }
        JsonWriter json = new JsonWriter(text.length() + 64).object();
        fields.forEach(json::field);
        return Result.ok(new Payload(json.endObject().bytes(), "form"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Result<EventDraft> draft(Delivery delivery, Payload payload) {
        byte @Nullable [] json = payload.as() == null || payload.as().equals("form") ? payload.json() : null;
        String type = type(delivery, json);
        Result<String> id = id(delivery, json);
        if (id instanceof Result.Err<String> err) {
            return Result.err(err.failure());
        }
        JsonWriter event = new JsonWriter(payload.json().length + 512)
                .object()
                .field("event-type", type.isEmpty() ? hook.rules().usualType() : type);
        if (!id.value().isEmpty()) {
            event.field("local-id", hook.localId(id.value()));
        }
        event.field(CloudEventReader.HOOK, hook.name());
        if (payload.as() != null) {
            event.field("payload-as", payload.as());
        }
        byte[] whole = event.field("payload").raw(payload.json()).endObject().bytes();
        return EventParser.parseDraftOf(hook.stream(), trace, whole, 0, whole.length);
    }

    private String type(Delivery delivery, byte @Nullable [] json) {
        return hook.rules().type().stream()
                .map(place -> place.find(delivery, json))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    /** Empty for a hook whose deliveries have none. Two deliveries that differ in a part have two ids: no part is left out. */
    private Result<String> id(Delivery delivery, byte @Nullable [] json) {
        List<Place> places = hook.rules().id();
        List<String> parts = new ArrayList<>();
        for (Place place : places) {
            String part = place.find(delivery, json);
            if (part == null) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        "the delivery has no id in " + place,
                        "it is what makes a repeated delivery stored once: see id-from of the hook");
            }
            parts.add(places.size() == 1 ? part : escaped(part));
        }
        return Result.ok(String.join(".", parts));
    }

    /** So that a dot stands between two parts only. */
    private static String escaped(String part) {
        return part.replace("\\", "\\\\").replace(".", "\\.");
    }
}
