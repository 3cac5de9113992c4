package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.ProjectionRequests;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.codec.JsonFields;
import io.photon.muon.eventstore.StorePaths;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The requests about projections. What the protocol has an endpoint for (docs/muon-protocol 10.3 and 10.4) every event
 * store can be asked; the rest, and values of any size, are for a Photon of this kind.
 */
abstract class MuonProjections implements ProjectionRequests {

    private static final String VALUE = "current-value";

    /** Asking again makes no sense for less. */
    private static final long SHORTEST_WAIT_MS = 1;

    /** What only a Photon of this kind can be asked. */
    abstract StoreCalls asking();

    /** Calls an endpoint of the store. */
    abstract Result<byte[]> call(String path, String body);

    /** Plays a stream of the store. */
    abstract Result<Long> items(String path, MuonNetwork.Items items);

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

    @Override
    public Result<byte[]> projections() {
        return asking().pages(
                        StorePaths.PROJECTION_LIST,
                        StoreQuestion.EMPTY,
                        "projections",
                        StoreQuestion.PROJECTION,
                        Integer.MAX_VALUE)
                .then(found -> found.<Result<byte[]>>map(Result::ok).orElseGet(this::projectionsOneByOne));
    }

    private Result<byte[]> projectionsOneByOne() {
        Result<byte[]> keys = call("/projection-keys", "{}");
        if (keys instanceof Result.Err<byte[]>) {
            return keys;
        }
        byte[] json = keys.value();
        List<String> names = new ArrayList<>();
        int[] list = JsonFields.find(json, 0, json.length, "projection-keys");
        if (list != null) {
            JsonFields.forEach(
                    json, list[0], list[1], (bytes, n, m, from, to) -> names.add(JsonFields.text(bytes, from, to)));
        }
        StringBuilder all = new StringBuilder("{\"projections\":[");
        for (String name : names) {
            Result<byte[]> one = descriptor(name);
            if (one instanceof Result.Ok<byte[]> ok) {
                all.append(all.charAt(all.length() - 1) == '[' ? "" : ",").append(withoutValue(ok.value()));
            } else if (one.failure().kind() != Kind.NOT_FOUND) { // it may just have been deleted
                return one;
            }
        }
        return Result.ok(all.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutValue(byte[] json) {
        StringBuilder kept = new StringBuilder("{");
        JsonFields.forEach(json, 0, json.length, (bytes, nameFrom, nameTo, from, to) -> {
            String name = new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
            if (!name.equals(VALUE)) {
                kept.append(kept.length() == 1 ? "\"" : ",\"").append(name).append("\":");
                kept.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
        });
        return kept.append('}').toString();
    }

    @Override
    public Result<Long> projection(String name, ByteSink json) {
        return asking().pieces(
                        StorePaths.VALUE, StoreQuestion.ofProjection(name).with(StoreQuestion.FULL, true), json)
                .then(found -> found.<Result<Long>>map(Result::ok)
                        .orElseGet(() -> descriptor(name).then(all -> written(all, json))));
    }

    @Override
    public Result<Long> projectionValue(String name, String key, Long at, ByteSink json) {
        StoreQuestion question =
                StoreQuestion.ofProjection(name).with(StoreQuestion.KEY, key).with(StoreQuestion.AT, at);
        return asking().pieces(StorePaths.VALUE, question, json)
                .then(found -> found.<Result<Long>>map(Result::ok)
                        .orElseGet(() -> at == null
                                ? valueInDescriptor(name, key, json)
                                : asking().notHere("for a value at a past position")));
    }

    private Result<Long> valueInDescriptor(String name, String key, ByteSink json) {
        return descriptor(name).then(found -> {
            int[] value = JsonFields.find(found, 0, found.length, VALUE);
            if (value == null) {
                return written("null".getBytes(StandardCharsets.US_ASCII), json);
            }
            int[] field = key == null ? value : JsonFields.find(found, value[0], value[1], key);
            return field == null
                    ? Result.err(
                            Kind.NOT_FOUND,
                            "the value of projection '" + name + "' has no field '" + key + "'",
                            "see all of it with: photon projection query " + name)
                    : written(Arrays.copyOfRange(found, field[0], field[1]), json);
        });
    }

    @Override
    public Result<byte[]> projectionDiff(String name, long from, long to) {
        StoreQuestion question =
                StoreQuestion.ofProjection(name).with(StoreQuestion.FROM, from).with(StoreQuestion.TO, to);
        return asking().only(asking().fold(StorePaths.PROJECTION_DIFF, question), "how a value has changed")
                .then(json -> {
                    int[] changes = JsonFields.find(json, 0, json.length, "changes");
                    return changes == null
                            ? Result.err(Kind.INTERNAL, "the store's answer has no 'changes'", null)
                            : Result.ok(Arrays.copyOfRange(json, changes[0], changes[1]));
                });
    }

    @Override
    public Result<byte[]> bisect(String name, String condition) {
        StoreQuestion question = StoreQuestion.ofProjection(name).with(StoreQuestion.UNTIL, condition);
        return asking().only(
                        asking().fold(StorePaths.PROJECTION_BISECT, question),
                        "when a condition on a value began to hold");
    }

    private static Result<Long> written(byte[] bytes, ByteSink to) {
        to.write(bytes, 0, bytes.length);
        return Result.ok((long) bytes.length);
    }

    @Override
    public Result<Long> projectionUpdates(String name, ByteSink lines) {
        ItemLines items = new ItemLines(lines);
        return asking().stream(StorePaths.UPDATES, StoreQuestion.ofProjection(name), items)
                .then(count -> count.isPresent() ? Result.ok(items.bytes()) : changes(name, items));
    }

    /** The stream of the protocol tells changes only, so what is now is asked for first. */
    private Result<Long> changes(String name, ItemLines items) {
        return descriptor(name)
                .then(now -> {
                    items.item(now);
                    return items("/projection/" + name, items);
                })
                .map(count -> items.bytes());
    }

    @Override
    public Result<byte[]> createProjection(byte[] request, boolean replace) {
        StoreQuestion question = StoreQuestion.read(request).with(StoreQuestion.REPLACE, replace);
        return asking().call(StorePaths.PROJECTION_CREATE, question)
                .then(done -> done.<Result<byte[]>>map(Result::ok).orElseGet(() -> createAsEver(request, replace)));
    }

    /** The protocol knows replacing only. */
    private Result<byte[]> createAsEver(byte[] request, boolean replace) {
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

    @Override
    public Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace) {
        StoreQuestion question = StoreQuestion.EMPTY
                .with(StoreQuestion.EDN, new String(edn, StandardCharsets.UTF_8))
                .with(StoreQuestion.FILE, file)
                .with(StoreQuestion.REPLACE, replace);
        return asking().only(
                        asking().call(StorePaths.PROJECTION_CREATE, question),
                        "to create a projection from an EDN file");
    }

    @Override
    public Result<byte[]> deleteProjection(String name) {
        return exists(name)
                .then(there -> call(
                        "/projection", "{\"projection-name\":" + JsonFields.quote(name) + ",\"action\":\"delete\"}"));
    }

    @Override
    public Result<byte[]> changeProjection(String name, String change) {
        return asking().only(
                        asking().call(StorePaths.PROJECTION_CHANGE + change, StoreQuestion.ofProjection(name)),
                        "to " + change + " a projection");
    }

    @Override
    public Result<byte[]> skipEvent(String name) {
        return asking().only(
                        asking().call(
                                        StorePaths.PROJECTION_CHANGE + "resume",
                                        StoreQuestion.ofProjection(name).with(StoreQuestion.SKIP, true)),
                        "to resume a projection");
    }

    /** One call waits some seconds only, so that nothing waits for somebody who has gone. */
    @Override
    public Result<byte[]> awaitProjection(String name, long atLeast, long timeoutMs) {
        long endNanos = System.nanoTime() + timeoutMs * 1_000_000;
        StoreQuestion question = StoreQuestion.ofProjection(name).with(StoreQuestion.AT_LEAST, atLeast);
        long leftMs = timeoutMs;
        while (true) {
            long waitMs = Math.max(SHORTEST_WAIT_MS, Math.min(StorePaths.LONGEST_WAIT_MS, leftMs));
            Result<byte[]> there = asking().only(
                            asking().call(StorePaths.PROJECTION_WAIT, question.with(StoreQuestion.TIMEOUT, waitMs)),
                            "to wait for a projection");
            leftMs = (endNanos - System.nanoTime()) / 1_000_000;
            boolean late =
                    there instanceof Result.Err<byte[]> err && err.failure().kind() == Kind.TIMED_OUT;
            if (!late || leftMs < SHORTEST_WAIT_MS) {
                return there;
            }
        }
    }

    @Override
    public Result<byte[]> schema(String stream) {
        return asking().only(
                        asking().fold(StorePaths.STREAM_SCHEMA, StoreQuestion.ofStream(stream)),
                        "for the schemas of a stream");
    }

    @Override
    public Result<byte[]> trace(long orderId, int maxEffects) {
        StoreQuestion question =
                StoreQuestion.EMPTY.with(StoreQuestion.ORDER_ID, orderId).with(StoreQuestion.LIMIT, maxEffects);
        return asking().only(asking().fold(StorePaths.EVENT_TRACE, question), "for causes and effects");
    }
}
