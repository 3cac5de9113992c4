package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.ProjectionRequests;
import io.photon.codec.JsonFields;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The requests about projections that Muon carries (PROTOCOL 10.3 and 10.4). Values at past positions, and whatever else
 * the protocol has no endpoint for, are left to HTTP.
 */
abstract class MuonProjections implements ProjectionRequests {

    private static final String VALUE = "current-value";

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
                .then(json -> JsonFields.text(json, "projection-name") == null
                        ? Result.err(
                                Kind.NOT_FOUND,
                                "no projection '" + name + "'",
                                "list them with: photon projection list")
                        : Result.ok(json));
    }

    @Override
    public Result<byte[]> projections() {
        Result<byte[]> keys = call("/projection-keys", "{}");
        if (keys instanceof Result.Err<byte[]>) {
            return keys;
        }
        byte[] json = ((Result.Ok<byte[]>) keys).value();
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
            } else if (((Result.Err<byte[]>) one).failure().kind() != Kind.NOT_FOUND) { // it may just have been deleted
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
        return descriptor(name).then(found -> written(found, json));
    }

    @Override
    public Result<Long> projectionValue(String name, String key, Long at, ByteSink json) {
        if (at != null) {
            return MuonPhotonClient.onlyHttp("the question for a value at a past position");
        }
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

    private static Result<Long> written(byte[] bytes, ByteSink to) {
        to.write(bytes, 0, bytes.length);
        return Result.ok((long) bytes.length);
    }

    /** The stream itself tells changes only, so what is now is asked for first. */
    @Override
    public Result<Long> projectionUpdates(String name, ByteSink lines) {
        long[] bytes = {0};
        MuonNetwork.Items items = new MuonNetwork.Items() {
            @Override
            public boolean item(byte[] json) {
                byte[] line = EventItems.oneLine(json);
                lines.write(line, 0, line.length);
                bytes[0] += line.length;
                return true;
            }

            @Override
            public void pause() {
                lines.pause();
            }
        };
        return descriptor(name)
                .then(now -> {
                    items.item(now);
                    return items("/projection/" + name, items);
                })
                .then(count -> Result.ok(bytes[0]));
    }

    @Override
    public Result<byte[]> createProjection(byte[] request, boolean replace) {
        String name = JsonFields.text(request, "projection-name");
        if (!replace && name != null) { // the protocol knows replacing only
            Result<byte[]> there = descriptor(name);
            if (there instanceof Result.Ok<byte[]>) {
                return Result.err(
                        Kind.CONFLICT, "there is a projection '" + name + "' already", "replace it with --replace");
            }
            if (((Result.Err<byte[]>) there).failure().kind() != Kind.NOT_FOUND) {
                return there;
            }
        }
        return call("/projections", new String(request, StandardCharsets.UTF_8));
    }

    @Override
    public Result<byte[]> deleteProjection(String name) {
        return descriptor(name)
                .then(there -> call(
                        "/projection", "{\"projection-name\":" + JsonFields.quote(name) + ",\"action\":\"delete\"}"));
    }
}
