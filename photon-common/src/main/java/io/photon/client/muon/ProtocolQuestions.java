// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.muon.network.MuonNetwork;
import io.photon.client.muon.network.RpcFailures;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.event.StreamNames;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.question.AdminQuestions;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions as every Muon event store can be asked them (docs/muon-protocol 10.3 and 10.4), for those that have no endpoint
 * of ours, and for what only the protocol's own endpoints do. For one thread.
 */
final class ProtocolQuestions {

    private static final String VALUE = "current-value";

    private final MuonNetwork network;
    private final Supplier<Result<String>> store;
    private final Map<Question, Function<Asked, Result<byte[]>>> known = new HashMap<>();
    private @Nullable StreamNamesAnswer names;

    /** @param store the event store's name, found when it is needed */
    ProtocolQuestions(MuonNetwork network, Supplier<Result<String>> store) {
        this.network = network;
        this.store = store;
        known.put(
                AdminQuestions.PING,
                asked -> store.get().then(network::introspect).map(report -> Utf8.bytes("{\"auth\":\"ok\"}")));
        known.put(StreamQuestions.STREAMS, this::streams);
        known.put(StreamQuestions.STREAM_SHOW, asked -> names().then(streams -> streams.one(asked.get(Params.STREAM))));
        known.put(ProjectionQuestions.PROJECTION_KEYS, asked -> call("/projection-keys", "{}"));
        known.put(ProjectionQuestions.PROJECTIONS, asked -> projectionsOneByOne());
        known.put(ProjectionQuestions.PROJECTION_SHOW, asked -> descriptor(asked.get(Params.PROJECTION)));
        known.put(ProjectionQuestions.PROJECTION_VALUE, this::value);
        known.put(ProjectionQuestions.PROJECTION_DELETE, this::delete);
    }

    /** The answer; empty when the protocol has no question for it. */
    Optional<Result<byte[]>> ask(Asked asked) {
        boolean past = asked.question() == ProjectionQuestions.PROJECTION_VALUE && asked.orNull(Params.AT) != null;
        Function<Asked, Result<byte[]>> way = past ? null : known.get(asked.question());
        return way == null ? Optional.empty() : Optional.of(way.apply(asked));
    }

    private Result<byte[]> call(String path, String body) {
        return store.get()
                .then(found -> network.rpc(found, path, Utf8.bytes(body))
                        .then(answer -> RpcFailures.body(answer, found + path)));
    }

    private Result<byte[]> streams(Asked asked) {
        int most = (int) Math.min(Integer.MAX_VALUE, asked.or(Params.MOST_STREAMS, Long.MAX_VALUE));
        return names().map(all -> all.page(asked.orNull(Params.AFTER_NAME), asked.orNull(Params.PREFIX), most));
    }

    /** All at once, from a store that tells no more. Asked for once: a listing page by page shows one state. */
    private Result<StreamNamesAnswer> names() {
        if (names != null) {
            return Result.ok(names);
        }
        return call("/stream-names", "{}").then(StreamNamesAnswer::read).then(read -> {
            names = read;
            return Result.ok(read);
        });
    }

    /** @param there looks whether it is there: the protocol's endpoint answers the same when it is not */
    Result<byte[]> deleteStream(Asked asked, Supplier<Result<byte[]>> there) {
        String name = asked.get(Params.STREAM);
        if (StreamNames.isInternal(name)) {
            return Result.err(
                    Kind.DENIED, "stream '" + name + "' is internal and cannot be deleted", StreamNames.DELETABLE);
        }
        StoreQuestion question = StoreQuestion.ofStream(name)
                .with("name", name) // older and newer stores ask for it by different names
                .with(StoreQuestion.DETAILED, true);
        Result<byte[]> deleted = there.get().then(found -> {
            names = null;
            return call("/stream/delete", question.json());
        });
        return unlessMissing(asked, deleted, "{\"correct\":true,\"deleted-events\":0}");
    }

    private Result<byte[]> delete(Asked asked) {
        String name = asked.get(Params.PROJECTION);
        Result<byte[]> deleted = exists(name)
                .then(there -> call(
                        "/projection", "{\"projection-name\":" + JsonFields.quote(name) + ",\"action\":\"delete\"}"));
        return unlessMissing(asked, deleted, "{\"correct\":true}");
    }

    private static Result<byte[]> unlessMissing(Asked asked, Result<byte[]> deleted, String otherwise) {
        boolean wasMissing = !deleted.isOk() && deleted.failure().kind() == Kind.NOT_FOUND;
        return wasMissing && !asked.is(Params.DETAILED) ? Result.ok(Utf8.bytes(otherwise)) : deleted;
    }

    private static String named(String name) {
        return "{\"projection-name\":" + JsonFields.quote(name) + "}";
    }

    /** What is unknown is answered with an empty object. */
    private Result<byte[]> descriptor(String name) {
        return call("/projection", named(name))
                .then(json -> JsonFields.text(json, "projection-name") == null ? unknown(name) : Result.ok(json));
    }

    private static <T> Result<T> unknown(String name) {
        return Result.err(Kind.NOT_FOUND, "no projection '" + name + "'", "list them with: photon projection list");
    }

    /** Whether it is there, without its value, which may not fit into a message; else NOT_FOUND. */
    private Result<Boolean> exists(String name) {
        String status = "{\"projection-name\":" + JsonFields.quote(name) + ",\"query-key\":\"status\"}";
        return call("/projection", status)
                .then(json -> new String(json, StandardCharsets.UTF_8).strip().equals("{}")
                        ? unknown(name)
                        : Result.ok(true));
    }

    private Result<byte[]> projectionsOneByOne() {
        Result<byte[]> keys = call("/projection-keys", "{}");
        if (keys instanceof Result.Err<byte[]>) {
            return keys;
        }
        List<String> names = JsonFields.entries(keys.value(), "projection-keys").stream()
                .map(key -> JsonFields.text(key, 0, key.length))
                .toList();
        JsonWriter all = new JsonWriter(4_096).object().field("projections").array();
        for (String name : names) {
            Result<byte[]> one = descriptor(name);
            if (one.isOk()) {
                all.raw(withoutValue(one.value()));
            } else if (one.failure().kind() != Kind.NOT_FOUND) { // it may just have been deleted
                return one;
            }
        }
        return Result.ok(all.endArray().endObject().bytes());
    }

    private static byte[] withoutValue(byte[] json) {
        JsonWriter kept = new JsonWriter(512).object();
        JsonFields.forEach(json, 0, json.length, (bytes, nameFrom, nameTo, from, to) -> {
            String name = JsonFields.text(bytes, nameFrom - 1, nameTo + 1);
            if (!name.equals(VALUE)) {
                kept.field(name).raw(bytes, from, to - from);
            }
        });
        return kept.endObject().bytes();
    }

    private Result<byte[]> value(Asked asked) {
        String name = asked.get(Params.PROJECTION);
        String key = asked.orNull(Params.KEY);
        return descriptor(name).then(found -> {
            int[] value = JsonFields.find(found, 0, found.length, VALUE);
            if (value == null) {
                return Result.ok(Utf8.bytes("null"));
            }
            int[] field = key == null ? value : JsonFields.find(found, value[0], value[1], key);
            return field == null
                    ? Result.err(
                            Kind.NOT_FOUND,
                            "the value of projection '" + name + "' has no field '" + key + "'",
                            "see all of it with: photon projection query " + name)
                    : Result.ok(Arrays.copyOfRange(found, field[0], field[1]));
        });
    }

    /** The stream of the protocol tells changes only, so what is now is asked for first. */
    Result<Long> updates(Asked asked, ItemLines items) {
        String name = asked.get(Params.PROJECTION);
        return descriptor(name)
                .then(now -> {
                    items.item(now);
                    return store.get().then(found -> network.stream(found, "/projection/" + name, "{}", items));
                })
                .map(count -> items.bytes());
    }

    /** The protocol knows replacing only. */
    Result<byte[]> createProjection(byte[] request, boolean replace) {
        String name = JsonFields.text(request, "projection-name");
        if (!replace && name != null) {
            Result<Boolean> there = exists(name);
            if (there instanceof Result.Ok<Boolean>) {
                return Result.err(
                        Kind.CONFLICT, "there is a projection '" + name + "' already", "replace it with --replace");
            }
            Failure failure = there.failure();
            if (failure.kind() != Kind.NOT_FOUND) {
                return Result.err(failure);
            }
        }
        return call("/projections", new String(request, StandardCharsets.UTF_8));
    }
}
