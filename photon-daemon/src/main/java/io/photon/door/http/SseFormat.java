package io.photon.door.http;

import io.photon.event.Event;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;

/**
 * Server-Sent Events: {@code id:} is the order-id. A heartbeat carries the position as {@code id:} without data, which
 * browsers remember and nobody hears; so a replay whose filter lets nothing through resumes where it was. The end of a
 * cold replay is an event {@code complete}, a failure one {@code error}.
 */
final class SseFormat implements ReplayFormat {

    private static final byte[] NOTHING = {};
    private static final byte[] BEHIND = {'\n', '\n'};

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public boolean put(Outflow out, Event event) {
        Bytes before = new Bytes(40).ascii("id: ").number(event.orderId()).ascii("\ndata: ");
        return out.put(before.toArray(), event.array(), event.offset(), event.length(), BEHIND);
    }

    @Override
    public void heartbeat(Outflow out, long position) {
        text(out, (position > 0 ? "id: " + position + "\n" : "") + ": heartbeat\n\n");
    }

    @Override
    public void complete(Outflow out) {
        text(out, "event: complete\ndata: {}\n\n");
    }

    @Override
    public void failed(Outflow out, Failure failure) {
        byte[] json = Failures.json(failure);
        out.put("event: error\ndata: ".getBytes(StandardCharsets.US_ASCII), json, 0, json.length, BEHIND);
    }

    private static void text(Outflow out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.put(NOTHING, bytes, 0, bytes.length, NOTHING);
    }
}
