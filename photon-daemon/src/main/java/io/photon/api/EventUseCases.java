// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.projection.trace.Tracer;
import io.photon.question.Asked;
import io.photon.question.EventQuestions;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Duration;

/** Questions about events. */
final class EventUseCases {

    private static final int MOST_CONTENTS = 50;

    /** Effects, when the caller says nothing. */
    private static final long EFFECTS = 1_000;

    private static final Duration TRACE_PATIENCE = Duration.ofSeconds(15);

    private final PhotonApi api;

    EventUseCases(PhotonApi api) {
        this.api = api;
    }

    void fill(UseCases table) {
        table.add(EventQuestions.EVENT, Access.READ_STREAM, this::event)
                .add(StreamQuestions.STREAM_CONTENTS, Access.READ_STREAM, this::contents)
                .add(StreamQuestions.EXPORT, Access.READ_STREAM, this::export)
                .add(EventQuestions.TRACE, Access.READ, this::trace);
    }

    private Result<Answer> event(Caller caller, Asked asked) {
        String stream = asked.get(Params.STREAM);
        long orderId = asked.get(Params.ORDER_ID);
        return readingStream(
                caller,
                stream,
                reader -> reader.event(stream, orderId)
                        .map(event -> Result.<Answer>ok(new Answer.Json(event.line())))
                        .orElseGet(() -> Result.err(
                                Failure.Kind.NOT_FOUND,
                                "no event " + orderId + " in stream '" + stream + "'",
                                "see what is there with: photon replay")));
    }

    /** The first events of a stream; none for an unknown one. */
    private Result<Answer> contents(Caller caller, Asked asked) {
        String stream = asked.get(Params.STREAM);
        return readingStream(caller, stream, reader -> {
            JsonWriter json = new JsonWriter(4_096).object().field("results").array();
            for (Event event : FirstEvents.of(reader, stream, MOST_CONTENTS)) {
                json.raw(event.array(), event.offset(), event.length());
            }
            return Result.ok(new Answer.Json(json.endArray().endObject().bytes()));
        });
    }

    /** All events of a stream up to now, as lines; NOT_FOUND without any. */
    private Result<Answer> export(Caller caller, Asked asked) {
        String stream = asked.get(Params.STREAM);
        return readingStream(
                        caller,
                        stream,
                        reader -> reader.stream(stream)
                                .map(there -> Result.ok(there.lastOrderId()))
                                .orElseGet(() -> Result.err(
                                        Failure.Kind.NOT_FOUND,
                                        "no stream '" + Excerpt.of(stream) + "'",
                                        StreamSelector.hintWithout(stream))))
                .map(last -> new Answer.Chunks(new StreamDownload(api, caller, stream, last)));
    }

    /** The contents of a stream, which not everybody may see of every stream. */
    private <T> Result<T> readingStream(Caller caller, String stream, PhotonApi.Reading<T> reading) {
        boolean secret = stream.equals(StreamNames.SECURITY) || stream.equals(StreamNames.ALL);
        return secret
                ? Access.secret("read stream '" + stream + "' this way")
                        .check(caller)
                        .then(allowed -> api.reading(reading))
                : api.reading(reading);
    }

    /**
     * What caused an event and what it caused. Reads the log after the event, for some seconds at the most. Events of
     * streams that the caller may not read are as if they were not there.
     */
    private Result<Answer> trace(Caller caller, Asked asked) {
        long orderId = asked.get(Params.TRACED);
        int most = (int) Math.min(Tracer.MAX_EFFECTS, asked.or(Params.MOST_EFFECTS, EFFECTS));
        return api.reading(reader -> new Tracer(
                        reader, stream -> Access.READ.isFor(caller, stream), most, TRACE_PATIENCE, System::nanoTime)
                .trace(orderId)
                .map(trace -> Result.<Answer>ok(new Answer.Json(TraceJson.of(trace))))
                .orElseGet(() -> Result.err(
                        Failure.Kind.NOT_FOUND,
                        "no event " + orderId,
                        "see what is there with: photon replay __all__")));
    }
}
