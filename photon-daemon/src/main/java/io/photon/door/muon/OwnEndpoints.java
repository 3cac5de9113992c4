package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.muon.eventstore.StorePaths;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.stack.server.MuonService.StreamEndpoint;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What {@code StorePaths} names, as calls and streams: for our own commands, and for whoever finds it by introspection.
 * Clients of the protocol as it was never come here.
 */
final class OwnEndpoints {

    /** Answers a question at once, or when it has folded. */
    private interface Use extends BiFunction<Caller, StoreQuestion, Result<byte[]>> {}

    /** Answers a question later. */
    private interface Later<T> extends BiFunction<Caller, StoreQuestion, CompletableFuture<Result<T>>> {}

    private final Callers callers;
    private final Executor answers;
    private final Map<String, RpcEndpoint> calls = new LinkedHashMap<>();
    private final Map<String, StreamEndpoint> streams = new LinkedHashMap<>();

    /**
     * @param projections null when there are none
     * @param workers for what may wait for the disk
     * @param folds for what may take a minute; refuses when too much waits already
     * @param answers for results of what was begun; refuses nothing
     */
    OwnEndpoints(
            PhotonApi api,
            ProjectionApi projections,
            Callers callers,
            Executor workers,
            Executor folds,
            Executor answers) {
        this.callers = callers;
        this.answers = answers;
        StoreEndpoints store = new StoreEndpoints(api, projections);
        calls.put(StorePaths.STREAMS, Calls.on(workers, now(store::streams)));
        calls.put(StorePaths.STREAM_SHOW, Calls.on(workers, now(store::stream)));
        calls.put(StorePaths.EVENT_TRACE, Calls.lasting(Calls.on(folds, now(store::trace))));
        calls.put(StorePaths.STATS, Calls.on(workers, now((caller, asked) -> store.stats(caller))));
        ObservationEndpoints watched = new ObservationEndpoints(api.observation());
        calls.put(StorePaths.LOG, Calls.on(workers, now(watched::log)));
        calls.put(StorePaths.SUBSCRIBERS, Calls.on(workers, now(watched::subscribers)));
        calls.put(StorePaths.BUSIEST_STREAMS, Calls.on(workers, now(watched::busiest)));
        streams.put(StorePaths.VERIFY, new VerifyStream(api, callers, folds));
        if (projections != null) {
            add(
                    new ProjectionQuestions(projections),
                    new ProjectionEndpoints(projections, callers, answers),
                    workers,
                    folds);
        }
    }

    private void add(ProjectionQuestions asked, ProjectionEndpoints projections, Executor workers, Executor folds) {
        calls.put(StorePaths.STREAM_SCHEMA, Calls.lasting(Calls.on(folds, now(asked::schema))));
        calls.put(StorePaths.PROJECTION_LIST, Calls.on(workers, now(asked::list)));
        calls.put(StorePaths.PROJECTION_CREATE, Calls.on(workers, changing(asked::create)));
        calls.put(StorePaths.PROJECTION_CHANGE + "reset", Calls.on(workers, changing(asked::reset)));
        calls.put(StorePaths.PROJECTION_CHANGE + "pause", Calls.on(workers, changing(asked::pause)));
        calls.put(StorePaths.PROJECTION_CHANGE + "resume", Calls.on(workers, changing(asked::resume)));
        calls.put(StorePaths.PROJECTION_DIFF, Calls.lasting(Calls.on(folds, now(asked::diff))));
        calls.put(StorePaths.PROJECTION_BISECT, Calls.lasting(Calls.on(folds, now(asked::bisect))));
        calls.put(
                StorePaths.PROJECTION_WAIT,
                Calls.lasting(Calls.on(workers, later(asked::await, position -> "{\"position\":" + position + "}"))));
        streams.put(StorePaths.VALUE, (request, sink) -> {
            Caller caller = callers.of(request.token());
            StoreQuestion question = StoreQuestion.of(request.args());
            sink.accept(new PulledItems(sink, new Lazily(() -> asked.value(caller, question)), folds));
        });
        streams.put(StorePaths.UPDATES, (request, sink) -> {
            try {
                workers.execute(() -> projections.states(request, sink));
            } catch (RejectedExecutionException e) {
                sink.failed(Failure.Kind.OVERLOADED, "too many requests wait already; try again in a moment");
            }
        });
    }

    Map<String, RpcEndpoint> calls() {
        return calls;
    }

    Map<String, StreamEndpoint> streams() {
        return streams;
    }

    private RpcEndpoint now(Use use) {
        return (request, answer) ->
                answer.accept(answer(use.apply(caller(request), StoreQuestion.read(request.body()))));
    }

    private static RpcResponse answer(Result<byte[]> json) {
        return json instanceof Result.Ok<byte[]> ok
                ? new RpcResponse(200, ok.value(), Steps.JSON)
                : Answers.failure(json.failure());
    }

    private RpcEndpoint changing(Later<Boolean> change) {
        return later(change, done -> "{\"correct\":true}");
    }

    private <T> RpcEndpoint later(Later<T> use, Function<T, String> json) {
        return (request, answer) -> use.apply(caller(request), StoreQuestion.read(request.body()))
                .thenAcceptAsync(
                        result -> answer.accept(answer(result.map(value -> Utf8.bytes(json.apply(value))))), answers);
    }

    private Caller caller(RpcRequest request) {
        return callers.of(request.token() != null ? request.token() : MuonEvents.token(request.body()));
    }
}
