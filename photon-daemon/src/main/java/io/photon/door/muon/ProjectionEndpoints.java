// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.api.UseCases;
import io.photon.codec.JsonFields;
import io.photon.muon.stack.server.StreamSink;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
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
    private final UseCases useCases;
    private final Callers callers;
    private final Executor answers;

    /** @param answers takes every result: a call whose result is refused would never be answered */
    ProjectionEndpoints(ProjectionApi api, UseCases useCases, Callers callers, Executor answers) {
        this.api = api;
        this.useCases = useCases;
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
            Asked asked = ProjectionQuestions.PROJECTION_DELETE
                    .ask()
                    .with(Params.PROJECTION, name)
                    .with(Params.DETAILED, true);
            changed(request, asked, answer);
        } else if (action != null && !action.equals("null")) {
            answer.accept(RpcResponse.json(200, "{\"error\":\"Action not recognized\"}"));
        } else {
            boolean whole = key == null || key.equals("null");
            Asked asked = whole
                    ? ProjectionQuestions.PROJECTION_SHOW.ask().with(Params.PROJECTION, name)
                    : ProjectionQuestions.PROJECTION_FIELD
                            .ask()
                            .with(Params.PROJECTION, name)
                            .with(Params.FIELD, key);
            Answers.later(useCases.ask(callers.of(request), asked), answers, json -> answer.accept(found(json)));
        }
    }

    /** What is unknown is {@code {}}, as it always was. */
    private static RpcResponse found(Result<byte[]> json) {
        return json.fold(
                Answers::value,
                failure -> failure.kind() == Failure.Kind.NOT_FOUND ? Answers.NOTHING : Answers.failure(failure));
    }

    private void changed(RpcRequest request, Asked asked, Consumer<RpcResponse> answer) {
        Answers.later(
                useCases.ask(callers.of(request), asked),
                answers,
                done -> answer.accept(done.fold(yes -> Answers.CORRECT, Answers::failure)));
    }

    /** {@code /projections}: creates one, or replaces it. */
    void create(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        String name = JsonFields.text(body, "projection-name");
        if (name == null) {
            answer.accept(Answers.missing("projection-name"));
            return;
        }
        Asked asked = ProjectionQuestions.PROJECTION_CREATE
                .ask()
                .with(Params.NEW_NAME, name)
                .with(Params.OF_STREAM, JsonFields.text(body, "stream-name"))
                .with(Params.EXACT, "true".equals(JsonFields.text(body, "exact")))
                .with(Params.LANGUAGE, JsonFields.text(body, "language"))
                .with(Params.REDUCTION, JsonFields.text(body, "reduction"))
                .with(Params.INITIAL, JsonFields.text(body, "initial-value"));
        changed(request, asked, answer);
    }

    /** {@code /projection-keys}. */
    void keys(RpcRequest request, Consumer<RpcResponse> answer) {
        Result<List<String>> names = api.names(callers.of(request));
        answer.accept(names.fold(
                all -> RpcResponse.json(
                        200,
                        all.stream()
                                .map(JsonFields::quote)
                                .collect(Collectors.joining(",", "{\"projection-keys\":[", "]}"))),
                Answers::failure));
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

    /** Names that can be subscribed to by a guest, for introspection; none when they may not be seen. */
    List<String> names() {
        return api.names(callers.guest()) instanceof Result.Ok<List<String>> ok ? ok.value() : List.of();
    }
}
