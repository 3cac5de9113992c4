// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.filter.StreamSelector;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions about streams. */
final class StreamUseCases {

    private final PhotonApi api;
    private final StreamSizes sizes;

    StreamUseCases(PhotonApi api, StreamSizes sizes) {
        this.api = api;
        this.sizes = sizes;
    }

    void fill(UseCases table) {
        table.add(StreamQuestions.STREAMS, Access.READ, this::list)
                .add(StreamQuestions.STREAM_SHOW, Access.READ_STREAM, this::show)
                .add(StreamQuestions.STREAM_DELETE, Access.DELETE, this::delete);
    }

    private Result<Answer> list(Caller caller, Asked asked) {
        return Result.ok(new Answer.Page(
                "streams",
                false,
                new Listing(
                        caller,
                        asked.or(Params.AFTER_NAME, ""),
                        asked.or(Params.PREFIX, ""),
                        asked.or(Params.MOST_STREAMS, Long.MAX_VALUE))));
    }

    /** Streams that the caller may read, in the order of their names' bytes. For one thread at a time. */
    private final class Listing implements Answer.Entries {
        private final Caller caller;
        private final String prefix;
        private String after;
        private long left;
        private StreamSizes.@Nullable Listing measured;

        Listing(Caller caller, String after, String prefix, long most) {
            this.caller = caller;
            this.after = after;
            this.prefix = prefix;
            this.left = most;
        }

        @Override
        public Result<List<String>> next(int most) {
            int wanted = (int) Math.min(left, most);
            if (wanted == 0) {
                return Result.ok(List.of());
            }
            StreamSizes.Listing measuring = measured == null ? sizes.begin() : measured;
            measured = measuring;
            return api.streams(caller, after, prefix, wanted).map(streams -> told(streams, measuring));
        }

        private List<String> told(List<StreamSummary> streams, StreamSizes.Listing measuring) {
            left -= streams.size();
            if (!streams.isEmpty()) {
                after = streams.get(streams.size() - 1).name();
            }
            return measuring.measured(streams).stream().map(StreamSummary::json).toList();
        }
    }

    private Result<Answer> show(Caller caller, Asked asked) {
        String name = asked.get(Params.STREAM);
        StreamSizes.Listing measuring = sizes.begin();
        return api.reading(reader -> reader.stream(name)
                .map(info -> Result.<Answer>ok(new Answer.Json(
                        Utf8.bytes(measuring.measured(StreamSummary.of(info)).json()))))
                .orElseGet(() -> Result.err(
                        Failure.Kind.NOT_FOUND,
                        "no stream '" + Excerpt.of(name) + "'",
                        StreamSelector.hintWithout(name))));
    }

    /** For good. Existing clients are told that all is well also when there was nothing to delete. */
    private Result<Answer> delete(Caller caller, Asked asked) {
        boolean detailed = asked.is(Params.DETAILED);
        return Result.ok(new Answer.Later(api.delete(asked.get(Params.STREAM))
                .thenApply(deleted -> Outcomes.unlessMissing(deleted, detailed, 0L)
                        .map(events -> Utf8.bytes("{\"correct\":true,\"deleted-events\":" + events + "}")))));
    }
}
