package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.NewProjection;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.codec.JsonFields;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.stack.server.StreamSink;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/** Calls and streams about projections (docs/muon-protocol 10.3 and 10.4). Its methods may wait: workers call them. */
final class ProjectionEndpoints {

    private final ProjectionApi api;
    private final Callers callers;
    private final Executor answers;

    /** @param answers takes every result: a call whose result is refused would never be answered */
    ProjectionEndpoints(ProjectionApi api, Callers callers, Executor answers) {
        this.api = api;
        this.callers = callers;
        this.answers = answers;
    }

    /** {@code /projection}: one, one field of it, or its deletion. */
    void projection(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        String name = JsonFields.text(body, "projection-name");
        if (name == null) {
            answer.accept(Answers.missing("projection-name"));
            return;
        }
        String action = JsonFields.text(body, "action");
        String key = JsonFields.text(body, "query-key");
        if (action != null && action.equals("delete")) {
            api.delete(caller(request), name).thenAcceptAsync(deleted -> answer.accept(changed(deleted)), answers);
        } else if (action != null && !action.equals("null")) {
            answer.accept(RpcResponse.json(200, "{\"error\":\"Action not recognized\"}"));
        } else if (key != null && !key.equals("null")) {
            answer.accept(found(api.field(caller(request), name, key)));
        } else {
            answer.accept(found(api.find(caller(request), name).map(view -> view.json())));
        }
    }

    /** What is unknown is {@code {}}, as it always was. */
    private static RpcResponse found(Result<byte[]> json) {
        if (json instanceof Result.Ok<byte[]> ok) {
            return Answers.value(ok.value());
        }
        Failure failure = json.failure();
        return failure.kind() == Failure.Kind.NOT_FOUND ? Answers.NOTHING : Answers.failure(failure);
    }

    private static RpcResponse changed(Result<Boolean> result) {
        return result instanceof Result.Err<Boolean> err ? Answers.failure(err.failure()) : Answers.CORRECT;
    }

    /** {@code /projections}: creates one, or replaces it. */
    void create(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        String name = JsonFields.text(body, "projection-name");
        if (name == null) {
            answer.accept(Answers.missing("projection-name"));
            return;
        }
        NewProjection wanted = new NewProjection(
                name,
                JsonFields.text(body, "stream-name"),
                "true".equals(JsonFields.text(body, "exact")),
                JsonFields.text(body, "language"),
                JsonFields.text(body, "reduction"),
                JsonFields.text(body, "initial-value"));
        api.create(caller(request), wanted, true).thenAcceptAsync(created -> answer.accept(changed(created)), answers);
    }

    /** {@code /projection-keys}. */
    void keys(RpcRequest request, Consumer<RpcResponse> answer) {
        Result<List<String>> names = api.names(caller(request));
        answer.accept(
                names instanceof Result.Ok<List<String>> ok
                        ? RpcResponse.json(
                                200,
                                ok.value().stream()
                                        .map(JsonFields::quote)
                                        .collect(Collectors.joining(",", "{\"projection-keys\":[", "]}")))
                        : Answers.failure(names.failure()));
    }

    /** The stream {@code /projection/NAME}: each state after a change. */
    void updates(String name, SubscriptionRequest request, StreamSink sink) {
        Caller caller = callers.of(request.token());
        Result<Publisher<ProjectionView>> updates = api.find(caller, name)
                .then(now -> api.updates(caller, name).map(states -> ChangesOnly.after(now.position(), states)));
        if (updates instanceof Result.Ok<Publisher<ProjectionView>> ok) {
            ok.value().subscribe(new Relay<>(sink, ProjectionView::json, PhotonApi::failureOf));
            return;
        }
        Failure failure = updates.failure();
        if (failure.kind() == Failure.Kind.NOT_FOUND) {
            sink.refuse(failure.message()); // docs/muon-protocol 10.3
        } else {
            sink.failed(failure.kind(), EventStreams.text(failure));
        }
    }

    /** The stream {@code /updates}: the state as it is, then each state after a change. */
    void states(SubscriptionRequest request, StreamSink sink) {
        Result<Publisher<ProjectionView>> updates = StoreQuestion.of(request.args())
                .required(StoreQuestion.PROJECTION)
                .then(name -> api.updates(callers.of(request.token()), name));
        if (updates instanceof Result.Ok<Publisher<ProjectionView>> ok) {
            ok.value().subscribe(new Relay<>(sink, ProjectionView::json, PhotonApi::failureOf));
        } else {
            Failure failure = updates.failure();
            sink.failed(failure.kind(), EventStreams.text(failure));
        }
    }

    /** Names that can be subscribed to by a guest, for introspection; none when they may not be seen. */
    List<String> names() {
        return api.names(callers.guest()) instanceof Result.Ok<List<String>> ok ? ok.value() : List.of();
    }

    private Caller caller(RpcRequest request) {
        return callers.of(request.token() != null ? request.token() : MuonEvents.token(request.body()));
    }
}
