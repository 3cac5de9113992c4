// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.api.AskedReplay;
import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.ReplayHandle;
import io.photon.api.UseCases;
import io.photon.door.http.endpoint.ReplayEndpoint;
import io.photon.door.http.wire.call.Call;
import io.photon.question.AdminQuestions;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.StreamQuestions;
import io.photon.result.Result;
import java.util.function.Consumer;
import java.util.function.Function;

/** What WebSockets can be about. */
public final class SocketSessions {

    public static final String PROJECTION_NAME = "projection-name";

    /** How a list of subscribers shows who reads so. */
    private static final String WAY = "websocket";

    /** Of streams in a message a second. */
    private static final long MOST_STREAMS = 1_000;

    private final PhotonApi api;
    private final UseCases useCases;

    public SocketSessions(PhotonApi api, UseCases useCases) {
        this.api = api;
        this.useCases = useCases;
    }

    /** A replay with demand. */
    public void replay(Call call, Consumer<Result<SocketSession>> then) {
        Result<AskedReplay> query = ReplayEndpoint.query(call, null);
        if (query instanceof Result.Err<AskedReplay> err) {
            then.accept(Result.err(err.failure()));
            return;
        }
        SocketReplay.Options options = new SocketReplay.Options(
                call.target().flag(ReplayEndpoint.SKIP_DAMAGED), ReplayEndpoint.tellsPosition(call));
        Caller caller = call.caller().through(WAY);
        // A predicate may load a language, and others wait on this thread.
        call.onWorker(() -> {
            Result<ReplayHandle> replay = api.replay(caller, query.value());
            call.onIo(() -> call.guarded(() -> then.accept(replay.map(handle -> SocketReplay.of(handle, options)))));
        });
    }

    /** Counters, every second. */
    public void stats(Call call, Consumer<Result<SocketSession>> then) {
        ticks(call, target -> AdminQuestions.STATS.ask(), then);
    }

    /** The first streams by name, every second. */
    public void streams(Call call, Consumer<Result<SocketSession>> then) {
        ticks(call, target -> StreamQuestions.STREAMS.ask().with(Params.MOST_STREAMS, MOST_STREAMS), then);
    }

    /** All projections, or one and its value, every second. */
    public void projections(Call call, Consumer<Result<SocketSession>> then) {
        ticks(
                call,
                target -> {
                    String name = target.target().param(PROJECTION_NAME);
                    return name == null
                            ? ProjectionQuestions.PROJECTIONS.ask()
                            : ProjectionQuestions.PROJECTION_SHOW.ask().with(Params.PROJECTION, name);
                },
                then);
    }

    /** The question is asked once before: what is refused is refused as over HTTP. */
    private void ticks(Call call, Function<Call, Asked> question, Consumer<Result<SocketSession>> then) {
        Asked asked = question.apply(call);
        Caller caller = call.caller();
        call.onWorker(() -> {
            Result<SocketSession> session = SocketTicks.refusal(useCases.ask(caller, asked))
                    .map(asking -> new SocketTicks(useCases, caller, asked));
            call.onIo(() -> call.guarded(() -> then.accept(session)));
        });
    }
}
