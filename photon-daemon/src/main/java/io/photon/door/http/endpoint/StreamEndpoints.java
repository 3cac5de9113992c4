package io.photon.door.http.endpoint;

import io.photon.api.Download;
import io.photon.api.PhotonApi;
import io.photon.api.StreamSummary;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.PulledAnswer;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What there is: {@code /api/streams}, and {@code /api/stream/:stream} to look at or to delete. */
public final class StreamEndpoints {

    /** Asks a deletion to say when there was nothing to delete. */
    public static final String DETAILED = "detailed";

    private static final int PAGE = 1_000;

    private final PhotonApi api;
    private final OpenRequests openRequests;

    public StreamEndpoints(PhotonApi api, OpenRequests openRequests) {
        this.api = api;
        this.openRequests = openRequests;
    }

    /** All streams, or a part: {@code after}, {@code prefix}, {@code limit}; page by page, however many there are. */
    public void list(Call call) {
        String limit = call.target().param("limit");
        if (limit != null && !limit.matches("\\d{1,18}")) {
            call.answer(Failure.of(Failure.Kind.BAD_INPUT, "limit is '" + limit + "'", "give a number of streams"));
            return;
        }
        long most = limit == null ? Long.MAX_VALUE : Long.parseLong(limit);
        new PulledAnswer(call, new Listing(call, most), Call.JSON, openRequests).start();
    }

    private final class Listing implements Download {
        private final Call call;
        private final String prefix;
        private String after;
        private long left;
        private boolean begun;
        private boolean ended;

        Listing(Call call, long most) {
            this.call = call;
            this.left = most;
            this.prefix = Optional.ofNullable(call.target().param("prefix")).orElse("");
            this.after = Optional.ofNullable(call.target().param("after")).orElse("");
        }

        @Override
        public Result<Optional<byte[]>> next() {
            if (ended) {
                return Result.ok(Optional.empty());
            }
            int wanted = (int) Math.min(left, PAGE);
            Result<List<StreamSummary>> page =
                    wanted == 0 ? Result.ok(List.of()) : api.streams(call.caller(), after, prefix, wanted);
            return page.map(streams -> Optional.of(rendered(streams, wanted)));
        }

        private byte[] rendered(List<StreamSummary> streams, int wanted) {
            Bytes json = new Bytes(64 + streams.size() * 100);
            if (!begun) {
                json.ascii("{\"streams\":[");
            }
            for (StreamSummary stream : streams) {
                if (begun) {
                    json.add(',');
                }
                begun = true;
                json.add('\n').add(stream.json().getBytes(StandardCharsets.UTF_8));
                after = stream.name();
            }
            begun = true;
            left -= streams.size();
            ended = streams.size() < wanted || left == 0;
            if (ended) {
                json.ascii("]}\n");
            }
            return json.toArray();
        }

        @Override
        public void close() {
            // A listing holds nothing.
        }
    }

    /** One stream, or 404. */
    public void show(Call call) {
        call.onWorker(() -> {
            Result<StreamSummary> found = api.stream(call.caller(), call.segment(2));
            if (found instanceof Result.Ok<StreamSummary> ok) {
                call.answer(200, ok.value().json().getBytes(StandardCharsets.UTF_8));
            } else {
                call.answer(found.failure());
            }
        });
    }

    /** Deletes a stream for good. */
    public void delete(Call call) {
        call.handOver();
        api.deleteStream(call.caller(), call.segment(2)).thenAccept(deleted -> {
            if (deleted instanceof Result.Ok<Long> ok) {
                answerDeleted(call, ok.value());
            } else if (wasNotThere(call, deleted.failure())) {
                answerDeleted(call, 0);
            } else {
                call.answer(deleted.failure());
            }
        });
    }

    /** Existing clients are told that all is well also when there was nothing to delete; {@code detailed} asks for a 404. */
    static boolean wasNotThere(Call call, Failure failure) {
        return failure.kind() == Failure.Kind.NOT_FOUND && !call.target().flag(DETAILED);
    }

    private static void answerDeleted(Call call, long events) {
        String json = "{\"correct\":true,\"deleted-events\":" + events + "}";
        call.answer(200, json.getBytes(StandardCharsets.US_ASCII));
    }
}
