// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.AskedReplay;
import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.ReplayHandle;
import io.photon.cloudevents.CloudEventWriter;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.answer.AnswerFormat;
import io.photon.door.http.wire.answer.CloudEventBatch;
import io.photon.door.http.wire.answer.CloudEventFormat;
import io.photon.door.http.wire.answer.LineFormat;
import io.photon.door.http.wire.answer.PushedAnswer;
import io.photon.door.http.wire.answer.SseFormat;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.Target;
import io.photon.event.Event;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** GET {@code /api/replay/:stream}: events as NDJSON, or as Server-Sent Events when the request accepts those. */
public final class ReplayEndpoint implements Endpoint {

    public static final String SKIP_DAMAGED = "skip-damaged";
    public static final String EXACT = "exact";

    private static final long LAST_POSITION = 999_999_999_999_999_999L;

    private final PhotonApi api;
    private final HttpSettings settings;
    private final OpenRequests openRequests;

    public ReplayEndpoint(PhotonApi api, HttpSettings settings, OpenRequests openRequests) {
        this.api = api;
        this.settings = settings;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        boolean sse = ContentTypes.wantsServerSentEvents(call);
        Result<AskedReplay> read = query(call, sse ? call.header("Last-Event-ID") : null);
        if (read instanceof Result.Err<AskedReplay> err) {
            call.answer(err.failure());
            return;
        }
        AskedReplay query = read.value();
        boolean batch = !sse && ContentTypes.wants(call, ContentTypes.CLOUD_EVENTS);
        if (batch && (!"cold".equals(query.type()) || call.target().flag(SKIP_DAMAGED))) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "a batch of CloudEvents ends, and has no place for gaps",
                    "ask for type=cold without skip-damaged, or accept " + ContentTypes.CLOUD_EVENT));
            return;
        }
        AnswerFormat<Event> format = format(call, sse, batch, new LineFormat(tellsPosition(call)));
        Caller caller = sse ? call.caller().through("sse") : call.caller();
        if (query.where() == null) {
            play(call, format, api.replay(caller, query));
        } else { // the first predicate of a daemon's life loads a language, and others wait on this thread
            call.onWorker(() -> {
                Result<ReplayHandle> replay = api.replay(caller, query);
                call.onIo(() -> call.guarded(() -> play(call, format, replay)));
            });
        }
    }

    /** Whether signs of life are to say how far the replay is. */
    public static boolean tellsPosition(Call call) {
        return "position".equals(call.target().param("heartbeat"));
    }

    /**
     * What a request wants to have played: the stream is the third segment of its path.
     *
     * @param last the order-id of the last event that the client got; null or empty for none
     */
    public static Result<AskedReplay> query(Call call, @Nullable String last) {
        Target target = call.target();
        String heartbeat = target.param("heartbeat");
        if (heartbeat != null && !heartbeat.equals("empty") && !heartbeat.equals("position")) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "heartbeat is '" + heartbeat + "'", "use empty (the default) or position");
        }
        String from = target.param("from");
        String got = last == null || last.isEmpty() ? null : last;
        if (got != null) {
            if (!got.matches("\\d{1,18}")) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        "Last-Event-ID is '" + Excerpt.of(got) + "', which is not an order-id",
                        "send the id of the last event you got");
            }
            from = Long.toString(Math.min(Long.parseLong(got) + 1, LAST_POSITION));
        }
        boolean resumesHot = got != null && "hot".equals(target.param("type"));
        return Result.ok(new AskedReplay(
                call.segment(2),
                target.flag(EXACT),
                resumesHot ? "hot-cold" : target.param("type"),
                from,
                target.param("to"),
                target.param("limit"),
                target.param("event-type"),
                target.param("where"),
                target.param("direction")));
    }

    private AnswerFormat<Event> format(Call call, boolean sse, boolean batch, LineFormat lines) {
        CloudEventWriter writer = new CloudEventWriter(settings.cloudEvents().source());
        if (batch) {
            return new CloudEventBatch(writer);
        }
        if (ContentTypes.wants(call, ContentTypes.CLOUD_EVENT)) {
            return sse ? CloudEventFormat.sse(writer) : CloudEventFormat.lines(lines, writer);
        }
        return sse ? SseFormat.OF_EVENTS : lines;
    }

    private void play(Call call, AnswerFormat<Event> format, Result<ReplayHandle> replay) {
        if (replay instanceof Result.Err<ReplayHandle> err) {
            call.answer(err.failure());
            return;
        }
        ReplayHandle playing = replay.value();
        PushedAnswer<Event> answer = new PushedAnswer<>(call, playing::position, format, settings, openRequests);
        Publisher<Event> events = call.target().flag(SKIP_DAMAGED) ? playing.events(answer::onGap) : playing.events();
        answer.start(events, playing.live());
    }
}
