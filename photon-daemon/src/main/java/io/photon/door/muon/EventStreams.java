// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.AskedReplay;
import io.photon.api.PhotonApi;
import io.photon.api.ReplayHandle;
import io.photon.codec.GapJson;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.stack.server.StreamSink;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream {@code /stream}: replays and live events (docs/muon-protocol 10.1). Thread-safe. */
final class EventStreams implements MuonService.StreamEndpoint {

    private static final String SKIP_DAMAGED = "skip-damaged";

    private final PhotonApi api;
    private final Callers callers;

    EventStreams(PhotonApi api, Callers callers) {
        this.api = api;
        this.callers = callers;
    }

    @Override
    public void subscribe(SubscriptionRequest request, StreamSink sink) {
        String token =
                request.token() != null ? request.token() : request.args().get("token");
        Result<ReplayHandle> playing = api.replay(callers.of(token), query(request.args()));
        if (playing instanceof Result.Ok<ReplayHandle> ok) {
            Relay<Event> relay = new Relay<>(sink, MuonEvents::item, PhotonApi::failureOf);
            ReplayHandle events = ok.value();
            boolean skips = "true".equals(first(request.args(), SKIP_DAMAGED, SKIP_DAMAGED));
            (skips ? events.events(gap -> relay.instead(GapJson.item(gap))) : events.events()).subscribe(relay);
        } else {
            Failure failure = playing.failure();
            sink.failed(failure.kind(), text(failure));
        }
    }

    static String text(Failure failure) {
        return failure.hint() == null ? failure.message() : failure.message() + "; " + failure.hint();
    }

    /** Arguments as clients send them; the protocol's own, and those of the HTTP door. */
    static AskedReplay query(Map<String, String> args) {
        String stream = first(args, "stream-name", "name");
        String type = first(args, "stream-type", "type");
        return new AskedReplay(
                stream == null ? StreamNames.ALL : stream,
                "true".equals(first(args, "exact", "exact")),
                type == null ? null : type.toLowerCase(Locale.ROOT),
                position(first(args, "from", "from")),
                position(first(args, "to", "to")),
                whole(first(args, "limit", "limit")),
                first(args, "event-type", "event-type"),
                first(args, "where", "where"),
                first(args, "direction", "direction"));
    }

    /** The first of two arguments that says something; null when neither does. */
    private static @Nullable String first(Map<String, String> args, String name, String other) {
        String value = args.get(name);
        if (value == null || value.isBlank()) {
            value = args.get(other);
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A bound below 0 is none: some clients begin so. */
    private static @Nullable String position(@Nullable String text) {
        String number = whole(text);
        return number != null && number.startsWith("-") ? null : number;
    }

    /** A whole number as plain digits, however a client's language wrote it; any other text as it is. */
    private static @Nullable String whole(@Nullable String text) {
        if (text == null || text.length() > 40) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > 100
                    ? text
                    : number.toBigIntegerExact().toString();
        } catch (NumberFormatException | ArithmeticException e) {
            return text; // a time, or nonsense that the api will name
        }
    }
}
