// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Short ways to ask about projections. Part of {@link PhotonClient}, with its rules. */
public interface ProjectionRequests extends QuestionClient {

    private static Asked of(Question question, String name) {
        return question.ask().with(Params.PROJECTION, name);
    }

    /** All of them without their values: {@code {"projections":[descriptor, …]}}. */
    default Result<byte[]> projections() {
        return ask(ProjectionQuestions.PROJECTIONS.ask());
    }

    /** The descriptor of one, its current value included, or NOT_FOUND. */
    default Result<Long> projection(String name, ByteSink json) {
        return ask(of(ProjectionQuestions.PROJECTION_SHOW, name), json);
    }

    /**
     * The value of one as JSON.
     *
     * @param key one field of it, or null for all
     * @param at after all events up to this order-id, or below 10^14 time in ms; null for now
     */
    default Result<Long> projectionValue(String name, @Nullable String key, @Nullable Long at, ByteSink json) {
        return ask(
                of(ProjectionQuestions.PROJECTION_VALUE, name)
                        .with(Params.KEY, key)
                        .with(Params.AT, at == null ? null : at.toString()),
                json);
    }

    /** How its value differs between two positions: an array of JSON Patch operations. */
    default Result<byte[]> projectionDiff(String name, long from, long to) {
        return ask(of(ProjectionQuestions.PROJECTION_DIFF, name)
                .with(Params.FROM, Long.toString(from))
                .with(Params.TO, Long.toString(to)));
    }

    /** Its descriptor, now and after each change, one a line, until the projection is gone. */
    default Result<Long> projectionUpdates(String name, ByteSink lines) {
        return ask(of(ProjectionQuestions.PROJECTION_UPDATES, name), lines);
    }

    /** Deletes one. */
    default Result<byte[]> deleteProjection(String name) {
        return ask(of(ProjectionQuestions.PROJECTION_DELETE, name).with(Params.DETAILED, true));
    }

    /** Makes one start over, stop, or go on. @param change {@code reset}, {@code pause} or {@code resume} */
    default Result<byte[]> changeProjection(String name, String change) {
        Question question = switch (change) {
            case "reset" -> ProjectionQuestions.PROJECTION_RESET;
            case "pause" -> ProjectionQuestions.PROJECTION_PAUSE;
            case "resume" -> ProjectionQuestions.PROJECTION_RESUME;
            default -> throw new IllegalArgumentException(change);
        };
        return ask(of(question, name));
    }

    /** Makes one that has failed go on after the event at which it failed; CONFLICT when it has not. */
    default Result<byte[]> skipEvent(String name) {
        return ask(of(ProjectionQuestions.PROJECTION_RESUME, name).with(Params.SKIP, true));
    }

    /**
     * Waits until the value covers everything up to a position.
     *
     * @param timeoutMs TIMED_OUT after so long
     */
    default Result<byte[]> awaitProjection(String name, long atLeast, long timeoutMs) {
        return ask(of(ProjectionQuestions.PROJECTION_WAIT, name)
                .with(Params.AT_LEAST, Long.toString(atLeast))
                .with(Params.TIMEOUT, timeoutMs));
    }
}
