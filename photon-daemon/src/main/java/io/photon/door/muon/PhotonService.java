// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.UseCases;
import io.photon.codec.JsonFields;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.Introspection.Operation;
import io.photon.muon.wire.Introspection.Protocol;
import io.photon.muon.wire.RpcResponse;
import io.photon.question.Form;
import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.question.Questions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What Photon offers over Muon: docs/muon-protocol section 10 as a table. Thread-safe. */
final class PhotonService implements MuonService {

    private static final String PROJECTION_STREAM = "/projection/";

    /** Where a body of any kind is no obstacle: some clients send one that means nothing (docs/muon-protocol 6.2). */
    private static final Set<String> NEEDS_NO_ARGUMENT = needsNoArgument();

    private final String name;
    private final EventIntake events;
    private final EventStreams streams;
    /** Null when this Photon has no projections. */
    private final ProjectionEndpoints projections;

    private final Executor workers;
    private final Map<String, RpcEndpoint> endpoints = new LinkedHashMap<>();
    /** Our own, for our own client; no one else is told of them. */
    private final Map<String, RpcEndpoint> unlisted = new LinkedHashMap<>();

    private final QuestionEndpoints own;

    private final RestoreEndpoints restores;

    /**
     * @param workers for what may wait; refuses when too much waits already
     * @param folds the same for what may take a minute
     * @param answers for results of what was begun; refuses nothing
     */
    PhotonService(
            PhotonApi api,
            ProjectionApi projections,
            MuonSettings settings,
            Executor workers,
            Executor folds,
            Executor answers) {
        Callers callers = new Callers(api, settings);
        UseCases useCases = new UseCases(api, projections);
        EventEndpoints calls = new EventEndpoints(api, useCases, callers, answers);
        this.name = settings.service();
        this.workers = workers;
        this.events = new EventIntake(api, callers, answers);
        this.streams = new EventStreams(api, callers);
        this.projections = new ProjectionEndpoints(projections, useCases, callers, answers);
        endpoints.put("/events", Calls.guarded(calls::append));
        endpoints.put("/stream-names", Calls.on(workers, calls::streamNames));
        endpoints.put("/stream/delete", Calls.guarded(calls::deleteStream));
        String restUrl = "{\"_muon_wrapped_value\":" + JsonFields.quote(settings.restUrl()) + "}";
        endpoints.put("/rest-url", (request, answer) -> answer.accept(RpcResponse.json(200, restUrl)));
        this.restores =
                new RestoreEndpoints(api, callers, RestoreEndpoints.IDLE_MS, () -> System.nanoTime() / 1_000_000);
        unlisted.put("/restore/begin", restores.inTurn(Calls.guarded(restores::begin)));
        unlisted.put("/restore/lines", restores.inTurn(Calls.guarded(restores::lines)));
        unlisted.put("/restore/finish", restores.inTurn(Calls.guarded(restores::finish)));
        unlisted.put("/restore/cancel", restores.inTurn(Calls.guarded(restores::cancel)));
        endpoints.put("/projection", Calls.on(workers, this.projections::projection));
        endpoints.put("/projections", Calls.on(workers, this.projections::create));
        endpoints.put("/projection-keys", Calls.on(workers, this.projections::keys));
        this.own = new QuestionEndpoints(useCases, callers, workers, folds, answers);
        endpoints.putAll(own.calls());
    }

    @Override
    public Optional<RpcEndpoint> rpc(String path) {
        RpcEndpoint listed = endpoints.get(path);
        RpcEndpoint found = listed != null ? listed : unlisted.get(path);
        return Optional.ofNullable(found)
                .map(endpoint -> NEEDS_NO_ARGUMENT.contains(path) ? endpoint : Calls.withArguments(endpoint));
    }

    private static Set<String> needsNoArgument() {
        Set<String> paths = new HashSet<>(Set.of("/stream-names", "/projection-keys", "/rest-url"));
        for (Question question : Questions.ALL) {
            boolean needsSome =
                    question.form() == Form.UPLOAD || question.params().stream().anyMatch(Param::isRequired);
            if (question.muon() != null && !needsSome) {
                paths.add(question.muon());
            }
        }
        return paths;
    }

    /** Lets go of what a client has begun and not finished. */
    void close() {
        restores.close();
    }

    @Override
    public Optional<StreamEndpoint> stream(String stream) {
        if (stream.equals("/stream")) {
            return Optional.of(streams);
        }
        if (own.streams().containsKey(stream)) {
            return Optional.of(own.streams().get(stream));
        }
        if (stream.startsWith(PROJECTION_STREAM) && stream.length() > PROJECTION_STREAM.length()) {
            String projection = stream.substring(PROJECTION_STREAM.length());
            return Optional.of((request, sink) -> {
                try {
                    workers.execute(() -> projections.updates(projection, request, sink));
                } catch (RejectedExecutionException e) {
                    sink.failed("too many requests wait already; try again in a moment");
                }
            });
        }
        return Optional.empty();
    }

    @Override
    public EventSink events() {
        return events;
    }

    @Override
    public Introspection introspection() {
        List<Operation> calls = endpoints.keySet().stream()
                .map(path -> new Operation(path, null))
                .toList();
        List<Operation> streamed = new ArrayList<>();
        streamed.add(new Operation("/stream", "[HOT_COLD]"));
        own.streams().keySet().forEach(each -> streamed.add(new Operation(each, null)));
        projections.names().forEach(each -> streamed.add(new Operation(PROJECTION_STREAM + each, "[HOT]")));
        return new Introspection(
                name,
                List.of(
                        new Protocol(
                                "rpc",
                                "Request/ Response Protocol",
                                "Make a single request, get a single response",
                                calls),
                        new Protocol(
                                "introspect",
                                "Introspection Protocol",
                                "Provides the ability to introspect services to derive their capabilities."
                                        + " Built into most Muon implementations",
                                List.of()),
                        new Protocol(
                                "reactive-stream",
                                "Reactive Streaming",
                                "Provides the semantics of the Reactive Stream API over a muon event protocol",
                                streamed),
                        new Protocol(
                                "event",
                                "Event Sink Protocol",
                                "Provides a discoverable sink for events to flow into without needing explicit"
                                        + " service endpoints",
                                List.of())));
    }
}
