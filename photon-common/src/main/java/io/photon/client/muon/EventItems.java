// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.codec.ParsedEvent;
import io.photon.event.Event;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events as a stream's items carry them (docs/muon-protocol 10.2), and as emits do (8.2). Pure. */
final class EventItems {

    private static final byte[] CAUSED_BY_ID = "\"caused-by-id\"".getBytes(StandardCharsets.US_ASCII);

    private EventItems() {}

    /** The event of an item in its canonical form, the same line as over HTTP. */
    static Result<Event> event(byte[] item) {
        byte[] json = withoutEcho(item);
        return EventParser.parseStored(json, 0, json.length).then(EventItems::stored);
    }

    private static Result<Event> stored(ParsedEvent parsed) {
        return parsed.orderId() < 1 || parsed.eventTime() < 0
                ? Result.err(Kind.INTERNAL, "the event has no order-id or no event-time", null)
                : Result.ok(parsed.asStored());
    }

    /** Without {@code caused-by-id} where {@code caused-by} says the same: a server adds it for the Java clients. */
    private static byte[] withoutEcho(byte[] json) {
        if (!contains(json, CAUSED_BY_ID)) {
            return json;
        }
        int[] echo = JsonFields.find(json, 0, json.length, "caused-by-id");
        String cause = JsonFields.text(json, "caused-by");
        if (echo == null || cause == null || !cause.equals(JsonFields.text(json, echo[0], echo[1]))) {
            return json;
        }
        int from = echo[0];
        while (json[from] != '"' || !startsWith(json, from, CAUSED_BY_ID)) {
            from--;
        }
        int to = JsonFields.space(json, echo[1], json.length);
        if (json[to] == ',') {
            to++;
        } else { // the last field: the comma before it goes
            while (json[from] != ',') {
                from--;
            }
        }
        byte[] plain = Arrays.copyOf(json, json.length - (to - from));
        System.arraycopy(json, to, plain, from, json.length - to);
        return plain;
    }

    private static boolean contains(byte[] json, byte[] text) {
        for (int i = 0; i <= json.length - text.length; i++) {
            if (json[i] == '"' && startsWith(json, i, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] json, int at, byte[] text) {
        return at + text.length <= json.length && Arrays.equals(json, at, at + text.length, text, 0, text.length);
    }

    /** An item that is no event of ours, as one line. */
    static byte[] oneLine(byte[] item) {
        byte[] line = Arrays.copyOf(item, item.length + 1);
        for (int i = 0; i < item.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' '; // between tokens: inside a text it would not be JSON
            }
        }
        line[item.length] = '\n';
        return line;
    }

    /**
     * The body of a draft (see {@link io.photon.event.EventDraft#body}) as an emit carries it: with the emitter's name,
     * which older stores need, and the token of the caller.
     *
     * @param service for events that name none; null to leave it out
     */
    static byte[] emitted(byte[] body, @Nullable String service, @Nullable String token) {
        StringBuilder front = new StringBuilder("{");
        if (token != null) {
            front.append("\"token\":").append(JsonFields.quote(token)).append(',');
        }
        if (service != null && !names(body, "service-id")) {
            front.append("\"service-id\":").append(JsonFields.quote(service)).append(',');
        }
        byte[] start = front.toString().getBytes(StandardCharsets.UTF_8);
        byte[] event = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, event, start.length, body.length);
        return event;
    }

    /** @param body an object without its opening brace */
    private static boolean names(byte[] body, String name) {
        byte[] object = new byte[body.length + 1];
        object[0] = '{';
        System.arraycopy(body, 0, object, 1, body.length);
        return JsonFields.find(object, 0, object.length, name) != null;
    }
}
