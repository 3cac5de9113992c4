// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.question.AdminQuestions;
import io.photon.question.BackupQuestions;
import io.photon.question.EventQuestions;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Short ways to ask about streams and events. Part of {@link PhotonClient}, with its rules. */
public interface StreamRequests extends QuestionClient {

    /**
     * One page of streams in the order of their names.
     *
     * @param after list what comes after this name; null for the start
     * @param prefix only names that begin so; null for all
     * @param limit 1 to 10,000
     * @return {@code {"streams":[{"stream-name","total-events",…}]}}
     */
    default Result<byte[]> streams(@Nullable String after, @Nullable String prefix, int limit) {
        return ask(StreamQuestions.STREAMS
                .ask()
                .with(Params.AFTER_NAME, after)
                .with(Params.PREFIX, prefix)
                .with(Params.MOST_STREAMS, (long) limit));
    }

    /** One stream as a listing shows it, or NOT_FOUND. */
    default Result<byte[]> stream(String name) {
        return ask(StreamQuestions.STREAM_SHOW.ask().with(Params.STREAM, name));
    }

    /** One event, its canonical line, or NOT_FOUND. */
    default Result<byte[]> event(String stream, long orderId) {
        return ask(EventQuestions.EVENT.ask().with(Params.STREAM, stream).with(Params.ORDER_ID, orderId));
    }

    /** Deletes a stream's events for good; NOT_FOUND, or DENIED for an internal one. */
    default Result<byte[]> deleteStream(String name) {
        return ask(StreamQuestions.STREAM_DELETE.ask().with(Params.STREAM, name).with(Params.DETAILED, true));
    }

    /** A stream as a file: gzip of one EDN map a line; NOT_FOUND without events. */
    default Result<Long> export(String stream, ByteSink file) {
        return ask(StreamQuestions.EXPORT.ask().with(Params.STREAM, stream), file);
    }

    /** The inferred schemas of a stream by schema version, or NOT_FOUND. */
    default Result<byte[]> schema(String stream) {
        return ask(StreamQuestions.STREAM_SCHEMA.ask().with(Params.STREAM, stream));
    }

    /** What caused an event and what it caused, or NOT_FOUND. @param maxEffects most effects in the answer */
    default Result<byte[]> trace(long orderId, int maxEffects) {
        return ask(
                EventQuestions.TRACE.ask().with(Params.TRACED, orderId).with(Params.MOST_EFFECTS, (long) maxEffects));
    }

    /** Lets the daemon check its store; progress and the final result as NDJSON. */
    default Result<Long> verify(ByteSink lines) {
        return ask(BackupQuestions.VERIFY.ask(), lines);
    }

    /** Whether the daemon answers and accepts who we are: {@code {"auth":"ok"}}. */
    default Result<byte[]> ping() {
        return ask(AdminQuestions.PING.ask());
    }
}
