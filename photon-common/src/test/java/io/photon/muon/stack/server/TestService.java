// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SubscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A service whose every answer a test decides. */
final class TestService implements MuonService {

    /** An event that was emitted, and how to answer. */
    static final class Emitted {
        final String json;
        final Consumer<EventResult> outcome;
        boolean mayBeWithdrawn = true;
        boolean withdrawn;

        Emitted(String json, Consumer<EventResult> outcome) {
            this.json = json;
            this.outcome = outcome;
        }
    }

    /** A subscription, as its source sees it. */
    static final class Subscribed implements StreamSink.Source {
        final StreamSink sink;
        final Map<String, String> args;
        long requested;
        int cancelled;
        int given;

        Subscribed(StreamSink sink, Map<String, String> args) {
            this.sink = sink;
            this.args = args;
        }

        @Override
        public void request(long items) {
            requested += items;
        }

        @Override
        public void cancel() {
            cancelled++;
        }

        /** Gives what may be given, at most so many. */
        void give(int most) {
            for (int i = 0; i < most && given < requested; i++) {
                sink.item(("{\"n\":" + given++ + "}").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    final List<Emitted> emitted = new ArrayList<>();
    final List<Subscribed> subscribed = new ArrayList<>();
    StreamEndpoint streams = this::subscribe;
    final Map<String, RpcEndpoint> endpoints = new LinkedHashMap<>();

    @Override
    public Introspection introspection() {
        return new Introspection(
                "photon",
                List.of(new Introspection.Protocol(
                        "rpc", "Request", "calls", List.of(new Introspection.Operation("/x", null)))));
    }

    @Override
    public Optional<RpcEndpoint> rpc(String path) {
        return Optional.ofNullable(endpoints.get(path));
    }

    @Override
    public Optional<StreamEndpoint> stream(String name) {
        return name.equals("/stream")
                ? Optional.of((request, sink) -> streams.subscribe(request, sink))
                : Optional.empty();
    }

    private void subscribe(SubscriptionRequest request, StreamSink sink) {
        Subscribed subscription = new Subscribed(sink, request.args());
        subscribed.add(subscription);
        sink.accept(subscription);
    }

    @Override
    public EventSink events() {
        return (event, outcome) -> {
            Emitted one = new Emitted(new String(event, StandardCharsets.UTF_8), outcome);
            emitted.add(one);
            return () -> one.withdrawn = one.mayBeWithdrawn;
        };
    }

    void answers(String path, String json) {
        endpoints.put(path, (request, answer) -> answer.accept(RpcResponse.json(200, json)));
    }
}
