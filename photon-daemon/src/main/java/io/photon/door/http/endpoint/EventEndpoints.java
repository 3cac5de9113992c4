package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.Call;
import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;

/** Looking at events: {@code /api/event/:stream/:order-id}, {@code /api/stream-contents/:stream} and
 * {@code /api/trace/:order-id}. */
public final class EventEndpoints {

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};
    private static final int MOST_CONTENTS = 50;
    private static final int TRACED = 1_000;

    private final PhotonApi api;

    public EventEndpoints(PhotonApi api) {
        this.api = api;
    }

    /** One event, its canonical line. */
    public void show(Call call) {
        String orderId = call.segment(3);
        if (!orderId.matches("\\d{1,18}")) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT, "'" + orderId + "' is not an order-id", "an order-id is a number"));
            return;
        }
        call.onWorker(() -> {
            Result<Event> found = api.event(call.caller(), call.segment(2), Long.parseLong(orderId));
            if (found instanceof Result.Ok<Event> ok) {
                Event event = ok.value();
                call.answer(200, NOTHING, event.array(), event.offset(), event.length(), LINE_END);
            } else {
                call.answer(found.failure());
            }
        });
    }

    /** What caused an event and what it caused; {@code limit} effects at the most. */
    public void trace(Call call) {
        String orderId = call.segment(2);
        String limit = call.target().param("limit");
        if (!orderId.matches("\\d{1,18}") || limit != null && !limit.matches("\\d{1,9}")) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "'" + (limit == null ? orderId : limit) + "' is not a number",
                    "ask for /api/trace/ORDER-ID?limit=N"));
            return;
        }
        int most = limit == null ? TRACED : Math.min(PhotonApi.MAX_EFFECTS, Integer.parseInt(limit));
        call.onWorker(() -> {
            Result<byte[]> trace = api.trace(call.caller(), Long.parseLong(orderId), most);
            call.answer(trace);
        });
    }

    /** The first events of a stream. */
    public void contents(Call call) {
        call.onWorker(() -> {
            Result<List<Event>> found = api.contents(call.caller(), call.segment(2), MOST_CONTENTS);
            if (found instanceof Result.Err<List<Event>> err) {
                call.answer(err.failure());
                return;
            }
            Bytes json = new Bytes(4096).ascii("{\"results\":[");
            boolean first = true;
            for (Event event : found.value()) {
                json.ascii(first ? "" : ",").add(event.array(), event.offset(), event.length());
                first = false;
            }
            call.answer(200, json.ascii("]}").toArray());
        });
    }
}
