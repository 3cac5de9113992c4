// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.codec.JsonFields;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All streams as the endpoint {@code /stream-names} told them (docs/muon-protocol 10.4), page by page. Immutable. */
final class StreamNamesAnswer {

    /** By name, in the order of its UTF-8 bytes, as over HTTP; the value is the stream's JSON. */
    private final TreeMap<byte[], byte[]> streams;

    private StreamNamesAnswer(TreeMap<byte[], byte[]> streams) {
        this.streams = streams;
    }

    static Result<StreamNamesAnswer> read(byte[] json) {
        int[] list = JsonFields.find(json, 0, json.length, "streams");
        if (list == null) {
            return Result.err(
                    Kind.INTERNAL,
                    "the store's list of streams has no 'streams'",
                    "see what it answers with: photon rpc SERVICE /stream-names");
        }
        TreeMap<byte[], byte[]> streams = new TreeMap<>(Arrays::compareUnsigned);
        JsonFields.forEach(json, list[0], list[1], (bytes, nameFrom, nameTo, from, to) -> {
            byte[] item = Arrays.copyOfRange(bytes, from, to);
            String name = item[0] == '"' ? JsonFields.text(item, 0, item.length) : JsonFields.text(item, "stream-name");
            if (name != null) {
                byte[] shown = item[0] == '"' ? Utf8.bytes("{\"stream-name\":" + JsonFields.quote(name) + "}") : item;
                streams.put(Utf8.bytes(name), shown);
            }
        });
        return Result.ok(new StreamNamesAnswer(streams));
    }

    /** {@code {"streams":[…]}} after a name (null for the start), with a prefix (null for all). */
    byte[] page(@Nullable String after, @Nullable String prefix, int limit) {
        StringBuilder page = new StringBuilder("{\"streams\":[");
        Map<byte[], byte[]> rest = after == null ? streams : streams.tailMap(Utf8.bytes(after), false);
        int count = 0;
        for (Map.Entry<byte[], byte[]> stream : rest.entrySet()) {
            if (count == limit) {
                break;
            }
            if (prefix == null || startsWith(stream.getKey(), Utf8.bytes(prefix))) {
                page.append(count++ == 0 ? "" : ",").append(new String(stream.getValue(), StandardCharsets.UTF_8));
            }
        }
        return Utf8.bytes(page.append("]}").toString());
    }

    /** One stream, or NOT_FOUND. */
    Result<byte[]> one(String name) {
        byte[] found = streams.get(Utf8.bytes(name));
        if (found == null && name.equals(StreamNames.ALL)) {
            long total = 0;
            for (byte[] stream : streams.values()) {
                total += JsonFields.number(stream, "total-events");
            }
            found = Utf8.bytes("{\"stream-name\":\"" + name + "\",\"total-events\":" + total + "}");
        }
        return found == null
                ? Result.err(Kind.NOT_FOUND, "no stream '" + name + "'", StreamSelector.hintWithout(name))
                : Result.ok(found);
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }
}
