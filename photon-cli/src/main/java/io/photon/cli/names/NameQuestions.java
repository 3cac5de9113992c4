// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import io.photon.client.ByteSink;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.question.UserQuestions;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks a daemon for names. */
public final class NameQuestions {

    /** More names than this are no help at a key: a longer prefix gives fewer. */
    static final int MOST = 200;

    private static final int MOST_LETTERS = 1_000;

    /** This many of the last events tell which types there are. */
    private static final int SAMPLE = 200;

    private static final int MOST_BYTES = 1 << 20;

    private static final String ALL = "__all__";

    private NameQuestions() {}

    /** The names as the daemon has them now. Takes as long as the client's timeout lets it. */
    static Result<NameList> ask(PhotonClient client, NameKey key, long nowMs) {
        NameKey asked = key.asAsked();
        return names(client, asked, MOST + 1).then(found -> {
            List<String> kept = new ArrayList<>();
            for (String name : found) {
                if (kept.size() < MOST && !name.isEmpty() && name.length() <= MOST_LETTERS && name.indexOf('\0') < 0) {
                    kept.add(name);
                }
            }
            return Result.ok(new NameList(asked, nowMs, found.size() <= MOST, List.copyOf(kept)));
        });
    }

    /** All that the daemon tells. @param most streams */
    static Result<Set<String>> names(PhotonClient client, NameKey asked, int most) {
        return switch (asked.kind()) {
            case STREAMS ->
                client.streams(null, asked.prefix().isEmpty() ? null : asked.prefix(), most)
                        .map(json -> listed(json, "streams", "stream-name"));
            case PROJECTIONS -> client.projections().map(json -> listed(json, "projections", "projection-name"));
            case USERS -> client.ask(UserQuestions.USERS.ask()).map(json -> listed(json, "users", "username"));
            case EVENT_TYPES -> eventTypes(client, asked.stream());
            case FIELDS ->
                asked.stream().isEmpty()
                        ? Result.ok(Set.of())
                        : client.schema(asked.stream()).map(json -> fields(json));
        };
    }

    private static Set<String> listed(byte[] json, String list, String name) {
        Set<String> names = new LinkedHashSet<>();
        int[] range = JsonFields.find(json, 0, json.length, list);
        if (range != null) {
            JsonFields.forEach(json, range[0], range[1], (b, n, m, from, to) -> {
                int[] value = JsonFields.find(b, from, to, name);
                if (value != null) {
                    names.add(JsonFields.text(b, value[0], value[1]));
                }
            });
        }
        return names;
    }

    /** Those of the last events: no question of the daemon lists them. */
    private static Result<Set<String>> eventTypes(PhotonClient client, String stream) {
        Sample sample = new Sample(client::cancel);
        ReplayQuery last = ReplayQuery.cold(stream.isEmpty() ? ALL : stream)
                .exactly(!stream.isEmpty())
                .newest(SAMPLE);
        Result<Long> played = client.replay(last, sample);
        return played instanceof Result.Err<Long> err && !sample.isFull()
                ? Result.err(err.failure())
                : Result.ok(sample.types());
    }

    /** The first bytes of a replay. */
    private static final class Sample implements ByteSink {

        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private final Runnable enough;

        Sample(Runnable enough) {
            this.enough = enough;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (isFull()) {
                enough.run();
            } else {
                lines.write(bytes, offset, length);
            }
        }

        boolean isFull() {
            return lines.size() >= MOST_BYTES;
        }

        Set<String> types() {
            Set<String> types = new TreeSet<>();
            byte[] all = lines.toByteArray();
            int from = 0;
            for (int at = 0; at < all.length; at++) {
                if (all[at] == '\n') {
                    int[] type = JsonFields.find(all, from, at, "event-type");
                    if (type != null) {
                        types.add(JsonFields.text(all, type[0], type[1]));
                    }
                    from = at + 1;
                }
            }
            return types;
        }
    }

    /** The paths of all versions, as a predicate or a jq expression writes them. */
    private static Set<String> fields(byte[] json) {
        Set<String> paths = new LinkedHashSet<>();
        JsonFields.forEach(json, 0, json.length, (b, n, m, from, to) -> {
            int[] schema = JsonFields.find(b, from, to, "schema");
            int[] fields = schema == null ? null : JsonFields.find(b, schema[0], schema[1], "m");
            if (fields != null) {
                JsonFields.forEach(b, fields[0], fields[1], (c, k, l, at, end) -> {
                    int[] path = JsonFields.find(c, at, end, "path");
                    if (path != null) {
                        paths.add(JsonFields.text(c, path[0], path[1]));
                    }
                });
            }
        });
        return paths;
    }
}
