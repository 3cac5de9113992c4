// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.filter.SeveralStreams;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a replay was asked for, understood.
 *
 * @param idleMs end when nothing arrived for so long, 0 for never
 */
public record ReplayArguments(ReplayQuery query, long idleMs) {

    private static final List<String> TYPES = List.of("hot-cold", "cold", "hot");

    /** What was asked for, as written; anything but the streams may be null. Options win over the JSON argument. */
    public record Given(
            List<String> streams,
            boolean exact,
            @Nullable String json,
            @Nullable String type,
            @Nullable String from,
            @Nullable String to,
            @Nullable Long limit,
            @Nullable String eventType,
            @Nullable String where,
            boolean backwards,
            boolean skipDamaged,
            @Nullable String idle) {

        /** Understands it, or says what is wrong. @param remarks is told what was understood in one of several ways */
        public Result<ReplayArguments> read(long nowMs, Consumer<String> remarks) {
            if (json == null) {
                return query(nowMs, remarks);
            }
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            int start = JsonFields.space(bytes, 0, bytes.length);
            int end = JsonFields.valueEnd(bytes, start, bytes.length);
            if (start == bytes.length || bytes[start] != '{' || bytes[bytes.length - 1] != '}' || end < bytes.length) {
                return Result.err(
                        Kind.BAD_INPUT, "'" + json + "' is not a JSON object", "e.g. '{\"stream-type\":\"cold\"}'");
            }
            String[] unknown = {null};
            JsonFields.forEach(bytes, 0, bytes.length, (b, nameFrom, nameTo, valueFrom, valueTo) -> {
                String name = new String(b, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
                if (!List.of("stream-type", "from", "to", "limit", "stream-name")
                        .contains(name)) {
                    unknown[0] = name;
                }
            });
            if (unknown[0] != null) {
                return Result.err(
                        Kind.BAD_INPUT,
                        "'" + unknown[0] + "' is nothing a replay takes",
                        "it takes stream-type, from, to and limit");
            }
            return merged(bytes).query(nowMs, remarks);
        }

        private Given merged(byte[] bytes) {
            String most = JsonFields.text(bytes, "limit");
            Long jsonLimit = most != null && Moments.isDigits(most) && most.length() < 19 ? Long.valueOf(most) : null;
            return new Given(
                    streams,
                    exact,
                    null,
                    type != null ? type : JsonFields.text(bytes, "stream-type"),
                    from != null ? from : JsonFields.text(bytes, "from"),
                    to != null ? to : JsonFields.text(bytes, "to"),
                    limit != null ? limit : jsonLimit,
                    eventType,
                    where,
                    backwards,
                    skipDamaged,
                    idle);
        }

        private Result<ReplayArguments> query(long nowMs, Consumer<String> remarks) {
            String wanted = type != null ? type : backwards ? "cold" : "hot-cold";
            if (!TYPES.contains(wanted)) {
                return Result.err(
                        Kind.BAD_INPUT, "a replay is not '" + wanted + "'", "use " + String.join(", ", TYPES));
            }
            if (backwards && !wanted.equals("cold")) {
                return Result.err(Kind.BAD_INPUT, "--backwards needs --type cold", "add --type cold");
            }
            if (limit != null && limit < 1) {
                return Result.err(Kind.BAD_INPUT, "--limit is " + limit, "use 1 or more");
            }
            long most = limit == null ? Long.MAX_VALUE : limit;
            Result<Long> first = from == null ? Result.ok(0L) : Moments.read(from, nowMs, remarks);
            Result<Long> last = to == null ? Result.ok(Long.MAX_VALUE) : Moments.read(to, nowMs, remarks);
            Result<Long> idleMs = idle == null ? Result.ok(0L) : Durations.span(idle);
            SeveralStreams asked = SeveralStreams.of(streams, exact, where);
            boolean literally = exact && streams.size() == 1;
            return first.then(f -> last.then(l -> idleMs.map(i -> new ReplayArguments(
                    new ReplayQuery(
                            asked.stream(),
                            literally,
                            wanted,
                            f,
                            l,
                            most,
                            eventType,
                            asked.where(),
                            backwards,
                            skipDamaged),
                    i))));
        }
    }
}
